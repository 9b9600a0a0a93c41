// Two small Vision Transformers: one constructed, so that its maps can be read, and one with random parameters.
import { div, mul, tensor1d, type Tensor } from '@tensorflow/tfjs-core';
import { random, randomMatrix, type Random } from '../../math/random.ts';
import { matrix, type Matrix } from '../../math/tensor.ts';
import type { LayerParameters } from '../transformer/kernel.ts';
import { meanColour, middle } from './inputs.ts';
import type { Parameters } from './kernel.ts';

/** Heads of both models. */
export const heads = 2;
/** Features of the constructed one before they are doubled: three of colour, four of position, one that is the class token's. */
const kinds = 8;
export const features = 2 * kinds;

/** What the class token looks for, as a colour with the middle tone taken away. */
export const asked = {
  warm: [0.2, -0.2, -0.5],
  cool: [-0.2, 0.2, 0.5],
  dark: [-0.3, -0.3, -0.3],
} as const;

/** Every feature stands twice, once with a minus: so the mean of a token is 0, and a normalisation changes its length alone. */
const doubled = (row: readonly number[]): number[] => [...row, ...row.map((x) => -x)];
const zeros = (rows: number, columns: number): Matrix =>
  Array.from({ length: rows }, () => Array<number>(columns).fill(0));
/** A matrix that keeps some features, times a gain: (kinds, features). */
const keep = (from: number, to: number, gain: number): Matrix =>
  zeros(kinds, features).map((row, i) => row.map((_, j) => (i === j && from <= i && i < to ? gain : 0)));

/** The position of a patch as two angles, of its row and its column. */
function angles(i: number, grid: number): number[] {
  const [row, column] = [Math.floor(i / grid), i % grid].map((at) => (Math.PI * (at + 0.5)) / grid);
  return [row, column].flatMap((angle = 0) => [0.3 * Math.cos(angle), 0.3 * Math.sin(angle)]);
}

export interface Built {
  readonly grid: number;
  readonly patch: number;
  readonly layers: number;
}

/**
 * Layers alike: the first head compares colours, the second positions; both bring the features of what they find, times a gain. No
 * feed-forward network. Call it in a tidy.
 */
export function constructed(
  { grid, patch, layers }: Built,
  ask: keyof typeof asked,
  values: number,
): Parameters {
  const padding = [0, 0, 0, 0, 0];
  const empty = zeros(5, 3 * patch * patch);
  const wE = [...meanColour(patch), ...empty];
  const own = [...asked[ask], 0, 0, 0, 0, 0.3];
  const positions = Array.from({ length: grid * grid }, (_, i) => doubled([0, 0, 0, ...angles(i, grid), 0]));
  const both = [...keep(0, 3, 1.6), ...keep(3, 7, 1.6)];
  const all = [...keep(0, kinds, values), ...keep(0, kinds, values)];
  const back = doubled(Array<number>(kinds).fill(1)).map((sign, i) =>
    Array.from({ length: features }, (_, j) => (j % kinds === i % kinds ? sign / 2 : 0)),
  );
  const layer = {
    self: { wq: matrix(both), wk: matrix(both), wv: matrix(all), wo: matrix(back) },
    selfNorm: {},
    feed: { w1: matrix(zeros(1, features)), w2: matrix(zeros(features, 1)) },
    feedNorm: {},
  };
  return {
    wE: matrix([...wE, ...wE.map((row) => row.map((x) => -x))]),
    bE: tensor1d(doubled([...middle.map((x) => -x), ...padding])),
    classToken: tensor1d(doubled(own)),
    positions: matrix([Array<number>(features).fill(0), ...positions]),
    layers: Array.from({ length: layers }, () => layer),
  };
}

/** All parameters from a seed: weights of variance 1 / inputs; `values` multiplies W_V. Call it in a tidy. */
export function untrained(
  { grid, patch, layers }: Built,
  seed: number,
  { size = features, values = 1 } = {},
): Required<Pick<Parameters, 'classToken' | 'positions'>> & Parameters {
  const source: Random = random(seed);
  const draw = (rows: number, columns: number): Tensor =>
    div(matrix(randomMatrix(rows, columns, source)), Math.sqrt(columns));
  const layer = (): LayerParameters => ({
    self: {
      wq: draw(size, size),
      wk: draw(size, size),
      wv: mul(draw(size, size), values),
      wo: draw(size, size),
    },
    selfNorm: {},
    feed: { w1: draw(2 * size, size), w2: draw(size, 2 * size) },
    feedNorm: {},
  });
  return {
    wE: draw(size, 3 * patch * patch),
    classToken: tensor1d(randomMatrix(1, size, source)[0] ?? []),
    positions: mul(matrix(randomMatrix(grid * grid + 1, size, source)), 0.5),
    layers: Array.from({ length: layers }, layer),
  };
}
