// A picture's features as places that attend to each other: nothing is trained, so queries, keys and values are the features.
import { eye, tensor3d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { bank, features } from '../../math/filter-bank.ts';
import { pixelsOf } from '../../widget/picture.ts';
import { axialAttention, type Options } from './kernel.ts';

/** Pixels on a side of the picture, and places on a side of its features. */
export const side = 32;
export const grid = 8;

/**
 * The channels of the filter bank on 8 × 8 places, each less its mean and over its deviation; then every place scaled to the length
 * √channels. So scores compare directions, and no rare feature outshouts the rest. Zeros where nothing differs.
 */
export function standardised(picture: string): Float32Array {
  const size = grid * grid;
  const all = Float32Array.from(features(pixelsOf(picture, side), side, grid));
  for (let start = 0; start < all.length; start += size) {
    const channel = all.subarray(start, start + size);
    const mean = channel.reduce((sum, x) => sum + x, 0) / size;
    const deviation = Math.sqrt(channel.reduce((sum, x) => sum + (x - mean) ** 2, 0) / size);
    channel.forEach((x, i) => {
      channel[i] = deviation > 1e-4 ? (x - mean) / deviation : 0;
    });
  }
  for (let place = 0; place < size; place += 1) {
    const entries = bank.map((_, c) => c * size + place);
    const length = Math.hypot(...entries.map((i) => all[i] ?? 0));
    for (const i of entries) all[i] = length > 0 ? ((all[i] ?? 0) * Math.sqrt(bank.length)) / length : 0;
  }
  return all;
}

/** The same as a tensor (C, H, W). */
export const featuresOf = (picture: string): Tensor =>
  tensor3d(standardised(picture), [bank.length, grid, grid]);

/** Weights inside lines: line, query, key. */
export interface Weights {
  readonly row: number[][][];
  readonly column: number[][][];
}

/** The weights of both passes; `sharpness` multiplies the scores. */
export function weightsOf(picture: string, sharpness: number, options?: Options): Weights {
  let found: Weights | undefined;
  tidy(() => {
    const same = eye(bank.length);
    const p = { wq: same, wk: same, wv: same };
    const scale = sharpness / Math.sqrt(bank.length);
    const trace = axialAttention(featuresOf(picture), { row: p, column: p }, { ...options, scale });
    const plain = (weights: Tensor) => (weights.arraySync() as number[][][][]).map(([only]) => only ?? []);
    found = { row: plain(trace.rowWeights), column: plain(trace.columnWeights) };
  });
  return found!;
}
