// Scaled dot-product attention: softmax(QKᵀ / √d) V (Vaswani et al. 2017, "Attention is all you need", section 3.2.1).
import { div, matMul, mul, tanh, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { repeatKeyValueHeads } from '../../math/heads.ts';
import { addBias, applyMask, causalMask, combineMasks } from '../../math/mask.ts';
import { sizes } from '../../math/shape.ts';
import { normalize, type Normalization } from '../../math/softmax.ts';

export interface Options {
  /** What the products are multiplied by: 1 / √D by default, nothing when false. */
  readonly scale?: number | false;
  /** Bends the scaled products into (−softcap, softcap), as in Gemma 2: softcap · tanh(x / softcap). Not when 0. */
  readonly softcap?: number;
  /** Added to the scores; stretches to (…, T, S). */
  readonly bias?: Tensor;
  /** True where a query may attend to a key; stretches to (…, T, S). */
  readonly mask?: Tensor;
  /** No query sees a later key. */
  readonly causal?: boolean;
  /** How many of the keys come before the first query, from a cache; for `causal`. */
  readonly past?: number;
  /** Over what the weights sum to one: each row, which is attention; for comparison columns, everything, or nothing. */
  readonly normalize?: Normalization;
}

/** From the products of queries and keys to the output. Rows are queries, columns are keys. */
export type Trace = Record<'products' | 'scores' | 'weights' | 'output', Tensor>;

/**
 * Every query takes a mean of the values, weighted by how well it matches their keys.
 *
 * @param q queries (…, T, D)
 * @param k keys (…, S, D); with fewer heads than the queries, neighbouring query heads share one
 * @param v values (…, S, E), with the heads of the keys
 * @throws when the shapes do not fit
 */
export function scaledDotProductAttention(q: Tensor, k: Tensor, v: Tensor, options: Options = {}): Trace {
  const { T, S, D } = sizes({ q: [q, '* T D'], k: [k, '* S D'], v: [v, '* S E'] });
  const { scale = 1 / Math.sqrt(D), softcap = 0, bias, mask, causal = false, past = 0 } = options;
  return tidy(() => {
    const keys = repeatKeyValueHeads(k, q); // (…, S, D)
    const values = repeatKeyValueHeads(v, q); // (…, S, E)
    const allowed = combineMasks(mask, causal && causalMask(T, S, { past })); // (…, T, S)

    const products = matMul(q, keys, false, true); // (…, T, D) · (…, D, S) → (…, T, S)
    const scaled = scale === false ? products : mul(products, scale); // (…, T, S)
    const capped = softcap === 0 ? scaled : mul(tanh(div(scaled, softcap)), softcap); // (…, T, S)
    const scores = applyMask(addBias(capped, bias), allowed); // (…, T, S), −∞ where masked
    const weights = normalize(scores, options.normalize); // (…, T, S), each row sums to 1
    const output = matMul(weights, values); // (…, T, S) · (…, S, E) → (…, T, E)

    return { products, scores, weights, output };
  });
}
