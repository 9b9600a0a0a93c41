// What the widgets with a picture share: its features, embeddings that can be read, and the row of weights of one position.
import { mul, slice, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { bank, features } from '../../math/filter-bank.ts';
import { linear } from '../../math/linear.ts';
import { randomMatrix } from '../../math/random.ts';
import { matrix, type Matrix } from '../../math/tensor.ts';
import { choice, image, range, type RangeControl } from '../../widget/controls.ts';
import type { Explanation } from '../../widget/figure.ts';
import { fixed } from '../../widget/format.ts';
import { pixelsOf } from '../../widget/picture.ts';
import type { Lang } from '../../widget/text.ts';
import { pairwiseWeights, type Options } from './kernel.ts';

export const channels = bank.length;
/** D: half of the channels, as in the paper. */
export const inner = channels / 2;
/** Positions on a side of the small widgets, and pixels of their picture. */
export const grid = 8;
export const side = 32;

export const pictureControl = image({ label: { en: 'picture', zh: '图片' }, value: 'cat' });

/** Row or column of the chosen position, counted from 0 and shown from 1. */
export const placeControl = (label: { en: string; zh: string }, value: number, most = grid): RangeControl =>
  range({ label, min: 0, max: most - 1, step: 1, value, show: (place) => String(place + 1) });

export const rowControl = placeControl({ en: 'row', zh: '行' }, 5);
export const columnControl = placeControl({ en: 'column', zh: '列' }, 3);

export const gainControl = (value = 1): RangeControl =>
  range({ label: { en: 'θ times', zh: 'θ 乘以' }, min: 0, max: 3, step: 0.1, value });

export const opacityControl = range({
  label: { en: 'opacity', zh: '不透明度' },
  min: 0,
  max: 1,
  step: 0.05,
  value: 0.65,
});

export type Compared = 'colour' | 'shape' | 'random';

export const comparedControl = choice({
  label: { en: 'θ and φ look at', zh: 'θ 和 φ 看' },
  options: {
    colour: { en: 'colour', zh: '颜色' },
    shape: { en: 'shape', zh: '形状' },
    random: { en: 'random mixtures', zh: '随机混合' },
  },
  value: 'colour',
});

/** What is said below every widget with features. */
export const provenance = {
  en: 'Constructed: the features are fixed filters, each brought to mean 0 and variance 1 over the picture. θ and φ keep the six of colour or the six of shape; nothing is trained.',
  zh: '人为构造：特征由固定的滤波器算出，每个通道在整张图上化为均值 0、方差 1。θ 和 φ 取六个颜色通道或六个形状通道，没有经过训练。',
};

/** Added to the variance, so that a channel that hardly changes is not blown up. */
const eps = 1e-3;

/** Brings every channel to mean 0 and variance 1 over its positions. (channels · N) in, (channels · N) out. */
export function standardized(maps: Float32Array, count = channels): Float32Array {
  const N = maps.length / count;
  const result = new Float32Array(maps.length);
  for (let c = 0; c < count; c += 1) {
    const channel = maps.subarray(c * N, (c + 1) * N);
    const mean = channel.reduce((sum, x) => sum + x, 0) / N;
    const variance = channel.reduce((sum, x) => sum + (x - mean) ** 2, 0) / N;
    for (let i = 0; i < N; i += 1) result[c * N + i] = ((channel[i] ?? 0) - mean) / Math.sqrt(variance + eps);
  }
  return result;
}

let kept: { readonly picture: string; readonly x: Float32Array } | undefined;

/** The features of the small widgets: (channels, grid, grid), row by row. Do not write to them. */
export function featuresOf(picture: string): Float32Array {
  if (kept?.picture !== picture)
    kept = { picture, x: standardized(features(pixelsOf(picture, side), side, grid)) };
  return kept.x;
}

/** The embedding that keeps six channels, or mixes all: (inner, channels). */
export function embedding(compared: Compared, seed: number): Matrix {
  if (compared === 'random')
    return randomMatrix(inner, channels, seed).map((row) => row.map((x) => x / Math.sqrt(channels)));
  const first = compared === 'colour' ? 0 : inner;
  return Array.from({ length: inner }, (_, i) =>
    Array.from({ length: channels }, (__, j) => (j === first + i ? 1 : 0)),
  );
}

/** Embeddings of both sides of a pair, the asking one multiplied by a gain. Equal but where they are random. */
export function embeddings(compared: Compared, gain: number, seed = 1): { wTheta: Matrix; wPhi: Matrix } {
  const wTheta = embedding(compared, seed).map((row) => row.map((x) => gain * x));
  return { wTheta, wPhi: embedding(compared, seed + 1) };
}

/** The row of concatenation: one random number for each entry of θ and of φ. */
export const joint = (seed: number): Matrix =>
  randomMatrix(1, 2 * inner, 100 + seed).map((row) => row.map((x) => x / Math.sqrt(2 * inner)));

/** Features as rows of positions: (N, channels). */
export function positions(x: Float32Array): Float32Array {
  const N = x.length / channels;
  return Float32Array.from(
    { length: x.length },
    (_, k) => x[(k % channels) * N + Math.floor(k / channels)] ?? 0,
  );
}

export interface Question {
  readonly x: Float32Array;
  /** The position that asks, row by row. */
  readonly at: number;
  readonly compared: Compared;
  readonly gain: number;
  readonly seed?: number;
}

/** The weights of one position, and its scores, without the N − 1 other rows. */
export function rowOf(
  { x, at, compared, gain, seed = 1 }: Question,
  options: Options,
): Record<'scores' | 'weights', number[]> {
  return tidy(() => {
    const N = x.length / channels;
    const all = tensor2d(positions(x), [N, channels]);
    const one = slice(all, [at, 0], [1, channels]);
    const { wTheta, wPhi } = embeddings(compared, gain, seed);
    const plain = options.pairwise === 'gaussian';
    const [theta, phi] = plain
      ? [mul(one, gain), all]
      : [linear(one, matrix(wTheta)), linear(all, matrix(wPhi))];
    const { scores, weights } = pairwiseWeights(theta, phi, { wF: matrix(joint(seed)) }, options);
    return { scores: Array.from(scores.dataSync()), weights: Array.from(weights.dataSync()) };
  });
}

/** A flat row of weights as rows of the grid. */
export const asGrid = (row: ArrayLike<number>, across = grid): number[][] =>
  Array.from({ length: row.length / across }, (_, i) =>
    Array.from({ length: across }, (__, j) => row[i * across + j] ?? Number.NaN),
  );

/** 1, 2, … as labels. */
export const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i + 1));

/** The weight of position j for position i, in words. */
export function explainWeight(
  weights: ArrayLike<number>,
  scores: ArrayLike<number>,
  i: number,
  j: number,
  lang: Lang,
): Explanation {
  const place = (at: number): string => `${Math.floor(at / grid) + 1}·${(at % grid) + 1}`;
  const [weight, score] = [fixed(weights[j] ?? Number.NaN, 4), fixed(scores[j] ?? Number.NaN, 2)];
  return {
    text:
      lang === 'zh'
        ? `${place(i)} 取 ${place(j)}：权重 ${weight}，分数 ${score}`
        : `${place(i)} from ${place(j)}: weight ${weight}, score ${score}`,
  };
}

/** The weight with which a position is read, alone or as a part of its window. */
export function explainRead(
  values: readonly (readonly number[])[],
  i: number,
  j: number,
  pooled: boolean,
  lang: Lang,
): Explanation {
  const weight = fixed(values[i]?.[j] ?? Number.NaN, 4);
  const place = `${i + 1}·${j + 1}`;
  if (lang === 'zh') return { text: `${place}：${pooled ? '它的窗口的' : ''}权重 ${weight}` };
  return { text: `${place}: weight ${weight}${pooled ? ' of its window' : ''}` };
}
