// The work of a large picture in slices: its features by tiles, then the weights by blocks of rows, of which one row is kept.
import { matMul, ones, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { features } from '../../math/filter-bank.ts';
import { linear } from '../../math/linear.ts';
import { matrix } from '../../math/tensor.ts';
import { channels, embeddings, inner, positions, type Compared } from './inputs.ts';
import { pairwiseWeights } from './kernel.ts';

/** Pixels to a position, and positions on a side of a tile, without the one around it that is thrown away. */
export const stride = 8;
const tile = 8;
/** Rows of weights that are computed between two reports of progress. */
const block = 16;
/** The share of the work that features take. */
const begun = 0.2;

/**
 * The features of a picture, tile by tile: what `features` gives for the whole, with its progress.
 *
 * @param pixels side × side of red, green and blue; the side is a multiple of 64
 * @returns (channels, side / 8, side / 8)
 */
export function* featuresByTiles(pixels: Float32Array, side: number): Generator<number, Float32Array> {
  const grid = side / stride;
  const result = new Float32Array(channels * grid * grid);
  const [reach, wide] = [stride, stride * (tile + 2)];
  const piece = new Float32Array(3 * wide * wide);
  for (let top = 0; top < grid; top += tile) {
    for (let left = 0; left < grid; left += tile) {
      for (let i = 0; i < wide; i += 1) {
        const y = Math.min(side - 1, Math.max(0, top * stride - reach + i));
        for (let j = 0; j < wide; j += 1) {
          const x = Math.min(side - 1, Math.max(0, left * stride - reach + j));
          for (let color = 0; color < 3; color += 1)
            piece[3 * (i * wide + j) + color] = pixels[3 * (y * side + x) + color] ?? 0;
        }
      }
      const own = features(piece.slice(), wide, tile + 2);
      for (let c = 0; c < channels; c += 1)
        for (let i = 0; i < tile; i += 1)
          for (let j = 0; j < tile; j += 1)
            result[c * grid * grid + (top + i) * grid + left + j] =
              own[c * (tile + 2) ** 2 + (i + 1) * (tile + 2) + j + 1] ?? 0;
      yield (begun * (top * grid + (left + tile) * tile)) / (grid * grid);
    }
  }
  return result;
}

export interface Whole {
  /** θ and φ of every position, (N, D). */
  readonly theta: Float32Array;
  readonly phi: Float32Array;
  /** What all positions together take from each, divided by an even share: mean 1. */
  readonly received: Float32Array;
}

/** All N × N weights of standardized features (channels, N), block by block; none is kept. */
export function* attendAll(x: Float32Array, compared: Compared, gain: number): Generator<number, Whole> {
  const N = x.length / channels;
  const { theta, phi } = embed(x, compared, gain);
  const received = new Float32Array(N);
  for (let first = 0; first < N; first += block) {
    const count = Math.min(block, N - first);
    tidy(() => {
      const weights = weightsOf(theta, phi, first, count);
      const taken = matMul(ones([1, count]), weights).dataSync(); // the sum of each column of the block
      for (let j = 0; j < N; j += 1) received[j] = (received[j] ?? 0) + (taken[j] ?? 0);
    });
    yield begun + ((1 - begun) * (first + count)) / N;
  }
  return { theta, phi, received };
}

function embed(x: Float32Array, compared: Compared, gain: number): Pick<Whole, 'theta' | 'phi'> {
  // The scale of the scores is in θ: dividing N vectors is less than dividing N × N scores.
  const { wTheta, wPhi } = embeddings(compared, gain / Math.sqrt(inner));
  const N = x.length / channels;
  const read = (w: number[][]): Float32Array =>
    tidy(() => linear(tensor2d(positions(x), [N, channels]), matrix(w)).dataSync() as Float32Array).slice();
  return { theta: read(wTheta), phi: read(wPhi) };
}

/** Some rows of the weights: (count, N). */
function weightsOf(theta: Float32Array, phi: Float32Array, first: number, count: number) {
  const queries = tensor2d(theta.subarray(first * inner, (first + count) * inner), [count, inner]);
  const keys = tensor2d(phi, [phi.length / inner, inner]);
  return pairwiseWeights(queries, keys, {}, {}).weights;
}

/** The row of one position, computed anew. */
export const oneRow = ({ theta, phi }: Whole, at: number): Float32Array =>
  tidy(() => weightsOf(theta, phi, at, 1).dataSync() as Float32Array).slice();
