// The model of the walk: four features, one head, one layer, and every parameter chosen by hand.
import { mul, reshape, tensor1d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { featureMap } from '../../math/feature-map.ts';
import { linear } from '../../math/linear.ts';
import { layerNorm } from '../../math/norm.ts';
import { matrix as tensor, type Matrix } from '../../math/tensor.ts';
import { scaledDotProductAttention } from '../scaled-dot-product/kernel.ts';
import { visionTransformer } from './kernel.ts';
import type { Choices } from './trace.ts';

const E = 4;
/** What the projection measures in a patch of 2 × 2 pixels: how bright it is, and three differences. */
const pairs: Matrix = [
  [1, 1, 1, 1],
  [1, -1, 1, -1],
  [1, 1, -1, -1],
  [1, -1, -1, 1],
].map((row) => row.map((x) => x / 2));
const single: Matrix = [[1], [0], [0], [0]];
const asks: Matrix = [[0, 1, 1, 0]];
const identity = (gain: number): Matrix =>
  Array.from({ length: E }, (_, i) => Array.from({ length: E }, (__, j) => (i === j ? gain : 0)));

/** One vector for each token; the class token's is 0. Row and column of a patch stand in two features. */
function positionsOf(across: number): Matrix {
  const at = (i: number): number => (i / Math.max(1, across - 1) - 0.5) / 2;
  const all = Array.from({ length: across * across }, (_, i) => [
    0,
    at(i % across),
    at(Math.floor(i / across)),
    0,
  ]);
  return [[0, 0, 0, 0], ...all];
}

/** Every matrix of the walk, by its name. */
export function traceOf(x: Matrix, P: number, given: Choices, gain: number): Record<string, Matrix> {
  return tidy(() => {
    const positions = positionsOf(x.length / P);
    const wE = P === 2 ? pairs : single;
    const self = {
      wq: tensor(identity(gain)),
      wk: tensor(identity(1)),
      wv: tensor(identity(1)),
      wo: tensor(identity(1)),
    };
    const trace = visionTransformer(
      featureMap([x]),
      {
        wE: tensor(wE),
        classToken: tensor1d(asks[0] ?? []),
        ...(given.positions && { positions: tensor(positions) }),
        layers: [
          {
            self,
            selfNorm: {},
            feed: { w1: mul(tensor(identity(1)), 0), w2: mul(tensor(identity(1)), 0) },
            feedNorm: {},
          },
        ],
      },
      { patch: P, heads: 1, pool: given.pool },
    );
    // The same attention once more, for its scores.
    const at = layerNorm(trace.tokens, undefined, undefined, { eps: 1e-6 });
    const inside = scaledDotProductAttention(linear(at, self.wq), at, at);
    const T = trace.tokens.shape[0] ?? 0;
    const all: Record<string, Tensor> = {
      ...trace,
      weights: reshape(trace.weights, [T, T]),
      summary: reshape(trace.summary, [1, E]),
      selfInput: at,
      scores: inside.scores,
      attended: inside.output,
    };
    const read = Object.entries(all).map(([name, one]) => [name, one.arraySync() as Matrix]);
    return { ...Object.fromEntries(read), wE, classToken: asks, positions } as Record<string, Matrix>;
  });
}
