import fc from 'fast-check';
import { memory, ones, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { matrices, matrix, type Matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { scaledDotProductAttention } from '../scaled-dot-product/kernel.ts';
import { expectClose, forAll, numbers, permutation, permuted, times } from '../testing.ts';
import { selfAttention, type Options } from './kernel.ts';
import vectors from './vectors.json' with { type: 'json' };

type Given = Readonly<Record<'wq' | 'wk' | 'wv', Matrix> & { readonly wo?: Matrix }>;

function attend(x: Matrix, { wq, wk, wv, wo }: Given, options?: Options) {
  return matrices(() =>
    selfAttention(
      matrix(x),
      { wq: matrix(wq), wk: matrix(wk), wv: matrix(wv), ...(wo === undefined ? {} : { wo: matrix(wo) }) },
      options,
    ),
  );
}

const transposed = (m: Matrix): Matrix => m[0]!.map((_, j) => m.map((row) => row[j]!));
const identity = (size: number): Matrix =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)));

const size = fc.integer({ min: 1, max: 5 });
/** A sequence and projections of any small sizes. */
const input = fc.tuple(size, size, size, size).chain(([T, C, D, E]) =>
  fc.record({
    x: numbers(T, C),
    parameters: fc.record({ wq: numbers(D, C), wk: numbers(D, C), wv: numbers(E, C) }),
  }),
);

describe('against the reference', () => {
  it.each(runVectors(selfAttention, vectors as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('properties', () => {
  it('is scaled dot-product attention between projections of one sequence, under every option', () => {
    const options: Options[] = [
      {},
      { causal: true },
      { scale: false },
      { softcap: 2 },
      { normalize: 'columns' },
    ];
    forAll(input, fc.constantFrom(...options), ({ x, parameters }, option) => {
      const [q, k, v] = [parameters.wq, parameters.wk, parameters.wv].map((w) => times(x, transposed(w)));
      const want = matrices(() => scaledDotProductAttention(matrix(q!), matrix(k!), matrix(v!), option));
      const got = attend(x, parameters, option);
      expectClose(got.q, q!);
      expectClose(got.weights, want.weights, 1e-4);
      expectClose(got.output, want.output, 1e-4);
    });
  });

  it('is permutation equivariant: permuted tokens give permuted outputs', () => {
    forAll(
      input.chain((given) => fc.tuple(fc.constant(given), permutation(given.x.length))),
      ([{ x, parameters }, order]) => {
        const before = attend(x, parameters);
        const after = attend(permuted(x, order), parameters);
        expectClose(after.output, permuted(before.output, order), 1e-4);
        expectClose(
          after.weights,
          permuted(before.weights, order).map((row) => permuted(row, order)),
          1e-4,
        );
      },
    );
  });

  it('is not permutation equivariant under a causal mask', () => {
    const x = [[1, 0], [0, 1]]; // prettier-ignore
    const one = { wq: identity(2), wk: identity(2), wv: identity(2) };
    const before = attend(x, one, { causal: true }).output;
    expect(attend([x[1]!, x[0]!], one, { causal: true }).output[0]).not.toEqual(before[1]);
  });

  it('gives equal tokens equal rows and equal columns', () => {
    forAll(input, ({ x, parameters }) => {
      const { weights, output } = attend([...x, x[0]!], parameters);
      expect(weights.at(-1)).toEqual(weights[0]);
      expect(output.at(-1)).toEqual(output[0]);
      for (const row of weights) expect(row.at(-1)).toBe(row[0]);
    });
  });

  it('has symmetric scores when queries and keys share a projection, and yet no symmetric weights', () => {
    forAll(input, ({ x, parameters: { wq, wv } }) => {
      const { scores } = attend(x, { wq, wk: wq, wv });
      expectClose(scores, transposed(scores), 1e-4);
    });
    const { weights } = attend([[1, 0], [0, 1], [1, 1]], { wq: identity(2), wk: identity(2), wv: identity(2) }); // prettier-ignore
    expect(weights[0]![2]).toBeCloseTo(0.4011, 4);
    expect(weights[2]![0]).toBeCloseTo(0.2483, 4);
  });

  it('has symmetric weights on one-hot tokens', () => {
    for (let n = 1; n <= 6; n += 1) {
      const one = identity(n);
      const { weights } = attend(one, { wq: one, wk: one, wv: one });
      expectClose(weights, transposed(weights));
    }
  });

  it('applies W_O to the averages', () => {
    forAll(
      input.chain(({ x, parameters }) =>
        fc.record({
          x: fc.constant(x),
          parameters: fc.constant(parameters),
          wo: numbers(3, parameters.wv.length),
        }),
      ),
      ({ x, parameters, wo }) => {
        const without = attend(x, parameters);
        const { head, output } = attend(x, { ...parameters, wo });
        expect(head).toEqual(without.output);
        expectClose(output, times(without.output, transposed(wo)));
      },
    );
  });
});

describe('regimes', () => {
  const one = { wq: identity(2), wk: identity(2), wv: identity(2) };

  it('gives a single token its own value', () => {
    expect(attend([[3, -4]], one)).toMatchObject({ weights: [[1]], output: [[3, -4]] });
  });

  it('has no overflow and no underflow', () => {
    expect(attend([[1e4, 0], [0, 1e4]], one).weights).toEqual([[1, 0], [0, 1]]); // prettier-ignore
    expect(attend([[1e-30, 0], [0, 1e-30]], one).weights).toEqual([[0.5, 0.5], [0.5, 0.5]]); // prettier-ignore
  });

  it('makes NaN of a NaN in every row, because every row looks at it', () => {
    const { output } = attend([[Number.NaN, 0], [0, 1]], one); // prettier-ignore
    expect(output.flat().every(Number.isNaN)).toBe(true);
  });

  it('frees every tensor but those of its trace', () => {
    const [x, w] = [ones([2, 3]), ones([3, 3])] as [Tensor, Tensor];
    const before = memory().numTensors;
    const traces = [
      selfAttention(x, { wq: w, wk: w, wv: w }),
      selfAttention(x, { wq: w, wk: w, wv: w, wo: w }, { causal: true }),
    ];
    expect(memory().numTensors).toBe(before + 7 + 8);
    for (const trace of traces) for (const tensor of Object.values(trace) as Tensor[]) tensor.dispose();
    [x, w].forEach((tensor) => tensor.dispose());
  });
});

describe('errors', () => {
  it('names what does not fit', () => {
    const call =
      (wq: number[], wk: number[], wv = [3, 3]) =>
      () =>
        selfAttention(ones([2, 3]), { wq: ones(wq), wk: ones(wk), wv: ones(wv) });
    expect(call([3, 2], [3, 3])).toThrow('invalid shapes: x is [2, 3], w [3, 2]');
    expect(call([2, 3], [4, 3])).toThrow('invalid shapes: q is [2, 2], k is [2, 4]');
  });
});
