// Over 250 lines: every option of the kernel is checked on its own, against plain loops and at its extremes.
import fc from 'fast-check';
import { cast, memory, ones, tensor, tensor2d, tensor3d, tensor4d, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { matrices, matrix, type Matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import {
  expectClose,
  forAll,
  numbers,
  permutation,
  permuted,
  qkv,
  qkvOf,
  sequence,
  times,
} from '../testing.ts';
import { scaledDotProductAttention, type Options } from './kernel.ts';
import vectors from './vectors.json' with { type: 'json' };

/** Attention on matrices, in float32. */
function attend(q: Matrix, k: Matrix, v: Matrix, options?: Options) {
  return matrices(() => scaledDotProductAttention(matrix(q), matrix(k), matrix(v), options));
}

/** Attention by plain loops in float64: the naive oracle. */
function oracle(q: Matrix, k: Matrix, v: Matrix, open = (_i: number, _j: number) => true) {
  const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const weights = q.map((query, i) => {
    const scores = k.map((key, j) => (open(i, j) ? dot(query, key) / Math.sqrt(query.length) : -Infinity));
    const largest = Math.max(...scores);
    const powers = scores.map((score) => (score === -Infinity ? 0 : Math.exp(score - largest)));
    const total = powers.reduce((sum, x) => sum + x, 0);
    return powers.map((power) => (total === 0 ? 0 : power / total));
  });
  const columns = v[0]!.map((_, e) => v.map((row) => row[e]!));
  return { weights, output: weights.map((row) => columns.map((column) => dot(row, column))) };
}

describe('against the reference', () => {
  it.each(runVectors(scaledDotProductAttention, vectors as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('properties', () => {
  it('agrees with plain loops on any shape', () => {
    forAll(qkv, ({ q, k, v }) => {
      const got = attend(q, k, v);
      const want = oracle(q, k, v);
      expectClose(got.weights, want.weights);
      expectClose(got.output, want.output);
    });
  });

  it('agrees with plain loops when causal', () => {
    forAll(qkv, fc.nat(4), ({ q, k, v }, past) => {
      const got = attend(q, k, v, { causal: true, past });
      expectClose(got.output, oracle(q, k, v, (i, j) => j <= i + past).output);
    });
  });

  it('gives weights that are not negative and sum to one in each row', () => {
    forAll(qkv, ({ q, k, v }) => {
      for (const row of attend(q, k, v).weights) {
        expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
        expect(row.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 5);
      }
    });
  });

  it('permutes its outputs as its queries are permuted', () => {
    forAll(
      qkv.chain((m) => fc.tuple(fc.constant(m), permutation(m.q.length))),
      ([{ q, k, v }, order]) => {
        expect(attend(permuted(q, order), k, v).output).toEqual(permuted(attend(q, k, v).output, order));
      },
    );
  });

  it('does not see the order of keys and values', () => {
    forAll(
      qkv.chain((m) => fc.tuple(fc.constant(m), permutation(m.k.length))),
      ([{ q, k, v }, order]) => {
        const shuffled = attend(q, permuted(k, order), permuted(v, order));
        expectClose(shuffled.output, attend(q, k, v).output);
      },
    );
  });

  it('leaks nothing from the future through a causal mask: change it, and the past stays', () => {
    forAll(sequence, sequence, fc.nat(5), (now, other, from) => {
      const keep = Math.min(from, now.q.length);
      const change = (rows: Matrix, others: Matrix) =>
        rows.map((row, i) => (i < keep ? row : row.map((x, j) => others[i % others.length]![j] ?? x + 1)));
      const changed = attend(now.q, change(now.k, other.k), change(now.v, other.v), { causal: true });
      const before = attend(now.q, now.k, now.v, { causal: true });
      expect(changed.output.slice(0, keep)).toEqual(before.output.slice(0, keep));
    });
  });

  it('gives the last queries with a past what they get in the whole sequence', () => {
    forAll(sequence, fc.nat(5), ({ q, k, v }, cached) => {
      const past = Math.min(cached, q.length - 1);
      const whole = attend(q, k, v, { causal: true }).output;
      expect(attend(q.slice(past), k, v, { causal: true, past }).output).toEqual(whole.slice(past));
    });
  });

  it('does not change when a constant is added to all scores of a row', () => {
    forAll(qkv, fc.integer({ min: -20, max: 20 }), ({ q, k, v }, constant) => {
      const bias = matrix(q.map((_, i) => [constant * (i + 1)]));
      expectClose(attend(q, k, v, { bias }).weights, attend(q, k, v).weights, 3e-5);
      bias.dispose();
    });
  });

  it('is multi-head attention when every query head has its own keys and values', () => {
    forAll(fc.array(qkvOf(3, 4, 2), { minLength: 1, maxLength: 4 }), (heads) => {
      const stack = (name: 'q' | 'k' | 'v') => tensor3d(heads.map((head) => head[name]));
      const { output } = scaledDotProductAttention(stack('q'), stack('k'), stack('v'));
      expect(output.arraySync()).toEqual(heads.map(({ q, k, v }) => attend(q, k, v).output));
    });
  });

  it('shares key/value head floor(h · kv_heads / heads) with query head h', () => {
    forAll(
      fc.array(numbers(3, 2), { minLength: 6, maxLength: 6 }),
      fc.constantFrom(1, 2, 3, 6),
      fc.array(qkvOf(1, 4, 2), { minLength: 6, maxLength: 6 }),
      (queries, kvHeads, shared) => {
        const [k, v] = (['k', 'v'] as const).map((name) =>
          shared.slice(0, kvHeads).map((head) => head[name]),
        );
        const { output } = scaledDotProductAttention(tensor4d([queries]), tensor4d([k!]), tensor4d([v!]));
        const owner = (h: number) => Math.floor((h * kvHeads) / 6);
        expect(output.arraySync()).toEqual([
          queries.map((q, h) => attend(q, k![owner(h)]!, v![owner(h)]!).output),
        ]);
      },
    );
  });

  it('treats a batch as a loop over its entries', () => {
    forAll(
      fc.array(fc.array(qkvOf(2, 3, 2), { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 3 }),
      (batch) => {
        const stack = (name: 'q' | 'k' | 'v') =>
          tensor4d(batch.map((heads) => heads.map((head) => head[name])));
        const { weights } = scaledDotProductAttention(stack('q'), stack('k'), stack('v'), { causal: true });
        const each = batch.map((heads) =>
          heads.map(({ q, k, v }) => attend(q, k, v, { causal: true }).weights),
        );
        expect(weights.arraySync()).toEqual(each);
      },
    );
  });

  it('can be bracketed otherwise without the softmax: (QKᵀ)V = Q(KᵀV)', () => {
    forAll(qkv, ({ q, k, v }) => {
      const transposed = k[0]!.map((_, d) => k.map((row) => row[d]!));
      expectClose(
        attend(q, k, v, { normalize: 'none', scale: false }).output,
        times(q, times(transposed, v)),
      );
    });
  });

  it('sums to one over columns, or over everything, when normalized so', () => {
    forAll(qkv, ({ q, k, v }) => {
      const columns = attend(q, k, v, { normalize: 'columns' }).weights;
      k.forEach((_, j) => expect(columns.reduce((sum, row) => sum + row[j]!, 0)).toBeCloseTo(1, 5));
      const all = attend(q, k, v, { normalize: 'all' }).weights;
      expect(all.flat().reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 5);
    });
  });
});

describe('regimes', () => {
  const v = [[1, 2], [3, 4], [5, 6]]; // prettier-ignore

  it('has no overflow: scores of 10⁴ choose the largest', () => {
    const { weights, output } = attend([[1e4]], [[1], [2], [3]], v);
    expect(weights).toEqual([[0, 0, 1]]);
    expect(output).toEqual([[5, 6]]);
  });

  it('has no underflow: scores of −10⁴ still have a largest', () => {
    expect(attend([[-1e4]], [[1], [2], [3]], v).weights).toEqual([[1, 0, 0]]);
    expect(attend([[-1e4]], [[2], [2], [3]], v).weights).toEqual([[0.5, 0.5, 0]]);
  });

  it('gives everything to the only key', () => {
    expect(attend([[3, -1], [0, 0]], [[2, 7]], [[4, 5]]).output).toEqual([[4, 5], [4, 5]]); // prettier-ignore
  });

  it('gives a row with everything masked zero weights and a zero output', () => {
    const mask = tensor2d([[1, 1, 0], [0, 0, 0]], [2, 3], 'bool'); // prettier-ignore
    const { scores, weights, output } = attend([[1], [1]], [[1], [1], [1]], v, { mask });
    expect(scores[1]).toEqual([-Infinity, -Infinity, -Infinity]);
    expect(weights).toEqual([[0.5, 0.5, 0], [0, 0, 0]]); // prettier-ignore
    expect(output).toEqual([[2, 3], [0, 0]]); // prettier-ignore
    mask.dispose();
  });

  it('keeps a masked key out however large its score', () => {
    const mask = tensor2d([[1, 0, 1]], [1, 3], 'bool');
    expect(attend([[1e4]], [[1], [9], [1]], v, { mask }).weights).toEqual([[0.5, 0, 0.5]]);
    mask.dispose();
  });

  it('lets a mask win over any bias', () => {
    const [mask, bias] = [tensor2d([[1, 0, 1]], [1, 3], 'bool'), matrix([[0, Infinity, 0]])];
    expect(attend([[1]], [[1], [1], [1]], v, { mask, bias }).weights).toEqual([[0.5, 0, 0.5]]);
    mask.dispose();
    bias.dispose();
  });

  it('propagates a NaN in a query to its row, and in a key to every row', () => {
    const query = attend([[NaN], [1]], [[1], [1], [1]], v);
    expect(query.output[0]).toEqual([NaN, NaN]);
    expect(query.output[1]!.every(Number.isFinite)).toBe(true);
    expect(attend([[0], [1]], [[1], [NaN], [1]], v).output.flat()).toEqual([NaN, NaN, NaN, NaN]);
  });

  it('propagates a NaN in an option', () => {
    for (const options of [{ scale: NaN }, { softcap: NaN }]) {
      expect(attend([[1]], [[1], [2], [3]], v, options).output).toEqual([[NaN, NaN]]);
    }
  });

  it('makes NaN of a score that overflows, and no weight that looks right', () => {
    expect(attend([[1e30]], [[1e30], [2e30], [1]], v).weights).toEqual([[NaN, NaN, NaN]]);
  });

  it('frees every tensor but the four of its trace', () => {
    const inputs = [tensor([[[1, 2]], [[1, 2]]]), tensor([[[3, 4], [5, 6]]]), tensor([[[1], [2]]]), tensor([[0, 1]])]; // prettier-ignore
    const [q, k, values, bias] = inputs as [Tensor, Tensor, Tensor, Tensor];
    const mask = tensor([[1, 1]], [1, 2], 'bool');
    const before = memory().numTensors;
    const trace = scaledDotProductAttention(q, k, values, { softcap: 2, bias, mask, causal: true });
    expect(memory().numTensors).toBe(before + 4);
    Object.values(trace).forEach((one) => one.dispose());
    [...inputs, mask].forEach((one) => one.dispose());
  });
});

describe('errors', () => {
  const of = (...shape: number[]) => ones(shape);

  it.each([
    [[3, 2], [3, 4], [3, 2], 'invalid shapes: q is [3, 2], k is [3, 4], v is [3, 2]: D is 2 in q and 4 in k'],
    [[3, 2], [3, 2], [4, 2], 'invalid shapes: q is [3, 2], k is [3, 2], v is [4, 2]: S is 3 in k and 4 in v'],
    [[0, 2], [3, 2], [3, 2], 'invalid shapes: q is [0, 2], k is [3, 2], v is [3, 2]: T is 0 in q'],
    [[3, 2], [0, 2], [0, 2], 'invalid shapes: q is [3, 2], k is [0, 2], v is [0, 2]: S is 0 in k'],
    [[2], [3, 2], [3, 2], 'invalid shapes: q is [2], k is [3, 2], v is [3, 2]: q must be (*, T, D)'],
    [[2, 3, 2], [3, 2], [3, 2], 'invalid shapes: queries are [2, 3, 2], keys or values [3, 2]: '],
    [[1, 3, 3, 2], [1, 2, 3, 2], [1, 2, 3, 2], 'queries are [1, 3, 3, 2], keys or values [1, 2, 3, 2]: '],
    [[2, 2, 3, 2], [1, 2, 3, 2], [1, 2, 3, 2], 'queries are [2, 2, 3, 2], keys or values [1, 2, 3, 2]: '],
  ])('names the shapes of q %j, k %j and v %j', (q, k, v, message) => {
    expect(() => scaledDotProductAttention(of(...q), of(...k), of(...v))).toThrow(message);
  });

  it('names the shapes of a mask and of a bias that do not fit', () => {
    const call = (options: Options) => () => scaledDotProductAttention(of(3, 2), of(4, 2), of(4, 2), options);
    const mask = (...shape: number[]) => cast(of(...shape), 'bool');
    expect(call({ mask: mask(3, 5) })).toThrow('invalid shapes: mask is [3, 5], scores are [3, 4]: ');
    expect(call({ mask: mask(2, 3, 4) })).toThrow('invalid shapes: mask is [2, 3, 4], scores are [3, 4]: ');
    expect(call({ bias: of(2, 4) })).toThrow('invalid shapes: bias is [2, 4], scores are [3, 4]: ');
  });

  it('does not take numbers for a mask', () => {
    const call = () => scaledDotProductAttention(of(3, 2), of(4, 2), of(4, 2), { mask: of(3, 4) });
    expect(call).toThrow('bool');
  });
});
