import fc from 'fast-check';
import { memory, ones, tensor3d, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { maskOf } from '../../math/mask.ts';
import { matrices, matrix, type Matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { scaledDotProductAttention } from '../scaled-dot-product/kernel.ts';
import { expectClose, forAll, qkv, qkvOf, sequence } from '../testing.ts';
import { maskedAttention, type Options } from './kernel.ts';
import vectors from './vectors.json' with { type: 'json' };

type Given = Omit<Options, 'mask'> & { readonly mask?: Matrix };

/** The mechanism on matrices, in float32; the mask as a table of 0 and 1. */
function attend(q: Matrix, k: Matrix, v: Matrix, { mask, ...options }: Given = {}) {
  return matrices(() =>
    maskedAttention(matrix(q), matrix(k), matrix(v), {
      ...options,
      ...(mask === undefined ? {} : { mask: maskOf(mask) }),
    }),
  );
}

/** Inputs of T queries and S keys, with a mask that leaves each query its first key at least. */
const masked = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([T, S]) =>
  fc.record({
    inputs: qkvOf(T, S, 3),
    mask: fc.array(
      fc.array(fc.constantFrom(0, 1), { minLength: S, maxLength: S }).map((row) => [1, ...row.slice(1)]),
      { minLength: T, maxLength: T },
    ),
  }),
);

const sums = (weights: Matrix) => weights.map((row) => row.reduce((total, x) => total + x, 0));

describe('against the reference', () => {
  it.each(runVectors(maskedAttention, vectors as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('properties', () => {
  it('is scaled dot-product attention with its mask', () => {
    forAll(masked, fc.boolean(), ({ inputs: { q, k, v }, mask }, causal) => {
      const { output } = matrices(() => {
        const { output: result } = scaledDotProductAttention(matrix(q), matrix(k), matrix(v), {
          mask: maskOf(mask),
          causal,
        });
        return { output: result };
      });
      expectClose(attend(q, k, v, { mask, causal }).output, output);
    });
  });

  it('gives what is hidden exactly 0, and the rest a sum of 1', () => {
    forAll(masked, ({ inputs: { q, k, v }, mask }) => {
      const { weights } = attend(q, k, v, { mask });
      weights.forEach((row, i) => row.forEach((w, j) => expect(mask[i]![j] === 0 && w !== 0).toBe(false)));
      for (const sum of sums(weights)) expect(sum).toBeCloseTo(1, 5);
    });
  });

  it('leaks nothing from the future: change it, and the past stays, to the last bit', () => {
    forAll(sequence, fc.nat(5), fc.integer({ min: -300, max: 300 }), ({ q, k, v }, from, by) => {
      const keep = Math.min(from, q.length);
      const change = (rows: Matrix) => rows.map((row, i) => (i < keep ? row : row.map((x) => x + by)));
      const before = attend(q, k, v, { causal: true }).output;
      const after = attend(change(q), change(k), change(v), { causal: true }).output;
      expect(after.slice(0, keep)).toEqual(before.slice(0, keep));
    });
  });

  it('leaks when the triangle is one off', () => {
    const { q, k, v } = { q: [[1, 0], [0, 1]], k: [[1, 0], [0, 1]], v: [[1], [2]] }; // prettier-ignore
    const before = attend(q, k, v, { causal: true, past: 1 }).output[0];
    expect(attend(q, k, [[1], [9]], { causal: true, past: 1 }).output[0]).not.toEqual(before);
  });

  it('computes in one pass what comes out word by word', () => {
    forAll(sequence, ({ q, k, v }) => {
      const pass = attend(q, k, v, { causal: true }).output;
      const steps = q.map(
        (row, t) => attend([row], k.slice(0, t + 1), v.slice(0, t + 1), { causal: true, past: t }).output[0],
      );
      expect(steps).toEqual(pass);
    });
  });

  it('aligns bottom right as with a past of all earlier keys', () => {
    forAll(qkv, ({ q, k, v }) => {
      const options = { causal: true, past: k.length - q.length };
      expect(attend(q, k, v, { causal: true, align: 'bottom-right' })).toEqual(attend(q, k, v, options));
    });
  });

  it('gives the same, masked after the softmax, once the rows are divided again', () => {
    forAll(masked, ({ inputs: { q, k, v }, mask }) => {
      expectClose(
        attend(q, k, v, { mask, when: 'renormalised' }).weights,
        attend(q, k, v, { mask }).weights,
        1e-4,
      );
      for (const sum of sums(attend(q, k, v, { mask, when: 'after' }).weights))
        expect(sum).toBeLessThanOrEqual(1 + 1e-6);
    });
  });

  it('gives the same with −1e9 as with −∞, unless a row is closed', () => {
    forAll(masked, fc.boolean(), ({ inputs: { q, k, v }, mask }, added) => {
      expect(attend(q, k, v, { mask, fill: -1e9, added }).weights).toEqual(attend(q, k, v, { mask }).weights);
    });
  });

  it('treats a batch with heads as a loop', () => {
    forAll(fc.array(qkvOf(3, 3, 2), { minLength: 1, maxLength: 3 }), (heads) => {
      const stack = (name: 'q' | 'k' | 'v') => tensor3d(heads.map((head) => head[name]));
      const { output } = maskedAttention(stack('q'), stack('k'), stack('v'), { causal: true });
      expect(output.arraySync()).toEqual(
        heads.map(({ q, k, v }) => attend(q, k, v, { causal: true }).output),
      );
    });
  });
});

describe('regimes', () => {
  const q = [[1, 0], [2, 1]]; // prettier-ignore
  const k = [[1, 0], [0, 3], [1, 1]]; // prettier-ignore
  const v = [[3], [6], [9]];
  const closed = [[0, 0, 0], [1, 1, 0]]; // prettier-ignore

  it('gives a closed row zeros with −∞, the plain mean with −1e9, and everything with −1e4 added', () => {
    const [none, all, as] = [
      attend(q, k, v, { mask: closed }),
      attend(q, k, v, { mask: closed, fill: -1e9 }),
      attend(q, k, v, { mask: closed, fill: -1e4, added: true }),
    ];
    expect(none.weights[0]).toEqual([0, 0, 0]);
    expect(none.output[0]).toEqual([0]);
    expectClose([all.weights[0]!], [[1 / 3, 1 / 3, 1 / 3]]);
    expectClose([as.weights[0]!], [attend(q, k, v).weights[0]!], 1e-3);
  });

  it('has no overflow', () => {
    const far = q.map((row) => row.map((x) => x * 1e18));
    expect(attend(far, k, v, { mask: [[1, 1, 0]] }).output).toEqual([[3], [6]]);
  });

  it('loses a row that is divided again when a hidden key had everything', () => {
    const mask = [[1, 0, 1]];
    const far = [[0, 200]];
    expect(attend(far, k, v, { mask, when: 'renormalised' }).weights).toEqual([[0, 0, 0]]);
    expect(attend(far, k, v, { mask }).weights).toEqual([[0, 0, 1]]);
  });

  it('hides a score that is NaN, and not a value that is: 0 · NaN is NaN', () => {
    expect(attend([[1, 0]], [[1, 0], [NaN, 0]], [[3], [6]], { mask: [[1, 0]] }).output).toEqual([[3]]); // prettier-ignore
    expect(attend([[1, 0]], [[1, 0], [1, 0]], [[3], [NaN]], { mask: [[1, 0]] }).output).toEqual([[NaN]]); // prettier-ignore
    expect(attend([[1, 0]], [[NaN, 0], [1, 0]], [[3], [6]], { mask: [[1, 0]] }).output).toEqual([[NaN]]); // prettier-ignore
  });

  it('frees every tensor but the five of its trace', () => {
    const [a, b, c] = [ones([2, 3]), ones([4, 3]), ones([4, 2])] as [Tensor, Tensor, Tensor];
    const before = memory().numTensors;
    for (const when of ['before', 'after', 'renormalised'] as const) {
      const trace = maskedAttention(a, b, c, { causal: true, when });
      expect(memory().numTensors).toBe(before + 5);
      Object.values(trace).forEach((one) => one.dispose());
    }
  });
});

describe('errors', () => {
  it('names what does not fit', () => {
    expect(() => maskedAttention(ones([2, 3]), ones([4, 2]), ones([4, 2]))).toThrow('D is 3 in q and 2 in k');
    expect(() =>
      maskedAttention(ones([2, 3]), ones([4, 3]), ones([4, 2]), { mask: maskOf([[1, 0]]) }),
    ).toThrow('mask is [1, 2], scores are [2, 4]');
  });
});
