// Masks say which query may attend to which key: boolean, true = may attend. A bias is added to the scores instead.
import { add, lessEqual, logicalAnd, range, reshape, tidy, where, type Tensor } from '@tensorflow/tfjs-core';
import { assertStretches } from './shape.ts';
import './tensor.ts';

/**
 * A query sees no key that comes after it: key j is open to query i when j ≤ i + past.
 *
 * Without a past, queries and keys are counted from the same first position (top-left, also when T ≠ S). With a past,
 * the first `past` keys come from a cache, and positions are absolute: query 0 is at position `past`.
 *
 * @returns (T, S)
 */
export function causalMask(T: number, S: number, { past = 0 }: { past?: number } = {}): Tensor {
  return tidy(() => {
    const keys = range(0, S); // (S)
    const queries = reshape(range(past, past + T), [T, 1]); // (T, 1)
    return lessEqual(keys, queries); // (T, S)
  });
}

/** What every given mask allows, or undefined when none is given. Shapes broadcast. */
export function combineMasks(...masks: readonly (Tensor | undefined | false)[]): Tensor | undefined {
  const given = masks.filter((mask) => mask !== undefined && mask !== false);
  return given.length > 1 ? tidy(() => given.reduce((all, mask) => logicalAnd(all, mask))) : given[0];
}

/**
 * The scores, with −∞ where the mask forbids to attend.
 * @param scores (…, T, S)
 * @param mask boolean, of a shape that stretches to that of the scores; without one the scores stay as they are
 */
export function applyMask(scores: Tensor, mask: Tensor | undefined): Tensor {
  if (!mask) return scores;
  assertStretches('mask', mask, 'scores', scores.shape);
  return where(mask, scores, -Infinity);
}

/**
 * The scores with a bias added to them; a bias of −∞ masks.
 * @param scores (…, T, S)
 * @param bias of a shape that stretches to that of the scores; without one the scores stay as they are
 */
export function addBias(scores: Tensor, bias: Tensor | undefined): Tensor {
  if (!bias) return scores;
  assertStretches('bias', bias, 'scores', scores.shape);
  return add(scores, bias);
}
