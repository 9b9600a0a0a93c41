import fc from 'fast-check';
import { cast, memory as held, ones, tensor2d, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { matrices, matrix, type Matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { scoredAttention } from '../scoring-functions/kernel.ts';
import { expectClose, forAll, numbers, permutation, permuted } from '../testing.ts';
import { multiplicativeAttention, type Options } from './kernel.ts';
import vectors from './vectors.json' with { type: 'json' };

const attend = (h: Matrix, memory: Matrix, options: Options = {}) =>
  matrices(() => {
    const { hidden: _, ...rest } = multiplicativeAttention(matrix(h), matrix(memory), options);
    return rest as Record<'scores' | 'weights' | 'output', Tensor> & Record<string, Tensor>;
  });

const size = fc.integer({ min: 1, max: 6 });
const inputs = fc.tuple(size, size, size).chain(([T, S, N]) =>
  fc.record({
    h: numbers(T, N),
    memory: numbers(S, N),
    wa: numbers(N, N),
    joined: numbers(2, 2 * N),
    va: numbers(1, 2),
    wp: numbers(2, N),
    vp: numbers(1, 2),
    D: fc.integer({ min: 1, max: 4 }),
  }),
);

type Inputs = typeof inputs extends fc.Arbitrary<infer A> ? A : never;

/** The options of each score. */
const scores: Record<string, (m: Inputs) => Options> = {
  dot: () => ({}),
  general: ({ wa }) => ({ score: 'general', wa: matrix(wa) }),
  concat: ({ joined, va }) => ({ score: 'concat', wa: matrix(joined), va: matrix(va) }),
};

const place = ({ wp, vp, D }: Inputs): Options => ({
  reach: 'local-p',
  wp: matrix(wp),
  vp: matrix(vp),
  D,
});
const total = (row: readonly number[]): number => row.reduce((sum, x) => sum + x, 0);

describe('against the reference', () => {
  it.each(runVectors(multiplicativeAttention, vectors as unknown as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe.each(Object.entries(scores))('properties with %s', (name, optionsOf) => {
  it('gives rows that sum to one over all words', () => {
    forAll(inputs, (m) => {
      for (const row of attend(m.h, m.memory, optionsOf(m)).weights) expect(total(row)).toBeCloseTo(1, 5);
    });
  });

  it('reads the same whatever the order of the source, over all words', () => {
    forAll(
      inputs.chain((m) => fc.tuple(fc.constant(m), permutation(m.memory.length))),
      ([m, order]) => {
        const { weights, output } = attend(m.h, m.memory, optionsOf(m));
        const shuffled = attend(m.h, permuted(m.memory, order), optionsOf(m));
        expectClose(
          shuffled.weights,
          weights.map((row) => permuted(row, order)),
        );
        expectClose(shuffled.output, output);
      },
    );
  });

  it('has the weights of the scoring functions, and in a wide window as well', () => {
    forAll(inputs, (m) => {
      const { score: _, ...parameters } = optionsOf(m);
      const kind = name === 'concat' ? 'additive' : (name as 'dot' | 'general');
      const want = matrices(() => {
        const { weights } = scoredAttention(matrix(m.h), matrix(m.memory), matrix(m.memory), {
          kind,
          ...parameters,
        });
        return { weights };
      });
      expect(attend(m.h, m.memory, optionsOf(m)).weights).toEqual(want.weights);
      const wide = attend(m.h, m.memory, { ...optionsOf(m), reach: 'local-m', D: 99 });
      expect(wide.weights).toEqual(want.weights);
    });
  });

  it('is zero outside its window, and sums to one inside, for local-m', () => {
    forAll(inputs, (m) => {
      const { weights } = attend(m.h, m.memory, { ...optionsOf(m), reach: 'local-m', D: m.D });
      weights.forEach((row, t) => {
        row.forEach((w, s) => {
          if (Math.abs(s - t) > m.D) expect(w).toBe(0);
        });
        expect(total(row)).toBeCloseTo(t - m.D < m.memory.length ? 1 : 0, 5);
      });
    });
  });

  it('looks inside the sentence, and never sums to more than one, for local-p', () => {
    forAll(inputs, (m) => {
      const { centers = [], weights } = attend(m.h, m.memory, { ...optionsOf(m), ...place(m) });
      weights.forEach((row, t) => {
        const p = centers[t]![0]!;
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(m.memory.length);
        expect(total(row)).toBeLessThanOrEqual(1 + 1e-5);
        row.forEach((w, s) => {
          if (Math.abs(s + 1 - p) > m.D + 1e-4) expect(w).toBe(0);
        });
      });
    });
  });

  it('has the same weights, up to a factor, wherever the softmax of local-p is taken', () => {
    forAll(inputs, (m) => {
      const options = { ...optionsOf(m), ...place(m), renormalize: true };
      const inside = attend(m.h, m.memory, options).weights;
      const cut = attend(m.h, m.memory, { ...options, over: 'all' }).weights;
      inside.forEach((row, t) => {
        // Where all of the window's shares of the whole underflow, there is nothing left to divide.
        if (total(cut[t]!) > 0.5) row.forEach((w, s) => expect(cut[t]![s]).toBeCloseTo(w, 3));
      });
    });
  });
});

describe('local-p', () => {
  const h = [[0], [5], [-5]];
  const memory = [[1], [2], [3], [4], [5]];
  const options = { reach: 'local-p', wp: matrix([[1]]), vp: matrix([[9]]), D: 2 } as const;

  it('looks at the middle with a state of zeros, and at the ends with large ones', () => {
    const { centers } = attend(h, memory, options);
    expect(centers![0]![0]).toBe(2.5);
    expect(centers![1]![0]).toBeCloseTo(5, 2);
    expect(centers![2]![0]).toBeCloseTo(0, 2);
  });

  it('has a Gaussian of half the window: 1 at the place, e⁻² at the edge', () => {
    const { gaussian } = attend([[0]], memory, { ...options, lengths: matrix([[6]]) });
    expect(gaussian![0]![2]).toBe(1);
    expect(gaussian![0]![0]).toBeCloseTo(Math.exp(-2), 6);
    expect(gaussian![0]![4]).toBeCloseTo(Math.exp(-2), 6);
  });

  it('renormalizes to one, or to nothing where the window is empty', () => {
    const { weights } = attend(h, memory, { ...options, D: 0.4, renormalize: true });
    expect(total(weights[0]!)).toBe(0);
    expect(total(weights[1]!)).toBeCloseTo(1, 6);
  });
});

describe('regimes', () => {
  const memory = [[1, 0], [0, 1], [-1, 1]]; // prettier-ignore
  const wide: Options = { wp: ones([2, 2]), vp: ones([1, 2]), D: 2 };
  const all: Options = { ...wide, wa: ones([2, 2]), wc: ones([2, 4]) };

  it.each(['global', 'local-m', 'local-p'] as const)('reads nothing where all is masked: %s', (reach) => {
    const mask = tensor2d([[0, 0, 0]], [1, 3], 'bool');
    for (const over of ['window', 'all'] as const) {
      const { weights, output } = attend([[1, 2]], memory, { ...all, reach, mask, over, renormalize: true });
      expect([weights, output]).toEqual([[[0, 0, 0]], [[0, 0]]]);
    }
  });

  it('reads nothing beyond the end for local-m, unless the last word is held on to', () => {
    const h = [[1, 0], [1, 0], [1, 0], [1, 0], [1, 0]]; // prettier-ignore
    expect(attend(h, memory, { reach: 'local-m', D: 1 }).weights[4]).toEqual([0, 0, 0]);
    expect(attend(h, memory, { reach: 'local-m', D: 0, clamp: true }).weights[4]).toEqual([0, 0, 1]);
  });

  it.each(['global', 'local-m', 'local-p'] as const)('makes NaN of a NaN in a state: %s', (reach) => {
    expect(attend([[NaN, 1]], memory, { ...wide, reach }).output).toEqual([[NaN, NaN]]);
  });

  it('gives one word all there is to give', () => {
    expect(attend([[3, 1]], [[1, 2]], {}).weights).toEqual([[1]]);
    expect(attend([[3, 1]], [[1, 2]], { reach: 'local-m', D: 0 }).weights).toEqual([[1]]);
  });

  it('frees every tensor but those of its trace', () => {
    const [h, source] = [matrix([[1, 2]]), matrix(memory)];
    for (const reach of ['global', 'local-m', 'local-p'] as const) {
      for (const score of ['dot', 'general'] as const) {
        for (const over of ['window', 'all'] as const) {
          const before = held().numTensors;
          const trace = multiplicativeAttention(h, source, { ...all, score, reach, over });
          expect(held().numTensors - before, reach).toBe(Object.keys(trace).length);
        }
      }
    }
  });
});

describe('errors', () => {
  const call =
    (options: Options, ...shape: number[]) =>
    () =>
      multiplicativeAttention(ones([2, 3]), ones(shape.length > 0 ? shape : [4, 3]), options);

  it('names what is missing or does not fit', () => {
    expect(call({}, 4, 2)).toThrow('D is 3 in q and 2 in k');
    expect(call({ score: 'general' })).toThrow('invalid parameters: general needs wa');
    expect(call({ reach: 'local-m' })).toThrow('invalid window: D is NaN');
    expect(call({ reach: 'local-m', D: -1 })).toThrow('invalid window: D is -1');
    expect(call({ reach: 'local-p', D: 2 })).toThrow('local-p needs wp and vp');
    const place = { reach: 'local-p', wp: ones([2, 3]), vp: ones([1, 2]) } as const;
    expect(call({ ...place, D: 0 })).toThrow('sigma is 0');
    expect(call({ ...place, D: 2, wp: ones([2, 4]) })).toThrow('a linear layer needs');
    expect(call({ wc: ones([3, 5]) })).toThrow('a linear layer needs');
    expect(call({ mask: cast(ones([1, 2]), 'bool') })).toThrow('invalid shapes: mask is [1, 2]');
  });
});
