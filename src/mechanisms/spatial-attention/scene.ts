// What the widgets share: a picture as feature maps, filters for the gate, and the gate itself on one scale for all filters.
import {
  eye,
  mean,
  mul,
  ones,
  reshape,
  square,
  sub,
  tensor3d,
  tensor4d,
  tidy,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { bank, features } from '../../math/filter-bank.ts';
import { random } from '../../math/random.ts';
import { matrices, toMatrix, type Matrix } from '../../math/tensor.ts';
import { image, range } from '../../widget/controls.ts';
import { partsOf, pixelsOf } from '../../widget/picture.ts';
import type { Text } from '../../widget/text.ts';
import { attentionOfPairs, gateOfPlaces } from './kernel.ts';

/** Pixels on a side of the picture that is filtered. */
export const side = 32;

export const pictureControl = image({ label: { en: 'picture', zh: '图片' }, value: 'cat' });

export const opacityControl = range({
  label: { en: 'opacity of the map', zh: '叠图的不透明度' },
  min: 0,
  max: 1,
  step: 0.05,
  value: 0.65,
});

/** The fixed filter bank's answers to a picture: (12, grid, grid). */
export function mapsOf(picture: string, grid: number): Float32Array {
  return features(pixelsOf(picture, side), side, grid);
}

export const tensorOf = (maps: Float32Array, grid: number): Tensor =>
  tensor3d(maps, [bank.length, grid, grid]);

/** One channel of feature maps as rows. */
export function channelOf(maps: ArrayLike<number>, channel: number, grid: number): number[][] {
  return Array.from({ length: grid }, (_, r) =>
    Array.from({ length: grid }, (__, c) => maps[(channel * grid + r) * grid + c] ?? 0),
  );
}

/** A row of weights, one for each place, as a map. */
export const asMap = (row: ArrayLike<number>, grid: number): number[][] => channelOf(row, 0, grid);

const size = 7;
const middle = (size - 1) / 2;
const plane = (value: (x: number, y: number) => number): Matrix =>
  Array.from({ length: size }, (_, r) =>
    Array.from({ length: size }, (__, c) => value(c - middle, r - middle)),
  );
const empty = plane(() => 0);
const bell = (width: number) => (x: number, y: number) =>
  Math.exp(-(x * x + y * y) / (2 * width * width)) / (2 * Math.PI * width * width);
const drawn = (seed: number): [Matrix, Matrix] => {
  const source = random(seed);
  return [plane(() => source.normal() / size), plane(() => source.normal() / size)];
};

/** Filters for the gate: the plane for the maxima, and the plane for the means. */
export const filters = {
  bump: [empty, plane(bell(1))],
  contrast: [plane((x, y) => bell(1)(x, y) - bell(2.5)(x, y)), empty],
  a: drawn(1),
  b: drawn(2),
  c: drawn(3),
} as const satisfies Record<string, readonly [Matrix, Matrix]>;

export type FilterName = keyof typeof filters;

export const filterNames: Readonly<Record<FilterName, Text>> = {
  bump: { en: 'bump on the means', zh: '平均值上的鼓包' },
  contrast: { en: 'middle against surround', zh: '中心减周围' },
  a: { en: 'random A', zh: '随机 A' },
  b: { en: 'random B', zh: '随机 B' },
  c: { en: 'random C', zh: '随机 C' },
};

/**
 * The gate of a picture's maps. Its scores have the mean `shift` and the deviation `gain` over this picture: batch normalization
 * with a batch of one, so that filters of any size can be compared.
 */
export function gateOf(
  maps: Float32Array,
  grid: number,
  filter: readonly [Matrix, Matrix],
  { gain, shift }: { readonly gain: number; readonly shift: number },
): Record<'max' | 'mean' | 'weights', Matrix> {
  let read = { max: empty, mean: empty, weights: empty };
  tidy(() => {
    const x = tensorOf(maps, grid);
    const kernel = tensor4d([filter.map((rows) => [...rows])]);
    const raw = gateOfPlaces(x, { filter: kernel }).scores;
    const average = mean(raw, [0, 1], true);
    const one = ones([1]);
    const norm = {
      gamma: mul(one, gain),
      beta: mul(one, shift),
      mean: reshape(average, [1]),
      variance: reshape(mean(square(sub(raw, average))), [1]),
      eps: 1e-9,
    };
    const trace = gateOfPlaces(x, { filter: kernel, norm });
    read = { max: toMatrix(trace.max!), mean: toMatrix(trace.mean!), weights: toMatrix(trace.weights) };
  });
  return read;
}

/** The weights of all pairs of places, with the scores x·x times a sharpness. */
export function pairsOf(x: Tensor, sharp: number): Matrix {
  const { weights } = matrices(() => ({
    weights: attentionOfPairs(x, { wq: mul(eye(x.shape[0]!), sharp) }).weights,
  }));
  return weights;
}

/** The places of a square grid as labels, row and column: `1·1`, `1·2`, … */
export const placeNames = (grid: number): string[] =>
  Array.from({ length: grid * grid }, (_, i) => `${Math.floor(i / grid) + 1}·${(i % grid) + 1}`);

/** The parts of a drawing, and the weight of the place where each has its middle. */
export function weightsOfParts(
  picture: string,
  weights: Matrix,
): { readonly label: Text; readonly weight: number }[] {
  const cell = (share: number): number =>
    Math.min(weights.length - 1, Math.max(0, Math.floor(share * weights.length)));
  return partsOf(picture).map(({ label, x, y }) => ({
    label,
    weight: weights[cell(y)]?.[cell(x)] ?? Number.NaN,
  }));
}
