// A small Vision Transformer that is constructed, so that its maps can be read: one head for colours, one for positions.
import { tensor1d } from '@tensorflow/tfjs-core';
import { matrix, type Matrix } from '../../math/tensor.ts';
import { features, kinds, type Built } from './untrained.ts';
import { meanColour, middle } from './inputs.ts';
import type { Parameters } from './kernel.ts';

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
