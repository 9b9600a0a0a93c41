import fc from 'fast-check';
import { memory, ones, squeeze, tensor3d, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { maskOf } from '../../math/mask.ts';
import { matrices, type Matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { expectClose, forAll, qkvOf, sequence } from '../testing.ts';
import { alibiAttention, alibiBias, alibiSlopes, type Options } from './kernel.ts';
import vectors from './vectors.json' with { type: 'json' };

/** One head on matrices, in float32. */
function attend(q: Matrix, k: Matrix, v: Matrix, slope: number, options: Options = {}) {
  return matrices(() => {
    const [a, b, c] = [q, k, v].map((rows) => tensor3d([rows]));
    const { scores, weights, output } = alibiAttention(a!, b!, c!, { slopes: [slope], ...options });
    return { scores: squeeze(scores, [0]), weights: squeeze(weights, [0]), output: squeeze(output, [0]) };
  });
}

const zerosOf = (rows: number): Matrix => Array.from({ length: rows }, () => [0]);
const slope = fc.integer({ min: 0, max: 200 }).map((x) => x / 100);

describe('against the reference', () => {
  it.each(runVectors(alibiAttention, vectors as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('slopes', () => {
  it('are those of the paper for 8 and 16 heads', () => {
    expect(alibiSlopes(8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((h) => 2 ** -h));
    expect(alibiSlopes(16)).toEqual(Array.from({ length: 16 }, (_, h) => 2 ** (-(h + 1) / 2)));
  });

  it('end at 2^−8 for every power of two', () => {
    for (const heads of [1, 2, 4, 8, 16, 32, 64]) expect(alibiSlopes(heads).at(-1)).toBe(2 ** -8);
  });

  it('are filled up from twice as many heads otherwise, out of order and none twice', () => {
    expect(alibiSlopes(12)).toEqual([...alibiSlopes(8), 2 ** -0.5, 2 ** -1.5, 2 ** -2.5, 2 ** -3.5]);
    for (let heads = 1; heads <= 40; heads += 1) {
      const slopes = alibiSlopes(heads);
      expect(slopes).toHaveLength(heads);
      expect(new Set(slopes).size).toBe(heads);
    }
  });

  it('are asked for a whole number of heads', () => {
    for (const heads of [0, -1, 1.5, NaN])
      expect(() => alibiSlopes(heads)).toThrow(`invalid heads: ${heads}`);
  });
});

describe('properties', () => {
  it('gives the same weights with m·j as with −m(i − j), also without a causal mask', () => {
    forAll(sequence, slope, fc.boolean(), ({ q, k, v }, m, causal) => {
      const [a, b] = (['distance', 'position'] as const).map((form) => attend(q, k, v, m, { form, causal }));
      expectClose(a!.weights, b!.weights, 1e-4);
    });
  });

  it('depends on distances only: hidden words before the text change nothing, however many', () => {
    forAll(sequence, slope, fc.integer({ min: 1, max: 50 }), ({ q, k, v }, m, moved) => {
      const before = (rows: Matrix) => [...Array<number[]>(moved).fill(rows[0]!.map(() => 9)), ...rows];
      const mask = maskOf([[...Array<number>(moved).fill(0), ...k.map(() => 1)]]);
      const far = attend(q, before(k), before(v), m, { past: moved, mask });
      const here = attend(q, k, v, m);
      expectClose(far.output, here.output, 1e-4);
      expectClose(
        far.weights.map((row) => row.slice(moved)),
        here.weights,
        1e-4,
      );
      mask.dispose();
    });
  });

  it('falls by e^−m a step where the scores are equal', () => {
    forAll(fc.integer({ min: 2, max: 12 }), slope, (n, m) => {
      const row = attend(zerosOf(n), zerosOf(n), zerosOf(n), m).weights.at(-1)!;
      for (let j = 1; j < n; j += 1) expect(row[j - 1]).toBeCloseTo(row[j]! * Math.exp(-m), 5);
    });
  });

  it('is symmetric in the distance, so that a sentence read backwards has its outputs backwards', () => {
    forAll(sequence, slope, ({ q, k, v }, m) => {
      const forth = attend(q, k, v, m, { symmetric: true }).output;
      const back = attend(q.toReversed(), k.toReversed(), v.toReversed(), m, { symmetric: true }).output;
      expectClose(back.toReversed(), forth);
    });
  });

  it('leaks nothing from the future', () => {
    forAll(sequence, slope, ({ q, k, v }, m) => {
      const last = (rows: Matrix) =>
        rows.map((row, i) => (i === rows.length - 1 ? row.map((x) => x + 1) : row));
      expect(attend(last(q), last(k), last(v), m).output.slice(0, -1)).toEqual(
        attend(q, k, v, m).output.slice(0, -1),
      );
    });
  });

  it('gives the last queries with a past what they get in the whole sequence', () => {
    forAll(sequence, slope, fc.nat(5), ({ q, k, v }, m, cached) => {
      const past = Math.min(cached, q.length - 1);
      expectClose(attend(q.slice(past), k, v, m, { past }).output, attend(q, k, v, m).output.slice(past));
    });
  });

  it('has in each head what a head with that slope has alone', () => {
    forAll(fc.array(qkvOf(3, 3, 2), { minLength: 1, maxLength: 5 }), (heads) => {
      const stack = (name: 'q' | 'k' | 'v') => tensor3d(heads.map((head) => head[name]));
      const { output } = alibiAttention(stack('q'), stack('k'), stack('v'));
      const slopes = alibiSlopes(heads.length);
      expect(output.arraySync()).toEqual(heads.map(({ q, k, v }, h) => attend(q, k, v, slopes[h]!).output));
    });
  });
});

describe('regimes', () => {
  it('looks only at itself with a very steep slope, at all alike with none', () => {
    const [n, v] = [zerosOf(3), [[1], [2], [4]]];
    expect(attend(n, n, v, 1e6).output).toEqual(v);
    expectClose(attend(n, n, v, 0).output, [[1], [1.5], [7 / 3]]);
  });

  it('makes NaN of a NaN', () => {
    expect(attend([[NaN]], [[1]], [[2]], 1).output).toEqual([[NaN]]);
  });

  it('frees every tensor but the six of its trace', () => {
    const [a, b] = [ones([2, 3, 4]), ones([2, 3, 1])] as [Tensor, Tensor];
    const before = memory().numTensors;
    Object.values(alibiAttention(a, a, b)).forEach((one) => one.dispose());
    expect(memory().numTensors).toBe(before);
  });
});

describe('errors', () => {
  it('names what does not fit', () => {
    expect(() => alibiAttention(ones([2, 3]), ones([2, 3]), ones([2, 3]))).toThrow('q must be');
    expect(() => alibiBias(2, 1, 1, { slopes: [1] })).toThrow('invalid slopes: 1 for 2 heads');
  });
});
