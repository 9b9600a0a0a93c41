// ALiBi, attention with linear biases: every score loses m for each step of distance (Press et al. 2022, section 3).
import {
  abs,
  mul,
  neg,
  range,
  reshape,
  sub,
  tensor1d,
  tidy,
  zeros,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { sizes } from '../../math/shape.ts';
import '../../math/tensor.ts';
import { scaledDotProductAttention } from '../scaled-dot-product/kernel.ts';

export interface BiasOptions {
  /** One slope for each head; those of the paper by default. */
  readonly slopes?: readonly number[];
  /** Distances to both sides count alike, −m|i − j|, as for encoders; −m(i − j) by default. */
  readonly symmetric?: boolean;
  /** The bias m·j of the authors' code instead, which differs from −m(i − j) by a constant in each row. */
  readonly form?: 'distance' | 'position';
  /** How many of the keys come before the first query, from a cache. */
  readonly past?: number;
}

export interface Options extends BiasOptions {
  /** No query sees a later key; true by default, unless the bias is symmetric. */
  readonly causal?: boolean;
  /** True where a query may attend to a key; stretches to (…, H, T, S). */
  readonly mask?: Tensor;
}

/** From the products to the output. Rows are queries, columns are keys. */
export type Trace = Record<'products' | 'slopes' | 'bias' | 'scores' | 'weights' | 'output', Tensor>;

/**
 * The slopes of the authors' code: 2^(−8h/H) for head h = 1 … H when H is a power of two. For any other number those of the
 * next lower power come first, then every other one of twice that power.
 */
export function alibiSlopes(heads: number): number[] {
  if (!Number.isInteger(heads) || heads < 1) throw new Error(`invalid heads: ${heads}`);
  const lower = 2 ** Math.floor(Math.log2(heads));
  const geometric = (count: number) => Array.from({ length: count }, (_, h) => 2 ** ((-8 * (h + 1)) / count));
  const between = geometric(2 * lower).filter((_, h) => h % 2 === 0);
  return [...geometric(lower), ...between.slice(0, heads - lower)];
}

/** What is added to the scores: (H, T, S). Queries stand at the positions past … past + T − 1, keys at 0 … S − 1. */
export function alibiBias(heads: number, T: number, S: number, options: BiasOptions = {}): Tensor {
  const { slopes = alibiSlopes(heads), symmetric = false, form = 'distance', past = 0 } = options;
  if (slopes.length !== heads) throw new Error(`invalid slopes: ${slopes.length} for ${heads} heads`);
  return tidy(() => {
    const from = form === 'position' ? zeros([T, 1]) : reshape(range(past, past + T), [T, 1]); // (T, 1)
    const steps = sub(from, range(0, S)); // (T, S): i − j, or −j
    const distances = symmetric ? abs(steps) : steps; // (T, S)
    return mul(reshape(tensor1d([...slopes]), [heads, 1, 1]), neg(distances)); // (H, 1, 1) · (T, S) → (H, T, S)
  });
}

/**
 * Attention in which every head prefers what is near, each by its own slope. There are no position vectors.
 *
 * @param q queries (…, H, T, D)
 * @param k keys (…, H, S, D); with fewer heads than the queries, neighbouring query heads share one
 * @param v values (…, H, S, E), with the heads of the keys
 * @throws when the shapes do not fit
 */
export function alibiAttention(q: Tensor, k: Tensor, v: Tensor, options: Options = {}): Trace {
  const { H, T, S } = sizes({ q: [q, '* H T D'], k: [k, '* S D'], v: [v, '* S E'] });
  const { symmetric = false, causal = !symmetric, past = 0, mask } = options;
  return tidy(() => {
    const slopes = tensor1d([...(options.slopes ?? alibiSlopes(H))]); // (H)
    const bias = alibiBias(H, T, S, options); // (H, T, S)
    const { products, scores, weights, output } = scaledDotProductAttention(q, k, v, {
      bias, // added after the division by √D, before the mask
      causal,
      past,
      mask,
    });
    return { products, slopes, bias, scores, weights, output };
  });
}
