// Attention as a kernel average: a mean weighted by nearness (Nadaraya 1964, "On estimating regression"; Watson 1964).
import {
  equal,
  expandDims,
  greater,
  matMul,
  mul,
  sub,
  sum,
  tidy,
  where,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { applyMask } from '../../math/mask.ts';
import { sizes } from '../../math/shape.ts';
import { softmax } from '../../math/softmax.ts';

/** How nearness becomes a share: all alike, all within the bandwidth alike, or less and less with the distance. */
export type Nearness = 'uniform' | 'boxcar' | 'gaussian';

export interface Options {
  /** `gaussian` by default. */
  readonly kernel?: Nearness;
  /** The distance h that counts as near: 1 by default, Infinity for the plain mean. The uniform kernel has no use for it. */
  readonly bandwidth?: number;
  /** True where a query may attend to a key; stretches to (…, T, S). */
  readonly mask?: Tensor;
}

/** From squared distances to the output. Rows are queries, columns are keys. Scores are the logarithm of the kernel. */
export type Trace = Record<'distances' | 'scores' | 'weights' | 'output', Tensor>;

/**
 * Every query takes a mean of the values, weighted by how near their keys are. A query that no key is near to (boxcar), or
 * whose keys are all masked, gets zeros.
 *
 * @param q queries (…, T, D)
 * @param k keys (…, S, D)
 * @param v values (…, S, E)
 * @throws when the shapes do not fit, or the bandwidth is not positive
 */
export function kernelAttention(q: Tensor, k: Tensor, v: Tensor, options: Options = {}): Trace {
  sizes({ q: [q, '… T D'], k: [k, '… S D'], v: [v, '… S E'] });
  const { kernel = 'gaussian', bandwidth: h = 1, mask } = options;
  if (!(h > 0)) throw new Error(`invalid bandwidth: ${h}`);
  return tidy(() => {
    const apart = sub(expandDims(q, -2), expandDims(k, -3)); // (…, T, 1, D) − (…, 1, S, D) → (…, T, S, D)
    const distances = sum(mul(apart, apart), -1); // (…, T, S), squared

    const scores = applyMask(logarithm(kernel, distances, h), mask); // (…, T, S), −∞ where masked
    const weights = softmax(scores); // (…, T, S), each row sums to 1
    const output = matMul(weights, v); // (…, T, S) · (…, S, E) → (…, T, E)

    return { distances, scores, weights, output };
  });
}

/**
 * ln K of squared distances (…, T, S). A Gaussian is nowhere 0: where its logarithm overflows to −∞, nobody can say which
 * key is nearer, and the score is NaN.
 */
function logarithm(kernel: Nearness, distances: Tensor, h: number): Tensor {
  const level = mul(distances, 0); // ln 1 everywhere
  if (kernel === 'uniform') return level;
  if (kernel === 'boxcar') return where(greater(distances, h * h), -Infinity, level);
  const scores = mul(distances, -1 / (2 * h * h)); // ln exp(−‖q − k‖² / 2h²)
  return where(equal(scores, -Infinity), NaN, scores);
}
