// Scores of any size become weights: softmax, over rows or over something else; and how spread out the weights are.
import {
  customGrad,
  divNoNan,
  equal,
  exp,
  log,
  max,
  maximum,
  mul,
  sub,
  sum,
  tidy,
  where,
  type Tensor,
} from '@tensorflow/tfjs-core';
import './tensor.ts';

/** The lowest finite float32: what is subtracted from a row that holds nothing but −∞. */
const lowest = -3.4028234663852886e38;

/**
 * exp(x) / Σ exp(x) along an axis, or over several at once. The largest entry is subtracted first, which changes
 * nothing in the quotient and keeps exp from overflowing.
 *
 * An entry of −∞ gets 0, and where all are −∞ all get 0: nothing is attended to. A NaN makes its whole row NaN, and so
 * does +∞, an overflow of which nobody can say by how much it is larger than another.
 *
 * @param x any shape
 * @returns the shape of x
 */
export function softmax(x: Tensor, axis: number | number[] = -1): Tensor {
  return differentiable(x, axis, (scores) => {
    const largest = maximum(max(scores, axis, true), lowest);
    const powers = exp(sub(scores, largest));
    const weights = divNoNan(powers, sum(powers, axis, true));
    return { weights, slopes: weights };
  });
}

/**
 * Weights p that take their derivative with them: that of softmax and of all its relatives (Peters, Niculae and Martins 2019)
 * is ∂p/∂x = diag(s) − ssᵀ / Σ s, with slopes s = p for the softmax itself. Rows without a slope have the derivative 0.
 */
export function differentiable(
  x: Tensor,
  axis: number | number[],
  compute: (x: Tensor) => { readonly weights: Tensor; readonly slopes: Tensor },
): Tensor {
  const withGradient = customGrad((scores, save) => {
    const { weights, slopes } = compute(scores as Tensor);
    (save as (tensors: Tensor[]) => void)([slopes]);
    const gradFunc = (dy: Tensor, [s]: Tensor[]): Tensor => {
      const mean = divNoNan(sum(mul(s!, dy), axis, true), sum(s!, axis, true));
      return mul(s!, sub(dy, mean));
    };
    return { value: weights, gradFunc };
  });
  return tidy(() => withGradient(x));
}

/** Over what the weights sum to one: each row (a query's keys), each column (a key's queries), the whole matrix, or nothing. */
export type Normalization = 'rows' | 'columns' | 'all' | 'none';

/**
 * Scores to weights: the softmax over the keys of each query, unless told otherwise. With `none` the scores are the
 * weights, and a masked key still gets 0.
 *
 * @param scores (…, T, S)
 * @returns (…, T, S)
 */
export function normalize(scores: Tensor, over: Normalization = 'rows'): Tensor {
  switch (over) {
    case 'rows':
      return softmax(scores, -1);
    case 'columns':
      return softmax(scores, -2);
    case 'all':
      return softmax(scores, [-2, -1]);
    case 'none':
      return tidy(() => where(equal(scores, -Infinity), 0, scores));
    default:
      throw new Error(`invalid normalization: ${over satisfies never}`);
  }
}

/**
 * −Σ p ln p along an axis, in nats: 0 when one entry has all the weight, ln n when n share it equally. 0 · ln 0 is 0,
 * so zeros add nothing; a NaN stays one.
 *
 * @param weights any shape
 * @returns the shape of weights without the axis
 */
export function entropy(weights: Tensor, axis = -1): Tensor {
  return tidy(() => sub(0, sum(mul(weights, log(where(equal(weights, 0), 1, weights))), axis)));
}
