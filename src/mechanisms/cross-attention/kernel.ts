// Cross-attention: queries from one sequence, keys and values from another (Vaswani et al. 2017, "Attention is all you need",
// section 3.2.3, "encoder-decoder attention"), with one head.
import { tidy, type Tensor } from '@tensorflow/tfjs-core';
import { linear } from '../../math/linear.ts';
import { sizes } from '../../math/shape.ts';
import { scaledDotProductAttention } from '../scaled-dot-product/kernel.ts';

/** The learned projections, each (out, in) as in torch.nn.Linear, and their biases, each (out). */
export interface Parameters {
  /** (D, E): what a vector of the first sequence asks. */
  readonly wq: Tensor;
  /** (D, C): how a vector of the memory is found. */
  readonly wk: Tensor;
  /** (V, C): what a vector of the memory hands over. */
  readonly wv: Tensor;
  /** (O, V): from the mean of the values to the output; without it the mean is the output. */
  readonly wo?: Tensor;
  readonly bq?: Tensor;
  readonly bk?: Tensor;
  readonly bv?: Tensor;
  readonly bo?: Tensor;
}

export interface Options {
  /** What the products are multiplied by: 1 / √D by default, nothing when false. */
  readonly scale?: number | false;
  /** True where a query may attend to a vector of the memory; stretches to (…, T, S). For padding: (…, 1, S). */
  readonly mask?: Tensor;
}

/** From the projections to the output. Rows of the weights are the first sequence, their columns the memory. */
export type Trace = Record<'q' | 'k' | 'v' | 'products' | 'scores' | 'weights' | 'output', Tensor> & {
  /** (…, T, V), the mean of the values, where `wo` makes the output of it. */
  readonly mean?: Tensor;
};

/**
 * Every vector of one sequence takes a mean of what the vectors of another hand over: as many rows as the first has.
 *
 * @param x the sequence that asks, (…, T, E)
 * @param memory the sequence that is read, (…, S, C); with x itself, this is self-attention
 * @throws when the shapes do not fit
 */
export function crossAttention(
  x: Tensor,
  memory: Tensor,
  parameters: Parameters,
  options: Options = {},
): Trace {
  const { wq, wk, wv, wo, bq, bk, bv, bo } = parameters;
  sizes({ x: [x, '… T E'], memory: [memory, '… S C'], wq: [wq, 'D E'], wk: [wk, 'D C'], wv: [wv, 'V C'] });
  return tidy(() => {
    const q = linear(x, wq, bq); // (…, T, E) · (E, D) → (…, T, D)
    const k = linear(memory, wk, bk); // (…, S, C) · (C, D) → (…, S, D)
    const v = linear(memory, wv, bv); // (…, S, C) · (C, V) → (…, S, V)

    const attended = scaledDotProductAttention(q, k, v, options); // weights (…, T, S), output (…, T, V)
    if (wo === undefined) return { q, k, v, ...attended };
    const { output: mean, ...steps } = attended;
    return { q, k, v, ...steps, mean, output: linear(mean, wo, bo) }; // (…, T, V) · (V, O) → (…, T, O)
  });
}
