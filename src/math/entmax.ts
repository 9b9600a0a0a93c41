// The relatives of softmax: one family from softmax over entmax-1.5 to sparsemax, whose weights can be exactly zero, and
// hardmax, which gives everything to one. All keep the promises of softmax: −∞ gets 0, where all are −∞ all get 0, and a
// NaN or +∞ makes its whole row NaN.
import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import { differentiable, softmax } from './softmax.ts';

/**
 * α-entmax (Peters, Niculae and Martins 2019, "Sparse sequence-to-sequence models"): max(0, (α−1) x − τ) to
 * the power 1/(α−1), with the threshold τ at which the sum is one. Softmax when α is 1, sparsemax when it is 2; the larger
 * α is, the fewer weights are not zero.
 *
 * @param x any shape
 * @param alpha at least 1
 * @returns the shape of x
 * @throws when alpha is less than 1 or not finite
 */
export function entmax(x: Tensor, alpha: number, axis = -1): Tensor {
  if (!(alpha >= 1 && alpha < Infinity)) throw new Error(`invalid alpha: ${alpha}: it must be at least 1`);
  if (alpha - 1 < 1e-7) return softmax(x, axis); // nearer than float32 can tell
  const power = 1 / (alpha - 1);
  const threshold = { 1.5: threshold15, 2: threshold2 }[alpha] ?? ((z: number[]) => bisected(z, power));
  return differentiable(x, axis, (scores) => {
    const weights = alongAxis(scores, axis, (row, largest) => {
      const z = row.map((score) => (alpha - 1) * (score - largest)); // 0 for the largest, negative for the others
      const tau = threshold(z.filter((one) => one > -1).sort((a, b) => b - a)); // the others are below any threshold
      const p = z.map((one) => Math.max(0, one - tau) ** power);
      const total = p.reduce((sum, one) => sum + one, 0);
      return p.map((one) => one / total);
    });
    const slopes = alongAxis(weights, axis, (p) => p.map((one) => (one === 0 ? 0 : one ** (2 - alpha))));
    return { weights, slopes };
  });
}

/** Sparsemax (Martins and Astudillo 2016): of all weights that sum to one, the nearest to the scores. */
export function sparsemax(x: Tensor, axis = -1): Tensor {
  return entmax(x, 2, axis);
}

/** Entmax-1.5 (Peters et al. 2019), half way between softmax and sparsemax. */
export function entmax15(x: Tensor, axis = -1): Tensor {
  return entmax(x, 1.5, axis);
}

/**
 * One for the first of the largest scores along an axis, zero for the others; ONNX calls it Hardmax. Its derivative is
 * zero wherever it has one, which is wherever no two scores are equally the largest.
 *
 * @param x any shape
 * @returns the shape of x
 */
export function hardmax(x: Tensor, axis = -1): Tensor {
  return differentiable(x, axis, (scores) => ({
    weights: alongAxis(scores, axis, (row, largest) => row.map((_, i) => Number(i === row.indexOf(largest)))),
    slopes: alongAxis(scores, axis, (row) => row.map(() => 0)),
  }));
}

/** The threshold of sparsemax, from sorted numbers (Martins and Astudillo 2016, algorithm 1). */
function threshold2(z: readonly number[]): number {
  let sum = 0;
  let tau = 0;
  z.forEach((one, i) => {
    sum += one;
    if (1 + (i + 1) * one > sum) tau = (sum - 1) / (i + 1);
  });
  return tau;
}

/** The threshold of entmax-1.5, from sorted numbers (Peters et al. 2019, algorithm 2). */
function threshold15(z: readonly number[]): number {
  let sum = 0;
  let squares = 0;
  let tau = 0;
  z.forEach((one, i) => {
    sum += one;
    squares += one * one;
    const mean = sum / (i + 1);
    const spread = squares - sum * mean; // Σ (z − mean)²
    const candidate = mean - Math.sqrt(Math.max(0, (1 - spread) / (i + 1)));
    if (spread <= 1 && candidate <= one) tau = candidate;
  });
  return tau;
}

/** The threshold of any α by halving the interval that must hold it (Peters et al. 2019, algorithm 1). */
function bisected(z: readonly number[], power: number): number {
  let low = -1; // there the largest alone has the weight 1
  let high = -(z.length ** (-1 / power)); // there none has more than 1/n
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    const sum = z.reduce((total, one) => total + Math.max(0, one - middle) ** power, 0);
    if (sum >= 1) low = middle;
    else high = middle;
  }
  return low;
}

/** A function of every row along an axis, in float64. What it never sees are rows of −∞ alone, and rows with NaN or +∞. */
function alongAxis(x: Tensor, axis: number, of: (row: number[], largest: number) => number[]): Tensor {
  const at = (axis + x.rank) % x.rank;
  const length = x.shape[at] ?? 0;
  const stride = x.shape.slice(at + 1).reduce((product, size) => product * size, 1);
  const data = x.dataSync();
  const result = new Float32Array(x.size);
  for (let start = 0; start < x.size; start += 1) {
    if (Math.floor(start / stride) % length !== 0) continue;
    const row = Array.from({ length }, (_, i) => data[start + i * stride]!);
    const largest = Math.max(...row); // NaN if one is
    if (largest === -Infinity) continue;
    const values = largest < Infinity ? of(row, largest) : row.map(() => NaN);
    values.forEach((value, i) => (result[start + i * stride] = value));
  }
  return tensor(result, x.shape);
}
