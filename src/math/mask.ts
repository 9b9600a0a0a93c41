// Masks say which query may attend to which key: boolean, true = may attend. A bias is added to the scores instead.
import {
  add,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  notEqual,
  range,
  reshape,
  tensor1d,
  tidy,
  where,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { assertStretches } from './shape.ts';
import { matrix } from './tensor.ts';

/** A mask from a table of numbers: true where the number is not 0. */
export function maskOf(rows: readonly (readonly number[])[]): Tensor {
  return tidy(() => notEqual(matrix(rows), 0));
}

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

/**
 * A query sees the keys at most `back` places before it and `ahead` places after it; causal with `ahead` 0, which is the
 * default. Positions are counted as in `causalMask`.
 *
 * @returns (T, S)
 */
export function windowMask(
  T: number,
  S: number,
  { back = Infinity, ahead = 0, past = 0 }: { back?: number; ahead?: number; past?: number } = {},
): Tensor {
  return tidy(() => {
    const keys = range(0, S); // (S)
    const queries = reshape(range(past, past + T), [T, 1]); // (T, 1)
    return logicalAnd(greaterEqual(keys, add(queries, -back)), lessEqual(keys, add(queries, ahead))); // (T, S)
  });
}

/**
 * Of a batch of sequences padded to S keys, the keys that are words: the first `lengths[b]` of sequence b.
 *
 * @returns (B, 1, 1, S), for scores (B, H, T, S)
 */
export function paddingMask(lengths: readonly number[], S: number): Tensor {
  return tidy(() => less(range(0, S), reshape(tensor1d([...lengths]), [lengths.length, 1, 1, 1])));
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
