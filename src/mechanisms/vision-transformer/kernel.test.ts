import {
  memory,
  mul,
  ones,
  reshape,
  tensor,
  tensor4d,
  tensor5d,
  tidy,
  zeros,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { conv2d } from '../../math/conv.ts';
import { linear } from '../../math/linear.ts';
import { random, randomMatrix } from '../../math/random.ts';
import { matrix, toMatrix, type Matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { encoderLayer } from '../transformer/kernel.ts';
import { expectClose, forAll, numbers, permutation, permuted, times } from '../testing.ts';
import { patchRows, rollout, visionTransformer } from './kernel.ts';
import rolled from './rollout.json' with { type: 'json' };
import vectors from './vectors.json' with { type: 'json' };

const size = 6;
const heads = 2;

/** Random parameters for four patches of 2 × 2 pixels; `values` multiplies W_V. */
function drawn(seed: number, { layers = 2, values = 1 } = {}) {
  const source = random(seed);
  const draw = (rows: number, columns: number, gain = 1) =>
    mul(matrix(randomMatrix(rows, columns, source)), gain / Math.sqrt(columns));
  const layer = () => ({
    self: { wq: draw(size, size), wk: draw(size, size), wv: draw(size, size, values), wo: draw(size, size) },
    selfNorm: {},
    feed: { w1: draw(2 * size, size), w2: draw(size, 2 * size) },
    feedNorm: {},
  });
  return {
    wE: draw(size, 12),
    classToken: reshape(draw(1, size), [size]),
    positions: draw(5, size),
    layers: Array.from({ length: layers }, layer),
  };
}

/** Four patches of 2 × 2 pixels and three channels: patches (4, 12) as a picture (3, 4, 4). */
function pictureOf(patches: Matrix): Tensor {
  const image = zeros([3, 4, 4]).arraySync() as number[][][];
  patches.forEach((patch, k) =>
    patch.forEach((value, i) => {
      const [channel, row, column] = [Math.floor(i / 4), Math.floor((i % 4) / 2), i % 2];
      image[channel]![Math.floor(k / 2) * 2 + row]![(k % 2) * 2 + column] = value;
    }),
  );
  return tensor(image);
}

interface Version {
  readonly positions?: boolean;
  readonly pool?: 'class' | 'mean';
  readonly normFirst?: boolean;
}

function run(patches: Matrix, { positions = false, ...options }: Version = {}) {
  return tidy(() => {
    const { positions: learned, ...rest } = drawn(1);
    const parameters = positions ? { ...rest, positions: learned } : rest;
    const trace = visionTransformer(pictureOf(patches), parameters, { patch: 2, heads, ...options });
    return { output: toMatrix(trace.output), summary: trace.summary.arraySync() as number[] };
  });
}

describe('against the reference, which has PyTorch’s own layers', () => {
  it.each(runVectors(visionTransformer, vectors as unknown as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );

  it.each(runVectors((weights: Tensor) => ({ rollout: rollout(weights) }), rolled as unknown as Vectors))(
    'rolls out as the reference: $case',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('patches', () => {
  it('are read row by row, channel after channel', () => {
    forAll(numbers(4, 12), (patches) => expectClose(toMatrix(patchRows(pictureOf(patches), 2)), patches));
  });

  it('are projected as by a convolution whose stride is the size of its kernel', () => {
    forAll(numbers(4, 12), numbers(5, 12), (patches, w) => {
      const image = pictureOf(patches);
      const maps = conv2d(image, reshape(matrix(w), [5, 3, 2, 2]), { stride: 2 }); // (5, 2, 2)
      const want = toMatrix(reshape(maps, [5, 4]));
      const got = toMatrix(linear(patchRows(image, 2), matrix(w)));
      expectClose(
        got[0]!.map((_, j) => got.map((row) => row[j]!)),
        want,
      );
    });
  });

  it('must fill the picture', () => {
    expect(() => patchRows(ones([3, 4, 6]), 4)).toThrow('invalid patch: 4 does not divide');
    expect(() => patchRows(ones([3, 4, 6]), 0)).toThrow('invalid patch');
    expect(() => patchRows(ones([4, 4]), 2)).toThrow('invalid patch');
  });
});

describe.each([true, false])('properties with normFirst: %s', (normFirst) => {
  it('moves the outputs with the patches, and not the summary, where no positions are added', () => {
    forAll(numbers(4, 12), permutation(4), (patches, order) => {
      const [plain, moved] = [run(patches, { normFirst }), run(permuted(patches, order), { normFirst })];
      expectClose(moved.output.slice(1), permuted(plain.output.slice(1), order), 1e-4);
      expectClose([moved.summary], [plain.summary], 1e-4);
    });
  });

  it('knows the places where positions are added', () => {
    const patches = randomMatrix(4, 12, 5);
    const [plain, moved] = [patches, permuted(patches, [1, 0, 2, 3])].map((one) =>
      run(one, { normFirst, positions: true }),
    );
    expect(Math.abs(plain!.summary[0]! - moved!.summary[0]!)).toBeGreaterThan(1e-3);
  });

  it('gives the mean of the patches, without the class token', () => {
    const { output, summary } = run(randomMatrix(4, 12, 6), { normFirst, pool: 'mean' });
    expectClose(
      [summary],
      [output[0]!.map((_, j) => output.slice(1).reduce((sum, row) => sum + row[j]! / 4, 0))],
    );
  });

  it('takes a batch as its pictures, one by one', () => {
    const one = pictureOf(randomMatrix(4, 12, 7));
    const other = pictureOf(randomMatrix(4, 12, 8));
    const both = tensor5d([...one.dataSync(), ...other.dataSync()], [2, 1, 3, 4, 4]);
    const parameters = drawn(1);
    const of = (image: Tensor): number[][] =>
      toMatrix(
        reshape(visionTransformer(image, parameters, { patch: 2, heads, normFirst }).summary, [-1, size]),
      );
    expectClose(of(both), [...of(one), ...of(other)], 1e-4);
  });
});

it('is the encoder of a Transformer on tokens: its last layer gives the same', () => {
  const image = pictureOf(randomMatrix(4, 12, 9));
  const parameters = drawn(2, { layers: 1 });
  const { tokens, weights } = visionTransformer(image, parameters, { patch: 2, heads });
  const { selfWeights } = encoderLayer(tokens, parameters.layers[0]!, { heads, normFirst: true, eps: 1e-6 });
  expect(Array.from(weights.dataSync())).toEqual(Array.from(selfWeights.dataSync()));
});

describe('rollout', () => {
  it('has rows that sum to 1, and is half the mean of the heads and half the identity for one layer', () => {
    const weights = tensor4d([0.2, 0.8, 1, 0, 0.6, 0.4, 0, 1], [1, 2, 2, 2]);
    expectClose(toMatrix(reshape(rollout(weights), [2, 2])), [
      [0.7, 0.3],
      [0.25, 0.75],
    ]);
  });

  it('multiplies a later layer from the left', () => {
    forAll(numbers(3, 3), numbers(3, 3), (a, b) => {
      const shares = (m: Matrix) =>
        m.map((row) => row.map((x) => (x + 4) / row.reduce((sum, y) => sum + y + 4, 0)));
      const [one, two] = [shares(a), shares(b)];
      const half = (m: Matrix) => m.map((row, i) => row.map((x, j) => (x + (i === j ? 1 : 0)) / 2));
      const both = rollout(tensor4d([...one.flat(), ...two.flat()], [2, 1, 3, 3])).arraySync() as Matrix[];
      expectClose(both[1]!, times(half(two), half(one)));
    });
  });

  it('knows nothing of the values: without them the output ignores the picture, and the rollout does not', () => {
    const of = (patches: Matrix) =>
      tidy(() => {
        const { weights, summary } = visionTransformer(pictureOf(patches), drawn(1, { values: 0 }), {
          patch: 2,
          heads,
        });
        return {
          summary: summary.arraySync() as number[],
          first: (rollout(weights).arraySync() as Matrix[])[1]![0]!,
        };
      });
    const bright = of(randomMatrix(4, 12, 10));
    const source = random(11);
    const other = of(Array.from({ length: 4 }, () => Array.from({ length: 12 }, () => source.uniform())));
    expect(bright.summary).toEqual(other.summary);
    expect(bright.first).not.toEqual(other.first);
  });
});

describe('regimes', () => {
  const parameters = drawn(1);

  it('is finite for a picture of one colour, and for huge numbers', () => {
    for (const image of [ones([3, 4, 4]), zeros([3, 4, 4]), tensor(Array(48).fill(1e10), [3, 4, 4])]) {
      const { output } = visionTransformer(image, parameters, { patch: 2, heads });
      expect(output.dataSync().every(Number.isFinite)).toBe(true);
    }
  });

  it('makes NaN of NaN', () => {
    const image = tensor(Array(48).fill(1).fill(Number.NaN, 0, 1), [3, 4, 4]);
    expect(
      visionTransformer(image, parameters, { patch: 2, heads }).summary.dataSync().some(Number.isFinite),
    ).toBe(false);
  });

  it('frees every tensor but those of its trace', () => {
    const image = ones([3, 4, 4]);
    const before = memory().numTensors;
    const trace = visionTransformer(image, parameters, { patch: 2, heads });
    expect(memory().numTensors).toBe(before + 6);
    const shares = rollout(trace.weights);
    expect(memory().numTensors).toBe(before + 7);
    [...Object.values(trace), shares].forEach((one) => one.dispose());
  });

  it('names a class token that is missing', () => {
    const { classToken: _, positions: __, ...rest } = parameters;
    expect(() => visionTransformer(ones([3, 4, 4]), rest, { patch: 2, heads, pool: 'class' })).toThrow(
      'classToken is missing',
    );
    expect(visionTransformer(ones([3, 4, 4]), rest, { patch: 2, heads }).output.shape).toEqual([4, size]);
  });
});
