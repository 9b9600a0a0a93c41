// A small Vision Transformer with random parameters, and the sizes that it shares with the constructed one.
import { div, mul, tensor1d, type Tensor } from '@tensorflow/tfjs-core';
import { random, randomMatrix, type Random } from '../../math/random.ts';
import { matrix } from '../../math/tensor.ts';
import type { LayerParameters } from '../transformer/kernel.ts';
import type { Parameters } from './kernel.ts';

/** Heads of both models. */
export const heads = 2;
/** Features of the constructed one before they are doubled: three of colour, four of position, one that is the class token's. */
export const kinds = 8;
export const features = 2 * kinds;

export interface Built {
  readonly grid: number;
  readonly patch: number;
  readonly layers: number;
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
