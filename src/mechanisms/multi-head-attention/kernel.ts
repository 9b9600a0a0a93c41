// Multi-head attention: several attentions side by side, each with projections of its own, put together by one more
// (Vaswani et al. 2017, "Attention is all you need", section 3.2.2).
import { mean, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { append, openTo } from '../../math/extra-keys.ts';
import { mergeHeads, splitHeads } from '../../math/heads.ts';
import { linear } from '../../math/linear.ts';
import { causalMask, combineMasks } from '../../math/mask.ts';
import { sizes } from '../../math/shape.ts';
import { scaledDotProductAttention, type Options as AttentionOptions } from '../scaled-dot-product/kernel.ts';

/** Learned. The projections of all heads lie one below the other, so that each is one linear layer (out, in). */
export interface Parameters {
  /** Of the queries (H · D, features of the query), the keys (H · D, of the key) and the values (H · E, of the value). */
  readonly wq: Tensor;
  readonly wk: Tensor;
  readonly wv: Tensor;
  /** Puts the heads together: (features of the output, H · E). */
  readonly wo: Tensor;
  /** What each of the four adds. */
  readonly bq?: Tensor;
  readonly bk?: Tensor;
  readonly bv?: Tensor;
  readonly bo?: Tensor;
  /** A key (H · D) and its value (H · E) that stand for no token, after the last one: PyTorch's bias_k and bias_v. */
  readonly extraKey?: Tensor;
  readonly extraValue?: Tensor;
}

/** Those of scaled dot-product attention, for every head alike: a mask or bias stretches to (…, H, T, S). */
export interface Options extends AttentionOptions {
  readonly heads: number;
  /** A key and a value of zeros after all others: PyTorch's add_zero_attn. */
  readonly zero?: boolean;
  /** Adds to the trace the mean of the weights over the heads: PyTorch's average_attn_weights. */
  readonly average?: boolean;
}

/** Each tensor has an axis of heads, (…, H, …), except `output` and `average`. */
export type Trace = Record<
  'q' | 'k' | 'v' | 'products' | 'scores' | 'weights' | 'heads' | 'output',
  Tensor
> & { readonly average?: Tensor };

/**
 * Every head attends by itself, with its own queries, keys and values; the output mixes what they found.
 *
 * @param query (…, T, features); the output has one vector for each
 * @param key (…, S, features), in self-attention the same tensor as the query
 * @param value (…, S, features)
 * @throws when the shapes do not fit, or the features do not divide by the heads
 */
export function multiHeadAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  parameters: Parameters,
  options: Options,
): Trace {
  const { T, S } = sizes({ query: [query, '… T Q'], key: [key, '… S K'], value: [value, '… S V'] });
  const { wq, wk, wv, wo, bq, bk, bv, bo, extraKey, extraValue } = parameters;
  const { heads: H, zero = false, average = false, mask, bias, causal = false, past, ...rest } = options;
  return tidy(() => {
    const q = splitHeads(linear(query, wq, bq), H); // (…, T, Q) → (…, T, H·D) → (…, H, T, D)
    const keys = append(append(linear(key, wk, bk), extraKey), zero && 'zeros'); // (…, S, H·D)
    const k = splitHeads(keys, H); // (…, H, S, D)
    const values = append(append(linear(value, wv, bv), extraValue), zero && 'zeros'); // (…, S, H·E)
    const v = splitHeads(values, H); // (…, H, S, E)

    const extra = k.shape.at(-2)! - S; // keys that stand for no token
    const allowed = combineMasks(mask, causal && causalMask(T, S, { past })); // (…, H, T, S)
    const { output: heads, ...attention } = scaledDotProductAttention(q, k, v, {
      ...rest,
      mask: openTo(allowed, S, extra),
      bias: openTo(bias, S, extra),
    }); // products, scores and weights (…, H, T, S), heads (…, H, T, E)

    const output = linear(mergeHeads(heads), wo, bo); // (…, T, H·E) → (…, T, features)
    const mixed = average ? { average: mean(attention.weights, -3) } : {}; // (…, T, S)
    return { q, k, v, ...attention, heads, output, ...mixed };
  });
}
