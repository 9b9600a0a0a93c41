// Self-attention: queries, keys and values are three projections of one sequence (Vaswani et al. 2017, "Attention is all you
// need", sections 3.2.1 and 3.2.3).
import { tidy, type Tensor } from '@tensorflow/tfjs-core';
import { linear } from '../../math/linear.ts';
import { scaledDotProductAttention, type Options } from '../scaled-dot-product/kernel.ts';

export type { Options };

/** What training sets. Matrices are (out, in), as torch.nn.Linear has them; biases (out). */
export interface Parameters {
  readonly wq: Tensor;
  readonly wk: Tensor;
  readonly wv: Tensor;
  readonly bq?: Tensor;
  readonly bk?: Tensor;
  readonly bv?: Tensor;
  /** Applied to the averages of the values, where it is given; it makes the output. */
  readonly wo?: Tensor;
  readonly bo?: Tensor;
}

/** From the projections to the output. `head` is there when `wo` is: the averages before it. */
export type Trace = Record<'q' | 'k' | 'v' | 'products' | 'scores' | 'weights' | 'output', Tensor> & {
  readonly head?: Tensor;
};

/**
 * Every position of a sequence takes a mean of what all its positions hand over, itself included.
 *
 * @param x the sequence (…, T, C)
 * @param parameters wq and wk (D, C), wv (E, C), wo (F, E)
 * @param options those of scaled dot-product attention: scale, softcap, bias, mask, causal …
 * @throws when the shapes do not fit
 */
export function selfAttention(x: Tensor, parameters: Parameters, options: Options = {}): Trace {
  const { wq, wk, wv, wo, bq, bk, bv, bo } = parameters;
  return tidy(() => {
    const q = linear(x, wq, bq); // (…, T, C) · (C, D) → (…, T, D)
    const k = linear(x, wk, bk); // (…, T, D)
    const v = linear(x, wv, bv); // (…, T, E)
    const { output: head, ...attention } = scaledDotProductAttention(q, k, v, options); // weights (…, T, T)

    const trace = { q, k, v, ...attention };
    return wo === undefined
      ? { ...trace, output: head } // (…, T, E)
      : { ...trace, head, output: linear(head, wo, bo) }; // (…, T, E) · (E, F) → (…, T, F)
  });
}
