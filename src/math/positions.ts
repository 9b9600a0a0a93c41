// Positions as angles: what encodings and rotations of positions share.
import { tensor, tensor2d, type Tensor } from '@tensorflow/tfjs-core';
import './tensor.ts';

/** Positions, counted from 0: of one sequence as numbers, or of several as a tensor of any shape. */
export type Positions = readonly number[] | Tensor;

/** The positions of T tokens after those of a cache: past, past + 1, … */
export function positionsAfter(past: number, T: number): number[] {
  return Array.from({ length: T }, (_, t) => past + t);
}

/**
 * Every position times every rate, in radians, as an angle from −π to π.
 *
 * The product and the full turns are taken in double precision. In single precision the angle of position 100 000 is known to
 * 0.004 only, and so is its sine.
 *
 * @param positions (…)
 * @param rates radians from one position to the next, one for each pair of features (P)
 * @returns (…, P)
 */
export function anglesOf(positions: Positions, rates: readonly number[]): Tensor {
  const given = isNumbers(positions) ? positions : Array.from(positions.dataSync());
  const shape = isNumbers(positions) ? [positions.length] : positions.shape;
  const angles = given.flatMap((position) =>
    rates.map((rate) => {
      const angle = position * rate;
      return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
    }),
  );
  return tensor(angles, [...shape, rates.length], 'float32');
}

/**
 * How far each key lies after each query, j − i, clipped to −clip … clip and counted from 0: the row of a table that has one row
 * for each distance, 2 · clip + 1 in all (Shaw, Uszkoreit and Vaswani 2018, section 3.2).
 *
 * @param past the position of the first query; keys are counted from 0
 * @returns whole numbers (T, S)
 */
export function clippedDistances(T: number, S: number, clip: number, past = 0): Tensor {
  const rows = positionsAfter(past, T).flatMap((i) =>
    positionsAfter(0, S).map((j) => Math.min(clip, Math.max(-clip, j - i)) + clip),
  );
  return tensor2d(rows, [T, S], 'int32');
}

function isNumbers(positions: Positions): positions is readonly number[] {
  return Array.isArray(positions);
}
