import fc from 'fast-check';
import { memory, ones, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { positionsAfter } from '../../math/positions.ts';
import { randomMatrix } from '../../math/random.ts';
import { matrices, matrix, toMatrix, type Matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { scaledDotProductAttention } from '../scaled-dot-product/kernel.ts';
import { expectClose, forAll, numbers, permutation, permuted, sequence, times } from '../testing.ts';
import {
  positionalAttention,
  relativeAttention,
  sinusoidalEncoding,
  type Options,
  type Sinusoids,
} from './kernel.ts';
import vectors from './vectors.json' with { type: 'json' };

const encode = (positions: readonly number[], d: number, options?: Sinusoids): Matrix =>
  matrices(() => ({ encoding: sinusoidalEncoding(positions, d, options) })).encoding;

/** Attention of embeddings with projections from a seed. */
const attend = (x: Matrix, options?: Options) => {
  const d = x[0]!.length;
  return matrices(() => {
    const [wq, wk, wv] = [1, 2, 3].map((seed) => matrix(randomMatrix(d, d, seed))) as [
      Tensor,
      Tensor,
      Tensor,
    ];
    return positionalAttention(matrix(x), { wq, wk, wv }, options) as Required<
      ReturnType<typeof positionalAttention>
    >;
  });
};

const size = fc.integer({ min: 1, max: 6 });
const embeddings = fc.tuple(size, size).chain(([T, d]) => numbers(T, d));
const reordered = embeddings.chain((x) => fc.tuple(fc.constant(x), permutation(x.length)));

describe('against the reference', () => {
  it.each(runVectors(positionalAttention, vectors as unknown as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('sinusoids', () => {
  const even = fc.integer({ min: 1, max: 12 }).map((pairs) => 2 * pairs);
  const place = fc.integer({ min: 0, max: 5000 });
  const base = fc.integer({ min: 2, max: 100_000 });

  it('are what the formula says, in the order of the paper', () => {
    const [[a, b, c, e] = []] = encode([3], 4);
    [a, b, c, e].forEach((x, i) =>
      expect(x).toBeCloseTo([Math.sin(3), Math.cos(3), Math.sin(0.03), Math.cos(0.03)][i]!, 6),
    );
    expect(encode([0], 5)).toEqual([[0, 1, 0, 1, 0]]);
  });

  it('have one length at every position, half of the features squared', () => {
    forAll(even, place, base, (d, p, b) => {
      const length = encode([p], d, { base: b })[0]!.reduce((sum, x) => sum + x * x, 0);
      expect(length).toBeCloseTo(d / 2, 4);
    });
  });

  it('have products that depend on the distance only, and on its size only', () => {
    forAll(even, place, place, fc.integer({ min: -50, max: 50 }), (d, p, q, distance) => {
      const rows = encode([p, p + distance, q, q + distance, q - distance], d);
      const dot = (i: number, j: number) => rows[i]!.reduce((sum, x, c) => sum + x * rows[j]![c]!, 0);
      expect(dot(0, 1)).toBeCloseTo(dot(2, 3), 3);
      expect(dot(2, 4)).toBeCloseTo(dot(2, 3), 3);
    });
  });

  it('are turned by a shift: one linear map takes every position to the one that lies as far on', () => {
    forAll(even, fc.integer({ min: 0, max: 40 }), (d, shift) => {
      const turn: Matrix = Array.from({ length: d }, () => Array.from({ length: d }, () => 0));
      for (let i = 0; i < d; i += 2) {
        const angle = shift * 10000 ** (-i / d);
        turn[i]![i] = turn[i + 1]![i + 1] = Math.cos(angle);
        turn[i + 1]![i] = Math.sin(angle);
        turn[i]![i + 1] = -Math.sin(angle);
      }
      expectClose(times(encode([0, 1, 7, 30], d), turn), encode([0, 1, 7, 30].map((p) => p + shift), d)); // prettier-ignore
    });
  });

  it('in halves are the same columns in another order', () => {
    forAll(fc.integer({ min: 1, max: 13 }), place, (d, p) => {
      for (const spacing of ['paper', 'tensor2tensor'] as const) {
        const [pairs] = encode([p], d, { spacing });
        const [halves] = encode([p], d, { spacing, layout: 'halves' });
        expect(halves!.toSorted()).toEqual(pairs!.toSorted());
      }
    });
  });

  it('of tensor2tensor end at a rate of one over the base, and in zeros when d is odd', () => {
    const [row] = encode([100], 7, { spacing: 'tensor2tensor', layout: 'halves' });
    expect(row![2]).toBeCloseTo(Math.sin(0.01), 6);
    expect(row![6]).toBe(0);
    expect(encode([0], 3)).toEqual([[0, 1, 0]]);
  });
});

describe('order', () => {
  it('is invisible when nothing tells it: permuted words have the same outputs, permuted', () => {
    forAll(reordered, ([x, order]) => {
      const [before, after] = [x, permuted(x, order)].map(
        (rows) => attend(rows, { encoding: 'none' }).output,
      );
      expectClose(after!, permuted(before!, order), 1e-4);
    });
  });

  it('is seen with sinusoids, with learned vectors, and with vectors for distances', () => {
    const x = [[1, 0], [0, 1], [1, 1]]; // prettier-ignore
    const table = tensor([[1, 0], [0, 0], [0, 1]]) as Tensor; // prettier-ignore
    const ways: Options[] = [
      {},
      { encoding: table },
      { encoding: 'none', relativeKeys: table },
      { encoding: 'none', relativeValues: table },
    ];
    for (const options of ways) {
      const [forward, backward] = [attend(x, options), attend(x.toReversed(), options)];
      expect(Math.abs(forward.output[0]![0]! - backward.output[2]![0]!)).toBeGreaterThan(0.001);
    }
    table.dispose();
  });

  it('of distances is the same for a sequence that begins elsewhere; that of sinusoids is not', () => {
    const [x, rest] = [randomMatrix(3, 4, 1), randomMatrix(1, 4, 2)];
    const relativeKeys = matrix(randomMatrix(5, 4, 3));
    const scores = (rows: Matrix, options: Options) => attend(rows, options).scores;
    const late = scores([...rest, ...x], { encoding: 'none', relativeKeys });
    expectClose(late.slice(1).map((row) => row.slice(1)), scores(x, { encoding: 'none', relativeKeys })); // prettier-ignore
    const [here, there] = [attend(x).scores, attend(x, { past: 9 }).scores];
    expect(Math.abs(here[0]![1]! - there[0]![1]!)).toBeGreaterThan(0.01);
    relativeKeys.dispose();
  });
});

describe('distances', () => {
  it('without vectors are plain scaled dot-product attention', () => {
    forAll(sequence, ({ q, k, v }) => {
      const [got, want] = [relativeAttention, scaledDotProductAttention].map(
        (kernel) => matrices(() => kernel(matrix(q), matrix(k), matrix(v))).output,
      );
      expect(got).toEqual(want);
    });
  });

  it('beyond the clip look the same', () => {
    const q = Array.from({ length: 6 }, () => [1, 1]);
    const zeros = q.map(() => [0, 0]);
    const { relative = [] } = matrices(
      () =>
        relativeAttention(matrix(q), matrix(zeros), matrix(zeros), {
          relativeKeys: matrix(randomMatrix(5, 2, 4)),
        }) as { relative: Tensor },
    );
    expect(new Set(relative[0]!.slice(2)).size).toBe(1);
    expect(new Set(relative[0]!.slice(0, 3)).size).toBe(3);
  });

  it('are counted from the past with a cache', () => {
    const [q, k] = [randomMatrix(4, 2, 1), randomMatrix(4, 2, 2)];
    const relativeKeys = matrix(randomMatrix(3, 2, 3));
    const run = (queries: Matrix, past: number) =>
      matrices(() =>
        relativeAttention(matrix(queries), matrix(k), matrix(k), { relativeKeys, past, causal: true }),
      ).output;
    expectClose(run(q.slice(2), 2), run(q, 0).slice(2));
    relativeKeys.dispose();
  });
});

describe('regimes', () => {
  it('gives one token all the weight, and NaN for NaN', () => {
    expect(attend([[3, -1]]).weights).toEqual([[1]]);
    expect(attend([[NaN, 1], [0, 1]]).output[1]).toEqual([NaN, NaN]); // prettier-ignore
  });

  it('frees every tensor but those of its trace', () => {
    const x = ones([3, 2]);
    const relativeKeys = ones([3, 2]);
    const w = ones([2, 2]);
    const before = memory().numTensors;
    const trace = positionalAttention(
      x,
      { wq: w, wk: w, wv: w },
      { relativeKeys, relativeValues: relativeKeys },
    );
    expect(memory().numTensors).toBe(before + Object.keys(trace).length);
    Object.values(trace).forEach((one) => one.dispose());
    toMatrix(x);
  });
});

describe('errors', () => {
  const w = () => ({ wq: ones([2, 2]), wk: ones([2, 2]), wv: ones([2, 2]) });

  it('names what does not fit', () => {
    expect(() => sinusoidalEncoding([0], 0)).toThrow('invalid d: 0');
    expect(() => sinusoidalEncoding(positionsAfter(0, 2), 1.5)).toThrow('invalid d: 1.5');
    expect(() => positionalAttention(ones([3, 2]), w(), { encoding: ones([4, 2]) })).toThrow(
      'invalid shapes: encoding is [4, 2], embeddings are [3, 2]',
    );
    expect(() => positionalAttention(ones([3, 2]), w(), { relativeKeys: ones([4, 2]) })).toThrow(
      'invalid shapes: vectors of distances are [4, 2]: they must be [2c + 1, …]',
    );
  });
});
