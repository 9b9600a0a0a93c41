import fc from 'fast-check';
import { memory, ones, tensor, tensor3d, zeros, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { forAll, permutation } from '../testing.ts';
import { spatialAttention, type Options } from './kernel.ts';
import vectors from './vectors.json' with { type: 'json' };

const numbers = (count: number) =>
  fc.array(
    fc.integer({ min: -300, max: 300 }).map((x) => x / 100),
    { minLength: count, maxLength: count },
  );

const size = fc.integer({ min: 1, max: 4 });

/** Features (C, H, W) and a filter (1, 2, 3, 3). */
const input = fc
  .tuple(size, size, size)
  .chain(([C, H, W]) =>
    fc.record({ shape: fc.constant([C, H, W] as const), x: numbers(C * H * W), filter: numbers(18) }),
  );

type Input = typeof input extends fc.Arbitrary<infer I> ? I : never;

const run = ({ shape, x }: Pick<Input, 'shape' | 'x'>, options: Options) => {
  const trace = spatialAttention(tensor3d(x, [...shape]), options);
  const read = (one: Tensor): number[] => Array.from(one.dataSync());
  return { weights: read(trace.weights), output: read(trace.output), shape: trace.output.shape };
};

const gate = (filter: number[]): Options => ({ form: 'gate', filter: tensor(filter, [1, 2, 3, 3]) });

/** The same features, with their places in another order. */
const shuffled = ({ shape: [C, H, W], x }: Input, order: readonly number[]): number[] =>
  Array.from({ length: C }, (_, c) => order.map((place) => x[c * H * W + place]!)).flat();

const close = (got: readonly number[], want: readonly number[]): void => {
  const allowed = 1e-5 * (1 + Math.max(...want.map(Math.abs)));
  expect(got.length).toBe(want.length);
  got.forEach((a, i) => expect(Math.abs(a - want[i]!)).toBeLessThanOrEqual(allowed));
};

describe('against the reference', () => {
  it.each(runVectors(spatialAttention, vectors as unknown as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('a gate', () => {
  it('has one weight for each place, keeps the shape, and scales every channel alike', () => {
    forAll(input, (one) => {
      const [C, H, W] = one.shape;
      const { weights, output, shape } = run(one, gate(one.filter));
      expect(shape).toEqual([C, H, W]);
      expect(weights.length).toBe(H * W);
      for (const a of weights) expect(a >= 0 && a <= 1).toBe(true);
      close(
        output,
        one.x.map((x, i) => x * weights[i % (H * W)]!),
      );
    });
  });

  it('does not see which channel is which', () => {
    forAll(
      input.chain((one) => fc.tuple(fc.constant(one), permutation(one.shape[0]))),
      ([one, order]) => {
        const places = one.shape[1] * one.shape[2];
        const x = order.flatMap((c) => one.x.slice(c * places, (c + 1) * places));
        close(run({ ...one, x }, gate(one.filter)).weights, run(one, gate(one.filter)).weights);
      },
    );
  });

  it('moves with what moves, away from the edges', () => {
    const at = (row: number, column: number) => {
      const x = Array.from({ length: 49 }, (_, i) => (i === 7 * row + column ? 1 : 0));
      const filter = Array.from({ length: 18 }, (_, i) => i - 4);
      return run({ shape: [1, 7, 7], x }, gate(filter)).weights;
    };
    const [before, after] = [at(2, 2), at(3, 4)];
    for (let row = 0; row < 5; row += 1)
      for (let column = 0; column < 5; column += 1)
        expect(after[7 * (row + 1) + column + 2]).toBeCloseTo(before[7 * row + column]!, 6);
  });
});

describe('a query, and pairs', () => {
  const forms = (one: Input): Options[] => [
    { form: 'query', q: matrix([one.filter.slice(0, one.shape[0])]) },
    { form: 'pairs' },
  ];

  it('have weights that sum to 1, and average: no output leaves the range of its channel', () => {
    forAll(input, (one) => {
      const N = one.shape[1] * one.shape[2];
      for (const options of forms(one)) {
        const { weights, output } = run(one, options);
        for (let i = 0; i < weights.length; i += N)
          expect(weights.slice(i, i + N).reduce((sum, a) => sum + a, 0)).toBeCloseTo(1, 5);
        const values = output.length / one.shape[0];
        output.forEach((y, i) => {
          const channel = Math.floor(i / values);
          const own = one.x.slice(channel * N, (channel + 1) * N);
          expect(y).toBeGreaterThanOrEqual(Math.min(...own) - 1e-4);
          expect(y).toBeLessThanOrEqual(Math.max(...own) + 1e-4);
        });
      }
    });
  });

  it('do not see where a place is; a gate does', () => {
    forAll(
      input.chain((one) => fc.tuple(fc.constant(one), permutation(one.shape[1] * one.shape[2]))),
      ([one, order]) => {
        const other = { ...one, x: shuffled(one, order) };
        const [query, pairs] = forms(one);
        close(run(other, query!).output, run(one, query!).output);
        close(run(other, pairs!).output, shuffled({ ...one, x: run(one, pairs!).output }, order));
      },
    );
    const [x, filter] = [[1, 0, 0, 0], Array.from({ length: 18 }, (_, i) => (i === 5 ? 1 : 0))];
    const asks = (features: number[]) => run({ shape: [1, 1, 4], x: features }, gate(filter)).weights;
    expect(asks([0, 0, 1, 0]).toSorted()).not.toEqual(asks(x).toSorted());
  });
});

describe('regimes', () => {
  it('gives constant features constant weights: a gate away from the edges, the others everywhere', () => {
    const x = Array<number>(2 * 25).fill(0.7);
    const { weights } = run({ shape: [2, 5, 5], x }, gate(Array<number>(18).fill(0.1)));
    expect(new Set([6, 7, 12, 18].map((i) => weights[i])).size).toBe(1);
    expect(weights[0]).toBeLessThan(weights[12]!); // the filter reads zeros past the edge
    expect(run({ shape: [2, 5, 5], x }, { form: 'pairs' }).weights).toEqual(
      Array<number>(625).fill(Math.fround(1 / 25)),
    );
  });

  it('has no overflow and no underflow', () => {
    const x = [1e30, -1e30, 0, 1];
    const weights = run({ shape: [1, 2, 2], x }, gate(Array<number>(18).fill(1))).weights;
    for (const a of weights) expect(a >= 0 && a <= 1).toBe(true);
    expect(run({ shape: [1, 1, 2], x: [1e4, -1e4] }, { form: 'pairs' }).weights).toEqual([1, 0, 0, 1]);
  });

  it('makes NaN of a NaN, wherever it is read', () => {
    const x = [NaN, 0, 0, 1];
    const { weights, output } = run({ shape: [1, 1, 4], x }, gate(Array<number>(18).fill(1)));
    expect(weights.map(Number.isNaN)).toEqual([true, true, false, false]);
    expect(Number.isNaN(output[0])).toBe(true);
    for (const a of run({ shape: [1, 1, 4], x }, { form: 'pairs' }).output) expect(a).toBeNaN();
    for (const a of run({ shape: [1, 1, 4], x }, { form: 'query', q: matrix([[1]]) }).output)
      expect(a).toBeNaN();
  });

  it('frees every tensor but those of its trace', () => {
    const [x, filter, q] = [ones([2, 3, 3]), ones([1, 2, 3, 3]), ones([1, 2])] as [Tensor, Tensor, Tensor];
    for (const options of [{ form: 'gate', filter }, { form: 'query', q }, { form: 'pairs' }] as Options[]) {
      const before = memory().numTensors;
      const trace = Object.values(spatialAttention(x, options)) as Tensor[];
      expect(memory().numTensors).toBe(before + trace.length);
      trace.forEach((one) => one.dispose());
    }
  });
});

describe('errors', () => {
  it('names what does not fit', () => {
    const x = zeros([2, 3, 3]);
    const call =
      (options: Options, features: Tensor = x) =>
      () =>
        spatialAttention(features, options);
    expect(call({ form: 'gate', filter: zeros([1, 2, 3, 5]) })).toThrow('k is 3 in filter and 5 in filter');
    expect(call({ form: 'gate', filter: zeros([1, 3, 3, 3]) })).toThrow('invalid');
    expect(call({ form: 'query', q: zeros([1, 3]) })).toThrow('invalid shapes');
    expect(call({ form: 'pairs' }, zeros([3, 3]))).toThrow('x must be (*, C, H, W)');
  });
});
