// Over 250 lines: two sequences of their own sizes and four projections, each checked for what moves it and what does not.
import fc from 'fast-check';
import { memory as tensorMemory, ones, sum, tensor, tensor2d, tensor3d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gradient } from '../../math/gradient.ts';
import { matrices, matrix, type Matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { scaledDotProductAttention } from '../scaled-dot-product/kernel.ts';
import { expectClose, forAll, numbers, permutation, permuted, times } from '../testing.ts';
import { crossAttention, type Options, type Parameters } from './kernel.ts';
import vectors from './vectors.json' with { type: 'json' };

/** Two sequences and the projections between them. */
interface Inputs {
  readonly x: Matrix;
  readonly memory: Matrix;
  readonly wq: Matrix;
  readonly wk: Matrix;
  readonly wv: Matrix;
  readonly wo: Matrix;
}

const size = fc.integer({ min: 1, max: 5 });

/** Arbitrary inputs; T and S, E and C, D and V are drawn by themselves. */
const inputs: fc.Arbitrary<Inputs> = fc
  .tuple(size, size, size, size, size, size, size)
  .chain(([T, S, E, C, D, V, O]) =>
    fc.record({
      x: numbers(T, E),
      memory: numbers(S, C),
      wq: numbers(D, E),
      wk: numbers(D, C),
      wv: numbers(V, C),
      wo: numbers(O, V),
    }),
  );

const attend = ({ x, memory, wq, wk, wv, wo }: Inputs, options?: Options) =>
  matrices(() => {
    const parameters = { wq: matrix(wq), wk: matrix(wk), wv: matrix(wv), wo: matrix(wo) };
    const { mean, ...steps } = crossAttention(matrix(x), matrix(memory), parameters, options);
    return { ...steps, mean: mean! };
  });

const transposed = (m: Matrix): Matrix => m[0]!.map((_, j) => m.map((row) => row[j]!));

describe('against the reference', () => {
  it.each(runVectors(crossAttention, vectors as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('properties', () => {
  it('has a row for each vector that asks and a column for each that is read', () => {
    forAll(inputs, (given) => {
      const { weights, output } = attend(given);
      expect(weights.map((row) => row.length)).toEqual(given.x.map(() => given.memory.length));
      expect(output.map((row) => row.length)).toEqual(given.x.map(() => given.wo.length));
      for (const row of weights) expect(row.reduce((sum, a) => sum + a, 0)).toBeCloseTo(1, 5);
    });
  });

  it('is scaled dot-product attention between what the projections give', () => {
    forAll(inputs, ({ x, memory, wq, wk, wv, wo }) => {
      const trace = attend({ x, memory, wq, wk, wv, wo });
      const [q, k, v] = [
        times(x, transposed(wq)),
        times(memory, transposed(wk)),
        times(memory, transposed(wv)),
      ];
      expectClose(trace.q, q);
      expectClose(trace.k, k);
      expectClose(trace.v, v);
      const plain = matrices(() =>
        scaledDotProductAttention(matrix(trace.q), matrix(trace.k), matrix(trace.v)),
      );
      expect(trace.weights).toEqual(plain.weights);
      expect(trace.mean).toEqual(plain.output);
      expectClose(trace.output, times(trace.mean, transposed(wo)));
    });
  });

  it('does not see the order of the memory: columns move, the output stays', () => {
    forAll(
      inputs.chain((given) => fc.tuple(fc.constant(given), permutation(given.memory.length))),
      ([given, order]) => {
        const before = attend(given);
        const after = attend({ ...given, memory: permuted(given.memory, order) });
        expectClose(after.weights, before.weights.map((row) => permuted(row, order)), 3e-5); // prettier-ignore
        expectClose(after.output, before.output, 3e-5);
      },
    );
  });

  it('moves its rows with those of the queries', () => {
    forAll(
      inputs.chain((given) => fc.tuple(fc.constant(given), permutation(given.x.length))),
      ([given, order]) => {
        const before = attend(given);
        const after = attend({ ...given, x: permuted(given.x, order) });
        expect(after.weights).toEqual(permuted(before.weights, order));
        expect(after.output).toEqual(permuted(before.output, order));
      },
    );
  });

  it('answers each query by itself', () => {
    forAll(inputs, (given) => {
      const whole = attend(given).output;
      expectClose(given.x.flatMap((row) => attend({ ...given, x: [row] }).output), whole); // prettier-ignore
    });
  });

  it('reads no more of a memory than its mask opens', () => {
    forAll(
      inputs.chain((given) => fc.tuple(fc.constant(given), fc.integer({ min: 1, max: given.memory.length }))),
      ([given, open]) => {
        const mask = tensor2d([given.memory.map((_, j) => (j < open ? 1 : 0))], undefined, 'bool');
        const padded = attend(given, { mask });
        const shorter = attend({ ...given, memory: given.memory.slice(0, open) });
        expectClose(padded.weights.map((row) => row.slice(0, open)), shorter.weights); // prettier-ignore
        expect(padded.weights.flatMap((row) => row.slice(open)).every((a) => a === 0)).toBe(true);
        expectClose(padded.output, shorter.output);
        mask.dispose();
      },
    );
  });

  it('treats a batch as a loop over its entries', () => {
    forAll(
      inputs.chain(({ x, memory, ...parameters }) =>
        fc.record({
          parameters: fc.constant(parameters),
          batch: fc.array(
            fc.record({
              x: numbers(x.length, x[0]!.length),
              memory: numbers(memory.length, memory[0]!.length),
            }),
            { minLength: 1, maxLength: 3 },
          ),
        }),
      ),
      ({ parameters, batch }) => {
        const { wq, wk, wv, wo } = parameters;
        const { output } = crossAttention(
          tensor3d(batch.map(({ x }) => x)),
          tensor3d(batch.map(({ memory }) => memory)),
          { wq: matrix(wq), wk: matrix(wk), wv: matrix(wv), wo: matrix(wo) },
        );
        const each = batch.map((entry) => attend({ ...parameters, ...entry }).output);
        (output.arraySync() as Matrix[]).forEach((rows, i) => expectClose(rows, each[i]!));
      },
    );
  });

  it('has the slope along every projection that differences show', () => {
    const x = [[1, 0], [0.5, -1]]; // prettier-ignore
    const memory = [[1, 2], [0, 1], [-1, 0.5]]; // prettier-ignore
    const w = { wq: [[1, 0.2], [0, 1]], wk: [[0.5, 0], [0, 1]], wv: [[1, -1]], wo: [[2]] }; // prettier-ignore
    const given = { x, memory, ...w };
    const total = (output: Matrix): number => output.flat().reduce((all, y) => all + y, 0);
    for (const name of ['wq', 'wk', 'wv', 'wo'] as const) {
      const tensors = { wq: matrix(w.wq), wk: matrix(w.wk), wv: matrix(w.wv), wo: matrix(w.wo) };
      const slopes = gradient(
        (at) => sum(crossAttention(matrix(x), matrix(memory), { ...tensors, [name]: at }).output),
        matrix(w[name]),
      ).arraySync() as Matrix;
      slopes.forEach((row, i) =>
        row.forEach((slope, j) => {
          const moved = (by: number): number => {
            const at = w[name].map((line, a) => line.map((y, b) => (a === i && b === j ? y + by : y)));
            return total(attend({ ...given, [name]: at }).output);
          };
          expect(slope).toBeCloseTo((moved(0.01) - moved(-0.01)) / 0.02, 3);
        }),
      );
    }
  });

  it('is self-attention when the memory is the sequence itself: a square of weights', () => {
    forAll(inputs, (given) => {
      const own = { ...given, memory: given.x, wk: given.wq };
      const { weights, scores } = attend({ ...own, wv: given.wq, wo: [given.wq.map(() => 1)] });
      expect(weights.map((row) => row.length)).toEqual(weights.map(() => weights.length));
      expectClose(transposed(scores), scores); // one projection for both sides: the scores are symmetric
    });
  });
});

describe('regimes', () => {
  const small = { x: [[1], [-1]], memory: [[1], [2], [3]], wq: [[1]], wk: [[1]], wv: [[10]], wo: [[1]] }; // prettier-ignore

  it('gives every query the value of the only vector that there is', () => {
    expect(attend({ ...small, memory: [[4]] }).output).toEqual([[40], [40]]);
  });

  it('has no overflow and no underflow', () => {
    expect(attend({ ...small, wq: [[1e4]] }).output).toEqual([[30], [10]]);
    expect(attend({ ...small, wq: [[1e4]] }).weights).toEqual([[0, 0, 1], [1, 0, 0]]); // prettier-ignore
  });

  it('averages the memory evenly where a query is zero', () => {
    expectClose(attend({ ...small, x: [[0]] }).output, [[20]]);
  });

  it('gives a query without an open vector zero weights; of the output only the bias is left', () => {
    const mask = tensor2d([[1, 0, 1], [0, 0, 0]], undefined, 'bool'); // prettier-ignore
    const { weights, mean, output } = attend(small, { mask });
    expect(weights[1]).toEqual([0, 0, 0]);
    expect([mean[1], output[1]]).toEqual([[0], [0]]);
    const [x, memory, w] = [matrix(small.x), matrix(small.memory), matrix([[1]])];
    const biased = crossAttention(x, memory, { wq: w, wk: w, wv: w, wo: w, bo: tensor([7]) }, { mask });
    expect(biased.output.arraySync()).toEqual([[expect.any(Number)], [7]]);
    mask.dispose();
  });

  it('makes a NaN of the first sequence NaN in its row, and one of the memory NaN in every row', () => {
    const { output } = attend({ ...small, x: [[NaN], [1]] });
    expect(output[0]).toEqual([NaN]);
    expect(output[1]!.every(Number.isFinite)).toBe(true);
    expect(attend({ ...small, memory: [[1], [NaN], [3]] }).output).toEqual([[NaN], [NaN]]);
  });

  it('frees every tensor but those of its trace', () => {
    const [x, memory, w] = [ones([2, 3]), ones([4, 3]), ones([3, 3])];
    const parameters: Parameters = { wq: w, wk: w, wv: w, bq: ones([3]), bk: ones([3]), bv: ones([3]) };
    const before = tensorMemory().numTensors;
    const plain = crossAttention(x, memory, parameters, { scale: 0.5 });
    expect(tensorMemory().numTensors).toBe(before + 7);
    Object.values(plain).forEach((one) => one.dispose());
    const projected = crossAttention(x, memory, { ...parameters, wo: w });
    expect(tensorMemory().numTensors).toBe(before + 8);
    Object.values(projected).forEach((one) => one.dispose());
  });
});

describe('errors', () => {
  const call =
    (
      { x = [2, 3], memory = [4, 5], wq = [3, 3], wk = [3, 5], wv = [2, 5], wo = [2, 2] },
      options?: Options,
    ) =>
    () =>
      crossAttention(
        ones(x),
        ones(memory),
        { wq: ones(wq), wk: ones(wk), wv: ones(wv), wo: ones(wo) },
        options,
      );

  it('names what does not fit', () => {
    expect(call({})).not.toThrow();
    expect(call({ x: [2, 4] })).toThrow('E is 4 in x and 3 in wq');
    expect(call({ memory: [4, 6] })).toThrow('C is 6 in memory and 5 in wk');
    expect(call({ wk: [2, 5] })).toThrow('D is 3 in wq and 2 in wk');
    expect(call({ wo: [2, 3] })).toThrow('invalid shapes: x is [2, 2], w [2, 3]');
    expect(call({ x: [0, 3] })).toThrow('T is 0 in x');
    expect(call({ memory: [2, 4, 5] })).toThrow('… is [] in x and [2] in memory');
    expect(call({}, { mask: tensor2d([[1, 1, 1]], undefined, 'bool') })).toThrow('mask is [1, 3]');
  });
});
