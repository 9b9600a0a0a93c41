// Parameters of blocks over the twelve channels of the filter bank: one made by hand, to be read, and any number of random ones.
import { tensor1d, type Tensor } from '@tensorflow/tfjs-core';
import { random, randomMatrix } from '../../math/random.ts';
import { matrix, type Matrix } from '../../math/tensor.ts';
import type { Excitation } from './kernel.ts';

/** Both layers as plain numbers. */
export interface Block {
  readonly w1: Matrix;
  readonly w2: Matrix;
  readonly b1?: readonly number[];
  readonly b2?: readonly number[];
}

/** How the hidden units of the block made by hand listen and speak, for each channel: bright, dark, four colours, the rest. */
const units = [
  { name: 'colour', hears: [0, 0, 10, 0], says: [0, 0, 1, -0.7] },
  { name: 'contour', hears: [0, 0, 0, 3], says: [0, 0, -0.8, 0.8] },
  { name: 'darkness', hears: [0, 10, 0, 0], says: [1, -1, 0, 0.5] },
] as const;

/** From four groups to twelve channels: bright, dark, four colours, and four edges with spot and texture. */
const spread = (groups: readonly number[]): number[] =>
  [1, 1, 4, 6].flatMap((channels, group) => Array.from({ length: channels }, () => groups[group] ?? 0));

/** A block that opens the channels of colour on a colourful picture, those of contour on a striped one, bright on a dark one. */
export const byHand: Block = {
  w1: units.map(({ hears }) => spread(hears)),
  w2: spread([0, 1, 2, 3]).map((group) => units.map(({ says }) => says[group] ?? 0)),
};

/** A random block; the parameters are large enough for features that are small. */
export function randomBlock(channels: number, hidden: number, seed: number): Block {
  const stream = random(seed);
  const scaled = (rows: number, columns: number, by: number): Matrix =>
    randomMatrix(rows, columns, stream).map((row) => row.map((value) => by * value));
  return { w1: scaled(hidden, channels, 5), w2: scaled(channels, hidden, 1.5) };
}

/** The same block with biases: each hidden unit answers later, each gate is more open. */
export function biased({ w1, w2 }: Block, hidden = -0.5, gate = 1): Block {
  return { w1, w2, b1: w1.map(() => hidden), b2: w2.map(() => gate) };
}

/** A block as tensors. */
export function tensors({ w1, w2, b1, b2 }: Block): Excitation {
  const list = (values: readonly number[]): Tensor => tensor1d([...values], 'float32');
  return {
    w1: matrix(w1),
    w2: matrix(w2),
    ...(b1 ? { b1: list(b1) } : {}),
    ...(b2 ? { b2: list(b2) } : {}),
  };
}
