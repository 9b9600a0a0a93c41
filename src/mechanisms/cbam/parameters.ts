// Parameters drawn from a seed, of a spread that leaves the gates of the filter bank's features neither open nor shut.
import { tensor1d, tensor4d } from '@tensorflow/tfjs-core';
import { random, randomMatrix } from '../../math/random.ts';
import { matrix, type Matrix } from '../../math/tensor.ts';
import type { SharedMlp } from './kernel.ts';

/** The two layers of an MLP. */
export interface PlainMlp {
  readonly w1: Matrix;
  readonly b1: readonly number[];
  readonly w2: Matrix;
  readonly b2: readonly number[];
}

/** A network of C channels and a number of hidden units. */
export function drawMlp(channels: number, hidden: number, seed: number): PlainMlp {
  const source = random(seed);
  const drawn = (rows: number, columns: number, spread: number): Matrix =>
    randomMatrix(rows, columns, source).map((row) => row.map((x) => spread * x));
  return {
    w1: drawn(hidden, channels, 3 / Math.sqrt(channels)),
    b1: Array.from({ length: hidden }, () => 0.3),
    w2: drawn(channels, hidden, 2 / Math.sqrt(hidden)),
    b2: drawn(1, channels, 0.3)[0] ?? [],
  };
}

/** The two planes of a filter, k × k each. */
export function drawFilter(k: number, seed: number): Matrix[] {
  const source = random(1000 + seed);
  return [0, 1].map(() => randomMatrix(k, k, source).map((row) => row.map((x) => x / k)));
}

export const mlpOf = ({ w1, b1, w2, b2 }: PlainMlp): SharedMlp => ({
  w1: matrix(w1),
  b1: tensor1d([...b1]),
  w2: matrix(w2),
  b2: tensor1d([...b2]),
});

/** (1, 2, k, k): first the plane of the maximum. */
export const filterOf = (planes: readonly Matrix[]) => tensor4d([planes as Matrix[]]);
