import fc from 'fast-check';
import { cast, memory, ones, tensor, tensor2d, tensor3d, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { matrices, matrix, type Matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { scaledDotProductAttention } from '../scaled-dot-product/kernel.ts';
import { expectClose, forAll, permutation, permuted, qkv, qkvOf } from '../testing.ts';
import { kernelAttention, type Nearness, type Options } from './kernel.ts';
import vectors from './vectors.json' with { type: 'json' };

/** Attention on matrices, in float32. */
function attend(q: Matrix, k: Matrix, v: Matrix, options?: Options) {
  return matrices(() => kernelAttention(matrix(q), matrix(k), matrix(v), options));
}

const apart = (a: number[], b: number[]): number => a.reduce((sum, x, i) => sum + (x - b[i]!) ** 2, 0);
const kernels: readonly Nearness[] = ['uniform', 'boxcar', 'gaussian'];
const bandwidths = fc.integer({ min: 5, max: 50 }).map((x) => x / 10);
const mean = (rows: Matrix): number[] =>
  rows[0]!.map((_, e) => rows.reduce((sum, row) => sum + row[e]!, 0) / rows.length);

describe('against the reference', () => {
  it.each(runVectors(kernelAttention, vectors as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('properties', () => {
  it('is the quotient of Nadaraya and Watson, by plain loops', () => {
    forAll(qkv, bandwidths, ({ q, k, v }, bandwidth) => {
      const want = q.map((query) => {
        // The nearest key’s distance is taken off all: a common factor of numerator and denominator.
        const nearest = Math.min(...k.map((key) => apart(query, key)));
        const shares = k.map((key) => Math.exp((nearest - apart(query, key)) / (2 * bandwidth ** 2)));
        const total = shares.reduce((sum, x) => sum + x, 0);
        return v[0]!.map((_, e) => shares.reduce((sum, x, j) => sum + x * v[j]![e]!, 0) / total);
      });
      // Scores of up to 400 are rounded to float32.
      expectClose(attend(q, k, v, { bandwidth }).output, want, 1e-4);
    });
  });

  it('gives weights that are not negative and sum to one in each row', () => {
    forAll(qkv, bandwidths, ({ q, k, v }, bandwidth) => {
      for (const row of attend(q, k, v, { bandwidth }).weights) {
        expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
        expect(row.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 5);
      }
    });
  });

  it('is dot-product attention with scale 1/h² and a bias of −‖k‖²/2h² on each key', () => {
    forAll(qkv, bandwidths, ({ q, k, v }, h) => {
      const scale = 1 / h ** 2;
      const { weights } = matrices(() => {
        const bias = matrix([k.map((key) => (-scale / 2) * apart(key, key.map(() => 0)))]); // prettier-ignore
        return scaledDotProductAttention(matrix(q), matrix(k), matrix(v), { scale, bias });
      });
      // Scores of up to 200 cancel here, in float32.
      expectClose(attend(q, k, v, { bandwidth: h }).weights, weights, 5e-4);
    });
  });

  it('becomes the mean of the values as the bandwidth grows, and is it at ∞ and with the uniform kernel', () => {
    forAll(qkv, ({ q, k, v }) => {
      const want = q.map(() => mean(v));
      expectClose(attend(q, k, v, { bandwidth: 1e6 }).output, want);
      for (const kernel of ['gaussian', 'boxcar'] as const)
        expectClose(attend(q, k, v, { kernel, bandwidth: Infinity }).output, want);
      expectClose(attend(q, k, v, { kernel: 'uniform', bandwidth: 0.01 }).output, want);
    });
  });

  it('becomes the value of the nearest key as the bandwidth shrinks; keys equally near share', () => {
    const whole = (rows: Matrix) => rows.map((row) => row.map(Math.round));
    forAll(qkv, ({ q, k, v }) => {
      // Between whole numbers squared distances are whole, so that they are equal or clearly apart.
      const { distances, output } = attend(whole(q), whole(k), v, { bandwidth: 0.1 });
      const want = distances.map((row) => mean(v.filter((_, j) => row[j] === Math.min(...row))));
      expectClose(output, want);
    });
  });

  it('averages what lies within the bandwidth with the boxcar, and nothing else', () => {
    forAll(qkv, bandwidths, ({ q, k, v }, bandwidth) => {
      const { distances, output } = attend(q, k, v, { kernel: 'boxcar', bandwidth });
      const want = distances.map((row) => {
        const inside = v.filter((_, j) => row[j]! <= Math.fround(bandwidth ** 2));
        return inside.length > 0 ? mean(inside) : v[0]!.map(() => 0);
      });
      expectClose(output, want);
    });
  });

  it('does not change when queries and keys are moved together', () => {
    forAll(qkv, fc.integer({ min: -4, max: 4 }), ({ q, k, v }, by) => {
      const moved = (rows: Matrix) => rows.map((row) => row.map((x) => x + by));
      expectClose(attend(moved(q), moved(k), v).weights, attend(q, k, v).weights, 1e-4);
    });
  });

  it('does not see the order of keys and values', () => {
    forAll(
      qkv.chain((m) => fc.tuple(fc.constant(m), permutation(m.k.length))),
      ([{ q, k, v }, order]) =>
        expectClose(attend(q, permuted(k, order), permuted(v, order)).output, attend(q, k, v).output),
    );
  });

  it('treats a batch as a loop over its entries', () => {
    forAll(fc.array(qkvOf(2, 3, 2), { minLength: 1, maxLength: 3 }), (batch) => {
      const stack = (name: 'q' | 'k' | 'v') => tensor3d(batch.map((entry) => entry[name]));
      const { output } = kernelAttention(stack('q'), stack('k'), stack('v'));
      expect(output.arraySync()).toEqual(batch.map(({ q, k, v }) => attend(q, k, v).output));
    });
  });
});

describe('regimes', () => {
  const v = [[1, 2], [3, 4], [5, 6]]; // prettier-ignore

  it('has no underflow: far from all keys there is still a nearest', () => {
    expect(attend([[1000]], [[1], [2], [3]], v).weights).toEqual([[0, 0, 1]]);
    expect(attend([[-1e6]], [[2], [2], [3]], v).weights[0]![2]).toBe(0);
  });

  it('gives one key all the weight, however far it is', () => {
    expect(attend([[500], [0]], [[2]], [[4, 5]]).output).toEqual([[4, 5], [4, 5]]); // prettier-ignore
  });

  it('gives zeros to a row with everything masked, and to one that no key is near to', () => {
    const mask = tensor2d([[1, 1, 0], [0, 0, 0]], [2, 3], 'bool'); // prettier-ignore
    const masked = attend([[1], [1]], [[1], [1], [1]], v, { mask });
    expect(masked.weights).toEqual([[0.5, 0.5, 0], [0, 0, 0]]); // prettier-ignore
    expect(masked.output).toEqual([[2, 3], [0, 0]]); // prettier-ignore
    mask.dispose();
    const lonely = attend([[9], [1]], [[1], [1], [1]], v, { kernel: 'boxcar' });
    expect(lonely.weights[0]).toEqual([0, 0, 0]);
    expect(lonely.output[0]).toEqual([0, 0]);
  });

  it('keeps a masked key out however near it is', () => {
    const mask = tensor2d([[1, 0, 1]], [1, 3], 'bool');
    for (const kernel of kernels)
      expect(attend([[1]], [[2], [1], [0]], v, { kernel, mask }).weights).toEqual([[0.5, 0, 0.5]]);
    mask.dispose();
  });

  it.each(kernels)('propagates a NaN in a query to its row, and in a key to every row (%s)', (kernel) => {
    const query = attend([[NaN], [1]], [[1], [1], [1]], v, { kernel });
    expect(query.output[0]).toEqual([NaN, NaN]);
    expect(query.output[1]!.every(Number.isFinite)).toBe(true);
    expect(attend([[0], [1]], [[1], [NaN], [1]], v, { kernel }).output.flat()).toEqual([NaN, NaN, NaN, NaN]);
  });

  it('makes NaN of a score that overflows, and no weight that looks right', () => {
    expect(attend([[0]], [[1], [2], [3]], v, { bandwidth: 1e-25 }).weights).toEqual([[NaN, NaN, NaN]]);
    expect(attend([[1e25]], [[1], [2], [3]], v).weights).toEqual([[NaN, NaN, NaN]]);
  });

  it('frees every tensor but the four of its trace', () => {
    const inputs = [tensor([[1, 2]]), tensor([[3, 4], [5, 6]]), tensor([[1], [2]])]; // prettier-ignore
    const [q, k, values] = inputs as [Tensor, Tensor, Tensor];
    const mask = tensor([[1, 1]], [1, 2], 'bool');
    for (const kernel of kernels) {
      const before = memory().numTensors;
      const trace = kernelAttention(q, k, values, { kernel, mask });
      expect(memory().numTensors).toBe(before + 4);
      Object.values(trace).forEach((one) => one.dispose());
    }
    [...inputs, mask].forEach((one) => one.dispose());
  });
});

describe('errors', () => {
  const of = (...shape: number[]) => ones(shape);

  it.each([
    [[3, 2], [3, 4], [3, 2], 'invalid shapes: q is [3, 2], k is [3, 4], v is [3, 2]: D is 2 in q and 4 in k'],
    [[3, 2], [3, 2], [4, 2], 'invalid shapes: q is [3, 2], k is [3, 2], v is [4, 2]: S is 3 in k and 4 in v'],
    [[3, 2], [0, 2], [0, 2], 'invalid shapes: q is [3, 2], k is [0, 2], v is [0, 2]: S is 0 in k'],
    [[2], [3, 2], [3, 2], 'invalid shapes: q is [2], k is [3, 2], v is [3, 2]: q must be (…, T, D)'],
    [[2, 3, 2], [3, 2], [3, 2], 'invalid shapes: q is [2, 3, 2], k is [3, 2], v is [3, 2]: … is [2] in q'],
  ])('names the shapes of q %j, k %j and v %j', (q, k, v, message) => {
    expect(() => kernelAttention(of(...q), of(...k), of(...v))).toThrow(message);
  });

  it('names the shapes of a mask that does not fit', () => {
    const mask = cast(of(3, 5), 'bool');
    expect(() => kernelAttention(of(3, 2), of(4, 2), of(4, 2), { mask })).toThrow(
      'invalid shapes: mask is [3, 5], scores are [3, 4]: ',
    );
  });

  it('wants a bandwidth that is positive', () => {
    for (const bandwidth of [0, -1, NaN])
      expect(() => kernelAttention(of(1, 1), of(1, 1), of(1, 1), { bandwidth })).toThrow(
        `invalid bandwidth: ${bandwidth}`,
      );
  });
});
