import fc from 'fast-check';
import { gather, memory, ones, tensor, tensor2d, zeros, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { positionsAfter } from '../../math/positions.ts';
import { randomMatrix } from '../../math/random.ts';
import { matrices, matrix, type Matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { scaledDotProductAttention } from '../scaled-dot-product/kernel.ts';
import { expectClose, forAll, numbers, qkv, qkvOf } from '../testing.ts';
import { halvesOrder, rotate, rotaryAttention, turnPairs, type Options, type Rotation } from './kernel.ts';
import vectors from './vectors.json' with { type: 'json' };

const turn = (x: Matrix, positions: readonly number[], options?: Rotation): Matrix =>
  matrices(() => ({ turned: rotate(matrix(x), positions, options) })).turned;
const attend = (q: Matrix, k: Matrix, v: Matrix, options?: Options) =>
  matrices(() => rotaryAttention(matrix(q), matrix(k), matrix(v), options));
const length = (row: readonly number[]): number => Math.hypot(...row);

const layouts = ['interleaved', 'halves'] as const;
const layout = fc.constantFrom(...layouts);
const size = fc.integer({ min: 1, max: 4 });
/** Queries, keys and values with pairs of features. */
const paired = fc.tuple(size, size, size, size).chain(([T, S, pairs, E]) => qkvOf(T, S, 2 * pairs, E));
const base = fc.integer({ min: 2, max: 1_000_000 });

describe('against the reference', () => {
  it.each(runVectors(rotaryAttention, vectors as unknown as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('properties', () => {
  it('scores depend on the distance only: a shift of all positions changes nothing', () => {
    forAll(paired, layout, base, fc.integer({ min: 0, max: 2000 }), ({ q, k, v }, l, b, shift) => {
      const [queryPositions, keyPositions] = [positionsAfter(0, q.length), positionsAfter(0, k.length)];
      const moved = {
        queryPositions: queryPositions.map((p) => p + shift),
        keyPositions: keyPositions.map((p) => p + shift),
      };
      const options = { layout: l, base: b };
      const here = attend(q, k, v, { ...options, queryPositions, keyPositions });
      const there = attend(q, k, v, { ...options, ...moved });
      expect(there.scores.flat().map((s, i) => Math.abs(s - here.scores.flat()[i]!))).toSatisfy(
        (apart: number[]) => Math.max(...apart) < 1e-4,
      );
    });
  });

  it('one query and one key at all positions give scores that are constant along each diagonal', () => {
    forAll(size, layout, (pairs, l) => {
      const [one = [], two = []] = randomMatrix(2, 2 * pairs, 1);
      const six = (row: number[]): Matrix => Array.from({ length: 6 }, () => row);
      const { scores } = attend(six(one), six(two), six([1]), { layout: l });
      for (let i = 1; i < 6; i += 1)
        for (let j = 1; j < 6; j += 1) expect(scores[i]![j]).toBeCloseTo(scores[i - 1]![j - 1]!, 4);
    });
  });

  it('turning keeps every length, and position 0 stays as it is', () => {
    forAll(paired, layout, fc.integer({ min: 0, max: 100_000 }), ({ q }, l, start) => {
      const turned = turn(q, positionsAfter(start, q.length), { layout: l });
      turned.forEach((row, i) => expect(length(row)).toBeCloseTo(length(q[i]!), 4));
      expectClose(turn(q.slice(0, 1), [0], { layout: l }), q.slice(0, 1));
    });
  });

  it('turning by m and then by n is turning by m + n', () => {
    forAll(paired, layout, ({ q }, l) => {
      const at = (p: number) => q.map(() => p);
      expectClose(turn(turn(q, at(3), { layout: l }), at(4), { layout: l }), turn(q, at(7), { layout: l }), 1e-4); // prettier-ignore
    });
  });

  it('without distance is plain attention', () => {
    forAll(paired, ({ q, k, v }) => {
      const same = { queryPositions: q.map(() => 5), keyPositions: k.map(() => 5) };
      const plain = matrices(() => scaledDotProductAttention(matrix(q), matrix(k), matrix(v)));
      const { scores } = attend(q, k, v, same);
      scores.flat().forEach((s, i) => expect(s).toBeCloseTo(plain.scores.flat()[i]!, 4));
    });
  });

  it('does not turn values', () => {
    forAll(fc.tuple(paired), ([{ q, k, v }]) => {
      const { weights, output } = attend(q, k, v);
      const plain = weights.map((row) =>
        v[0]!.map((_, e) => row.reduce((sum, a, j) => sum + a * v[j]![e]!, 0)),
      );
      expectClose(output, plain, 1e-4);
    });
  });

  it('leaves the features after dims as they are', () => {
    forAll(numbers(3, 7), layout, (x, l) => {
      const turned = turn(x, [1, 2, 3], { layout: l, dims: 4 });
      expectClose(turned.map((row) => row.slice(4)), x.map((row) => row.slice(4))); // prettier-ignore
      expectClose(turned.map((row) => row.slice(0, 4)), turn(x.map((row) => row.slice(0, 4)), [1, 2, 3], { layout: l })); // prettier-ignore
    });
  });
});

describe('layouts', () => {
  it('differ on the same numbers', () => {
    const x = [[1, 2, 3, 4]];
    expect(turn(x, [1])[0]![0]).toBeCloseTo(Math.cos(1) - 2 * Math.sin(1), 5);
    expect(turn(x, [1], { layout: 'halves' })[0]![0]).toBeCloseTo(Math.cos(1) - 3 * Math.sin(1), 5);
  });

  it('are the same when the features are put in the other order first', () => {
    forAll(paired, ({ q, k, v }) => {
      const D = q[0]!.length;
      for (const dims of [D, 2]) {
        const order = halvesOrder(dims, D);
        const sorted = (x: Matrix) => x.map((row) => order.map((feature) => row[feature]!));
        const interleaved = attend(q, k, v, { dims });
        const halves = attend(sorted(q), sorted(k), v, { dims, layout: 'halves' });
        expectClose(halves.rotatedQ, sorted(interleaved.rotatedQ));
        halves.scores.flat().forEach((s, i) => expect(s).toBeCloseTo(interleaved.scores.flat()[i]!, 4));
      }
    });
  });

  it('know the order of eight features', () => {
    expect(halvesOrder(8)).toEqual([0, 2, 4, 6, 1, 3, 5, 7]);
    expect(halvesOrder(4, 6)).toEqual([0, 2, 1, 3, 4, 5]);
  });
});

describe('given angles', () => {
  it('are used as they are, from a table by position', () => {
    const [x, rates] = [randomMatrix(3, 4, 1), [1, 0.01]];
    const table = positionsAfter(0, 10).map((p) => rates.map((rate) => p * rate));
    const { got } = matrices(() => {
      const of = (wave: (angle: number) => number) =>
        gather(matrix(table.map((row) => row.map(wave))), [4, 0, 9], 0);
      return { got: turnPairs(matrix(x), of(Math.cos), of(Math.sin)) };
    });
    expectClose(got, turn(x, [4, 0, 9]));
  });

  it('reads a cache: the last queries alone have the scores that they have among all', () => {
    const [q, k, v] = [1, 2, 3].map((seed) => randomMatrix(5, 4, seed)) as [Matrix, Matrix, Matrix];
    const all = attend(q, k, v, { causal: true });
    const last = attend(q.slice(3), k, v, { causal: true, past: 3 });
    expectClose(last.weights, all.weights.slice(3));
    expectClose(last.output, all.output.slice(3));
  });
});

describe('regimes', () => {
  it('gives one key all the weight, everything masked none, and NaN for NaN', () => {
    expect(attend([[1, 2]], [[3, 4]], [[5]], { past: 9 }).output).toEqual([[5]]);
    const mask = tensor2d([[0, 0]], [1, 2], 'bool');
    expect(attend([[1, 2]], [[3, 4], [1, 1]], [[5], [6]], { mask }).output).toEqual([[0]]); // prettier-ignore
    expect(attend([[NaN, 2]], [[3, 4]], [[5]]).output).toEqual([[NaN]]);
    mask.dispose();
  });

  it('does not overflow', () => {
    forAll(qkv, ({ v }) => {
      const row = [1e18, -1e18];
      const { weights } = attend([row], v.map(() => row), v); // prettier-ignore
      expect(weights[0]!.reduce((sum, a) => sum + a, 0)).toBeCloseTo(1, 5);
    });
  });

  it('frees every tensor but the six of its trace', () => {
    const [q, k, v] = [ones([2, 3, 4]), ones([2, 3, 4]), ones([2, 3, 1])];
    const before = memory().numTensors;
    for (const l of layouts) {
      const trace = rotaryAttention(q, k, v, { layout: l, dims: 2, causal: true });
      expect(memory().numTensors).toBe(before + 6);
      Object.values(trace).forEach((one: Tensor) => one.dispose());
    }
  });
});

describe('errors', () => {
  it('names what does not fit', () => {
    for (const dims of [0, 3, 6])
      expect(() => rotate(ones([2, 4]), [0, 1], { dims })).toThrow(`invalid dims: ${dims}`);
    expect(() => rotate(ones([2, 3]), [0, 1])).toThrow('invalid dims: 3');
    expect(() => rotate(ones([2, 4]), [0, 1, 2])).toThrow('T is 2 in x and 3 in cosines');
    expect(() => rotate(ones([2, 4]), tensor([[0, 1], [1, 2]]))).toThrow('invalid shapes: cosines is [2, 2, 2]'); // prettier-ignore
    expect(() => turnPairs(ones([2, 4]), zeros([2, 2]), zeros([2, 1]))).toThrow(
      'P is 2 in cosines and 1 in sines',
    );
  });
});
