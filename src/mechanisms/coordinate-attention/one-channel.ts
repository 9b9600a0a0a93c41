// The smallest coordinate attention, to be checked by hand: one channel of 8 × 8 places, and gates that open for bright strips.
import { reshape, tensor1d } from '@tensorflow/tfjs-core';
import { featureMap } from '../../math/feature-map.ts';
import { matrices, matrix as tensor, type Matrix } from '../../math/tensor.ts';
import { channelAttention } from '../channel-attention/kernel.ts';
import type { Plain } from './parameters.ts';

/** Rows and columns. */
export const side = 8;

/** A strip with one bright place has the mean 1/8. It becomes 48/8 − 3 = 3, and its gate σ(2·3 − 3) = σ(3); a dark one σ(−3). */
export const oneChannel: Plain = {
  ...{ w1: [[48]], b1: [0], norm: { gamma: [1], beta: [-3], mean: [0], variance: [1] } },
  ...{ wh: [[2]], bh: [-3], ww: [[2]], bw: [-3] },
};

interface Light {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** A dark plane with a few bright places; rows and columns count from 1. */
export function planeWith(lights: readonly Light[]): Matrix {
  const plane = Array.from({ length: side }, () => Array<number>(side).fill(0));
  for (const { row, column, value } of lights) {
    const line = plane[row - 1] ?? [];
    line[column - 1] = Math.max(line[column - 1] ?? 0, value);
  }
  return plane;
}

/** Squeeze-and-excitation of the same channel: one bright place among 64 gives σ(2·relu(64/64) − 1) = σ(1). */
export function squeeze(plane: Matrix): { mean: number; gate: number } {
  const { descriptor, gates } = matrices(() => {
    const parameters = { w1: tensor([[64]]), w2: tensor([[2]]), b2: tensor1d([-1]) };
    const trace = channelAttention(featureMap([plane]), parameters);
    return { descriptor: reshape(trace.descriptor, [1, 1]), gates: reshape(trace.gates, [1, 1]) };
  });
  return { mean: descriptor[0]?.[0] ?? Number.NaN, gate: gates[0]?.[0] ?? Number.NaN };
}
