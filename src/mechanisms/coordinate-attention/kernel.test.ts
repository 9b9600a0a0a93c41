import fc from 'fast-check';
import { memory, ones, reshape, tensor, zeros, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { singularValues } from '../../math/singular.ts';
import { random, randomMatrix } from '../../math/random.ts';
import { matrix, type Matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { expectClose, forAll, numbers, permutation, permuted } from '../testing.ts';
import { coordinateAttention, type Options } from './kernel.ts';
import vectors from './vectors.json' with { type: 'json' };

type Planes = Matrix[];

/** Random convolutions for C channels, eight between them, and a normalisation that changes nothing. */
function drawn(C: number, seed: number): Options {
  const source = random(seed);
  const draw = (rows: number, columns: number) =>
    matrix(randomMatrix(rows, columns, source).map((row) => row.map((x) => x / Math.sqrt(columns))));
  const [none, all] = [() => zeros([8]), () => ones([8])];
  return {
    ...{ w1: draw(8, C), b1: none(), norm: { gamma: all(), beta: none(), mean: none(), variance: all() } },
    ...{ wh: draw(C, 8), bh: zeros([C]), ww: draw(C, 8), bw: zeros([C]) },
  };
}

/** The trace of features (C, H, W) with random parameters, as nested arrays. */
function gate(
  x: Planes,
  seed = 1,
  more: Partial<Options> = {},
): Record<string, number[][]> & Record<'plane' | 'output', any> {
  const trace = coordinateAttention(tensor(x), { ...drawn(x.length, seed), ...more });
  return Object.fromEntries(Object.entries(trace).map(([name, one]) => [name, one.arraySync()])) as never;
}

const size = fc.integer({ min: 1, max: 5 });
const planes = fc
  .tuple(size, size, size)
  .chain(([C, H, W]) => fc.array(numbers(H, W), { minLength: C, maxLength: C }));

describe('against the reference', () => {
  it.each(runVectors(coordinateAttention, vectors as unknown as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('properties', () => {
  it('has gates between 0 and 1, that need not sum to 1', () => {
    forAll(planes, (x) => {
      for (const g of [...gate(x)['gh']!.flat(), ...gate(x)['gw']!.flat()]) {
        expect(g).toBeGreaterThan(0);
        expect(g).toBeLessThan(1);
      }
    });
  });

  it('has a gate plane of rank 1 in every channel', () => {
    forAll(planes, (x) => {
      for (const plane of gate(x).plane as Planes) {
        const [first = 0, second = 0] = singularValues(plane);
        expect(first).toBeGreaterThan(0);
        expect(second / first).toBeLessThan(1e-6);
      }
    });
  });

  it('moves the gates of the rows with the rows, and leaves those of the columns', () => {
    forAll(
      planes.chain((x) => fc.tuple(fc.constant(x), permutation(x[0]!.length))),
      ([x, order]) => {
        const before = gate(x);
        const after = gate(x.map((plane) => permuted(plane, order)));
        expectClose(after['gh']!, before['gh']!.map((row) => permuted(row, order))); // prettier-ignore
        expectClose(after['gw']!, before['gw']!);
      },
    );
  });

  it('sees of a row only its mean: shuffling the places inside a row moves no gate of the rows', () => {
    forAll(
      planes.chain((x) => fc.tuple(fc.constant(x), permutation(x[0]![0]!.length))),
      ([x, order]) => {
        const shuffled = x.map((plane) => plane.map((row, i) => (i === 0 ? permuted(row, order) : row)));
        expectClose(gate(shuffled)['gh']!, gate(x)['gh']!);
      },
    );
  });

  it('takes maps of every height and width with the same parameters', () => {
    for (const [H, W] of [
      [1, 1],
      [7, 3],
      [32, 20],
    ] as const) {
      // prettier-ignore
      const x = Array.from({ length: 4 }, (_, c) => Array.from({ length: H }, () => Array<number>(W).fill(c)));
      expect((gate(x).output as Planes).map((plane) => [plane.length, plane[0]!.length])).toEqual(
        x.map(() => [H, W]),
      );
    }
  });

  it('gives a constant map one gate', () => {
    const { gh, gw } = gate([[[2, 2, 2], [2, 2, 2]]]); // prettier-ignore
    expect(new Set(gh!.flat()).size).toBe(1);
    expect(new Set(gw!.flat()).size).toBe(1);
  });
});

describe('regimes', () => {
  it('neither overflows nor underflows to NaN', () => {
    for (const far of [1e30, -1e30]) {
      for (const { plane } of [
        gate([[[far]]]),
        gate([
          [
            [far, 0],
            [0, -far],
          ],
        ]),
      ]) {
        // prettier-ignore
        for (const g of (plane as Planes).flat(2)) expect(g >= 0 && g <= 1).toBe(true);
      }
    }
  });

  it('lets a NaN out through its row and its column, and no further in the gates', () => {
    const { gh, gw } = gate([[[1, 2], [NaN, 3], [4, 5]]]); // prettier-ignore
    expect(gh![0]!.map(Number.isNaN)).toEqual([false, true, false]);
    expect(gw![0]!.map(Number.isNaN)).toEqual([true, false]);
  });

  it('frees every tensor but the eight of its trace', () => {
    const options = drawn(3, 1);
    const x = ones([3, 4, 5]);
    const before = memory().numTensors;
    const trace = coordinateAttention(x, options);
    expect(memory().numTensors).toBe(before + 8);
    Object.values(trace).forEach((one) => one.dispose());
  });
});

describe('errors', () => {
  it('names what does not fit', () => {
    const call = (x: Tensor, more: Partial<Options>) => () =>
      coordinateAttention(x, { ...drawn(3, 1), ...more });
    expect(call(ones([4, 2, 2]), {})).toThrow(/C is 4 in x and 3 in w1/);
    expect(call(ones([3, 2, 2]), { wh: zeros([3, 5]) })).toThrow(/M is 8 in w1 and 5 in wh/);
    expect(call(reshape(ones([3, 4]), [3, 4]), {})).toThrow('x must be (…, C, H, W)');
  });
});
