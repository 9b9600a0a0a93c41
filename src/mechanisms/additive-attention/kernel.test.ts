import fc from 'fast-check';
import { cast, memory, ones, tensor2d, tensor3d, zeros, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { linear } from '../../math/linear.ts';
import { matrices, matrix, type Matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { scoredAttention } from '../scoring-functions/kernel.ts';
import { expectClose, forAll, numbers, permutation, permuted } from '../testing.ts';
import { additiveAttention, type Options } from './kernel.ts';
import vectors from './vectors.json' with { type: 'json' };

interface Plain {
  readonly s: Matrix;
  readonly h: Matrix;
  readonly wa: Matrix;
  readonly ua: Matrix;
  readonly va: Matrix;
}

const tensors = ({ wa, ua, va }: Plain) => ({ wa: matrix(wa), ua: matrix(ua), va: matrix(va) });

/** Scores, weights and output; the hidden layer has too many axes for a matrix. */
const attend = (plain: Plain, options: Partial<Options> = {}) =>
  matrices(() => {
    const { scores, weights, output } = additiveAttention(matrix(plain.s), matrix(plain.h), {
      ...tensors(plain),
      ...options,
    });
    return { scores, weights, output };
  });

const size = fc.integer({ min: 1, max: 5 });

/** T states of N features, S annotations of M, A hidden units. */
const inputs = fc.tuple(size, size, size, size, size).chain(([T, S, N, M, A]) =>
  fc.record({
    s: numbers(T, N),
    h: numbers(S, M),
    wa: numbers(A, N),
    ua: numbers(A, M),
    va: numbers(1, A),
  }),
);

const one: Plain = {
  s: [[1, 1]],
  h: [[1, 2], [3, 4], [5, 6]],
  wa: [[1, 0], [0, 1]],
  ua: [[1, 0], [0, -1]],
  va: [[2, 3]],
}; // prettier-ignore

describe('against the reference', () => {
  it.each(runVectors(additiveAttention, vectors as unknown as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('properties', () => {
  it('gives weights that sum to one, and scores within ±‖v_a‖₁', () => {
    forAll(inputs, (plain) => {
      const { scores, weights } = attend(plain);
      const bound = plain.va[0]!.reduce((sum, v) => sum + Math.abs(v), 0);
      for (const row of weights) expect(row.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 5);
      for (const score of scores.flat()) expect(Math.abs(score)).toBeLessThanOrEqual(bound + 1e-5);
    });
  });

  it('lets no two weights of a row differ by more than the factor exp(2‖v_a‖₁)', () => {
    forAll(inputs, (plain) => {
      const bound = Math.exp(2 * plain.va[0]!.reduce((sum, v) => sum + Math.abs(v), 0));
      for (const row of attend(plain).weights)
        expect(Math.max(...row)).toBeLessThanOrEqual(bound * Math.min(...row) * (1 + 1e-4) + 1e-6);
    });
  });

  it('reads the same whatever the order of the annotations', () => {
    forAll(
      inputs.chain((plain) => fc.tuple(fc.constant(plain), permutation(plain.h.length))),
      ([plain, order]) => {
        const { weights, output } = attend(plain);
        const shuffled = attend({ ...plain, h: permuted(plain.h, order) });
        expectClose(
          shuffled.weights,
          weights.map((row) => permuted(row, order)),
        );
        expectClose(shuffled.output, output);
      },
    );
  });

  it('gives a context between its annotations', () => {
    forAll(inputs, (plain) => {
      for (const row of attend(plain).output) {
        row.forEach((x, m) => {
          const column = plain.h.map((annotation) => annotation[m]!);
          expect(x).toBeGreaterThanOrEqual(Math.min(...column) - 1e-5);
          expect(x).toBeLessThanOrEqual(Math.max(...column) + 1e-5);
        });
      }
    });
  });

  it('does not care when U_a h was computed', () => {
    forAll(inputs, (plain) => {
      const keys = linear(matrix(plain.h), matrix(plain.ua));
      expect(attend(plain, { keys })).toEqual(attend(plain));
    });
  });

  it('is the additive score of the scoring functions', () => {
    forAll(inputs, (plain) => {
      const { hidden: _, ...want } = scoredAttention(matrix(plain.s), matrix(plain.h), matrix(plain.h), {
        kind: 'additive',
        ...tensors(plain),
      });
      const { scores, weights, output } = matrices(() => want as Record<string, Tensor>);
      expect(attend(plain)).toEqual({ scores, weights, output });
    });
  });

  it('treats a batch as a loop over its entries', () => {
    forAll(inputs, (plain) => {
      const two = [plain.s, plain.s.map((row) => row.map((x) => x + 1))];
      const { weights } = additiveAttention(tensor3d(two), tensor3d([plain.h, plain.h]), tensors(plain));
      (weights.arraySync() as Matrix[]).forEach((got, i) =>
        expectClose(got, attend({ ...plain, s: two[i]! }).weights),
      );
    });
  });
});

describe('regimes', () => {
  it('saturates: long vectors score v_a times signs', () => {
    const { scores } = attend({ ...one, s: [[1e6, -1e6]], h: [[1, 1], [1e7, 1], [1, -1e7]] }); // prettier-ignore
    expect(scores).toEqual([[-1, -1, 5]]);
  });

  it('gives a row with everything masked zero weights and a zero context', () => {
    const mask = tensor2d([[0, 0, 0]], [1, 3], 'bool');
    expect(attend(one, { mask })).toMatchObject({ weights: [[0, 0, 0]], output: [[0, 0]] });
  });

  it('makes NaN of a NaN in a state, and of one in an annotation that may be read', () => {
    expect(attend({ ...one, s: [[NaN, 0]] }).output).toEqual([[NaN, NaN]]); // prettier-ignore
    expect(attend({ ...one, h: [[1, NaN], [0, 0]] }).weights).toEqual([[NaN, NaN]]); // prettier-ignore
  });

  it('frees every tensor but those of its trace, and leaves the keys that it is given', () => {
    const [s, h, keys] = [matrix(one.s), matrix(one.h), zeros([3, 2])];
    const parameters = tensors(one);
    const before = memory().numTensors;
    for (const options of [parameters, { ...parameters, keys }]) {
      const trace = additiveAttention(s, h, options);
      expect(memory().numTensors - before).toBe(6);
      Object.values(trace).forEach((tensor) => tensor.dispose());
    }
    expect(keys.isDisposed).toBe(false);
  });
});

describe('errors', () => {
  const of = (...shape: number[]) => ones(shape);
  const call = (change: Partial<Record<'s' | 'h' | keyof Options, Tensor>>) => () => {
    const all = { s: of(1, 2), h: of(3, 4), wa: of(5, 2), ua: of(5, 4), va: of(1, 5), ...change };
    return additiveAttention(all.s, all.h, all);
  };

  it('names what does not fit', () => {
    expect(call({ s: of(1, 3) })).toThrow('N is 3 in s and 2 in wa');
    expect(call({ h: of(3, 2) })).toThrow('M is 2 in h and 4 in ua');
    expect(call({ va: of(1, 2) })).toThrow('A is 5 in wa and 2 in va');
    expect(call({ ba: of(2) })).toThrow('a linear layer needs');
    expect(call({ keys: of(2, 5) })).toThrow('S is 3 in h and 2 in keys');
    expect(call({ mask: cast(of(1, 2), 'bool') })).toThrow(
      'invalid shapes: mask is [1, 2], scores are [1, 3]: ',
    );
  });
});
