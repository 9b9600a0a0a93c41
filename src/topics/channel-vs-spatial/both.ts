// The gates of channels and of places for one picture, by blocks that are set by hand or drawn from a seed.
import { matrix as tensor, type Matrix } from '../../math/tensor.ts';
import { bank } from '../../math/filter-bank.ts';
import { random } from '../../math/random.ts';
import { channelAttention, type Excitation } from '../../mechanisms/channel-attention/kernel.ts';
import { filters, gateOf, tensorOf } from '../../mechanisms/spatial-attention/scene.ts';
import { tidy } from '@tensorflow/tfjs-core';

/** Places on a side of the feature maps. */
export const grid = 16;
export const places = grid * grid;
const C = bank.length;

/** Two layers of a channel gate, as matrices. */
export type Block = Readonly<Record<'w1' | 'w2', Matrix>>;

const square = (entry: (r: number, c: number) => number): Matrix =>
  Array.from({ length: C }, (_, r) => Array.from({ length: C }, (__, c) => entry(r, c)));

/** By hand: the score of a channel is how far its mean lies above the mean of all, times a gain. */
export const aboveMean = (gain: number): Block => ({
  w1: square((r, c) => (r === c ? 1 : 0)),
  w2: square((r, c) => 10 * gain * ((r === c ? 1 : 0) - 1 / C)),
});

/** Random: squeeze-and-excitation through six hidden units. */
export function drawn(seed: number): Block {
  const source = random(seed);
  const draw = (rows: number, columns: number, size: number): Matrix =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => size * source.normal()));
  return { w1: draw(6, C, 2), w2: draw(C, 6, 2) };
}

/** The gates of the channels, C numbers. */
export function channelGates(maps: Float32Array, { w1, w2 }: Block): number[] {
  let gates: number[] = [];
  tidy(() => {
    const block: Excitation = { w1: tensor(w1), w2: tensor(w2) };
    gates = Array.from(channelAttention(tensorOf(maps, grid), block).gates.dataSync());
  });
  return gates;
}

/** The gates of the places, as a map. */
export const placeGates = (maps: Float32Array, gain: number): Matrix =>
  gateOf(maps, grid, filters.bump, { gain, shift: 0 }).weights;

/** An order of n things, drawn once. */
export function orderOf(n: number): number[] {
  const source = random(7);
  const keys = Array.from({ length: n }, () => source.uniform());
  return keys.map((_, i) => i).sort((a, b) => keys[a]! - keys[b]!);
}

/** Things that were computed in another order, each at its own place again. */
export function putBack<T>(found: readonly T[], order: readonly number[]): T[] {
  const own: T[] = [];
  order.forEach((place, i) => (own[place] = found[i]!));
  return own;
}

export const furthest = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((most, x, i) => Math.max(most, Math.abs(x - (b[i] ?? 0))), 0);
