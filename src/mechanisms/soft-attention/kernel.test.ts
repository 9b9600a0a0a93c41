import fc from 'fast-check';
import { memory, ones, tensor, tensor2d, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gradient } from '../../math/gradient.ts';
import { entropy } from '../../math/softmax.ts';
import { matrices, matrix, type Matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { expectClose, forAll, numbers, permutation, permuted } from '../testing.ts';
import { softAttention, type Options } from './kernel.ts';
import vectors from './vectors.json' with { type: 'json' };

const attend = (scores: Matrix, v: Matrix, options?: Options) =>
  matrices(() => softAttention(matrix(scores), matrix(v), options));

const size = fc.integer({ min: 1, max: 6 });
const input = fc
  .tuple(size, size, size)
  .chain(([T, S, E]) => fc.record({ scores: numbers(T, S), v: numbers(S, E) }));
const normalizers = ['softmax', 'entmax15', 'sparsemax'] as const;

describe('against the reference', () => {
  it.each(runVectors(softAttention, vectors as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe.each(normalizers)('properties with %s', (normalizer) => {
  it('gives an average: no output leaves the range of its values', () => {
    forAll(input, ({ scores, v }) => {
      for (const row of attend(scores, v, { normalizer }).output) {
        row.forEach((x, e) => {
          const column = v.map((value) => value[e]!);
          expect(x).toBeGreaterThanOrEqual(Math.min(...column) - 1e-5);
          expect(x).toBeLessThanOrEqual(Math.max(...column) + 1e-5);
        });
      }
    });
  });

  it('does not see the order of scores and values', () => {
    forAll(
      input.chain((m) => fc.tuple(fc.constant(m), permutation(m.v.length))),
      ([{ scores, v }, order]) => {
        const shuffled = scores.map((row) => permuted(row, order));
        expectClose(
          attend(shuffled, permuted(v, order), { normalizer }).output,
          attend(scores, v, { normalizer }).output,
        );
      },
    );
  });

  it('becomes the plain mean as the temperature grows', () => {
    forAll(input, ({ scores, v }) => {
      const mean = v[0]!.map((_, e) => v.reduce((total, row) => total + row[e]!, 0) / v.length);
      const want = scores.map(() => mean);
      expectClose(attend(scores, v, { normalizer, temperature: 1e9 }).output, want);
      expectClose(attend(scores, v, { normalizer, temperature: Infinity }).output, want);
    });
  });

  it('takes the value of the best score alone as the temperature falls', () => {
    const v = [[1], [2], [4]];
    expect(attend([[0.1, 0.3, 0.2]], v, { normalizer, temperature: 1e-4 }).output).toEqual([[2]]);
    expect(attend([[0.3, 0.1, 0.3]], v, { normalizer, temperature: 1e-4 }).output).toEqual([[2.5]]);
  });

  it('has more entropy the higher the temperature', () => {
    forAll(input, ({ scores, v }) => {
      const of = (temperature: number): number[] => {
        const { weights } = softAttention(matrix(scores), matrix(v), { normalizer, temperature });
        return Array.from(entropy(weights).dataSync());
      };
      of(2).forEach((h, i) => expect(h).toBeGreaterThanOrEqual(of(0.5)[i]! - 1e-5));
    });
  });
});

describe('the slope along a score', () => {
  const v = [[0], [10], [20]];
  const scores = [0.5, 0.3, 0.2].map(Math.log);
  const slopes = (options: Options) =>
    Array.from(gradient((at) => softAttention(at, matrix(v), options).output, matrix([scores])).dataSync());

  it('is the weight times what the value is above the output, over the temperature', () => {
    for (const temperature of [0.5, 1, 2]) {
      const { weights, output } = attend([scores], v, { temperature });
      slopes({ temperature }).forEach((slope, i) =>
        expect(slope).toBeCloseTo((weights[0]![i]! * (v[i]![0]! - output[0]![0]!)) / temperature, 5),
      );
    }
  });

  it('vanishes as the temperature falls', () => {
    expect(Math.max(...slopes({ temperature: 0.02 }).map(Math.abs))).toBeLessThan(1e-6);
  });

  it('is zero outside the support of sparsemax', () => {
    const far = gradient(
      (at) => softAttention(at, matrix(v), { normalizer: 'sparsemax' }).output,
      matrix([[0, 0.2, -3]]),
    );
    expect(Math.abs(far.dataSync()[2]!)).toBe(0);
  });
});

describe('regimes', () => {
  const v = [[1, 2], [3, 4], [5, 6]]; // prettier-ignore

  it('has no overflow and no underflow', () => {
    for (const normalizer of normalizers) {
      expect(attend([[1e4, 0, -1e4]], v, { normalizer }).output).toEqual([[1, 2]]);
      expect(attend([[-3e38, -3e38, -3.4e38]], v, { normalizer }).output).toEqual([[2, 3]]);
    }
  });

  it('gives a row with everything masked zero weights and a zero output', () => {
    const mask = tensor2d([[1, 1, 0], [0, 0, 0]], [2, 3], 'bool'); // prettier-ignore
    for (const normalizer of normalizers) {
      const { weights, output } = attend([[2, 2, 9], [1, 1, 1]], v, { normalizer, mask }); // prettier-ignore
      expect(weights).toEqual([[0.5, 0.5, 0], [0, 0, 0]]); // prettier-ignore
      expect(output).toEqual([[2, 3], [0, 0]]); // prettier-ignore
    }
    mask.dispose();
  });

  it('makes NaN of a NaN and of an infinite score, and no weight that looks right', () => {
    for (const normalizer of normalizers) {
      for (const bad of [NaN, Infinity]) {
        expect(attend([[bad, 0, 1]], v, { normalizer }).output).toEqual([[NaN, NaN]]);
      }
    }
    expect(attend([[1e-30, 0, 1]], v, { temperature: 1e-45 }).output).toEqual([[NaN, NaN]]);
  });

  it('frees every tensor but the three of its trace', () => {
    const [scores, values] = [tensor([[[1, 2]]]), tensor([[[1], [2]]])] as [Tensor, Tensor];
    const before = memory().numTensors;
    for (const normalizer of normalizers) {
      const trace = softAttention(scores, values, { normalizer, temperature: 2 });
      expect(memory().numTensors).toBe(before + 3);
      Object.values(trace).forEach((one) => one.dispose());
    }
  });
});

describe('errors', () => {
  it('names what does not fit', () => {
    const call =
      (options: Options, shape = [3, 2]) =>
      () =>
        softAttention(ones([2, 3]), ones(shape), options);
    expect(call({}, [4, 2])).toThrow(
      'invalid shapes: scores is [2, 3], v is [4, 2]: S is 3 in scores and 4 in v',
    );
    expect(call({ alpha: 0.5 })).toThrow('invalid alpha: 0.5');
    for (const temperature of [0, -1, NaN]) {
      expect(call({ temperature })).toThrow(`invalid temperature: ${temperature}`);
    }
  });
});
