import fc from 'fast-check';
import { memory, ones, tensor, tensor3d, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../math/tensor.ts';
import { matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { forAll, numbers, permutation, permuted } from '../testing.ts';
import { channelAttention, kernelSize, type Efficient, type Excitation } from './kernel.ts';
import vectors from './vectors.json' with { type: 'json' };

type Lists = Record<'descriptor' | 'scores' | 'gates' | 'output', number[]> & { hidden?: number[] };

/** The trace as plain numbers; features are a matrix, a channel in each row, its positions in the columns. */
function attend(x: Matrix, parameters: Excitation | Efficient): Lists {
  const features = tensor3d(x.flat(), [x.length, 1, x[0]!.length]);
  const trace = Object.entries<Tensor>(channelAttention(features, parameters));
  return Object.fromEntries(trace.map(([name, one]) => [name, [...one.dataSync()]])) as unknown as Lists;
}

const excitation = (w1: Matrix, w2: Matrix, b1?: number[], b2?: number[]): Excitation => ({
  w1: matrix(w1),
  w2: matrix(w2),
  ...(b1 ? { b1: tensor(b1) } : {}),
  ...(b2 ? { b2: tensor(b2) } : {}),
});

const C = 5;
const input = fc.record({
  x: numbers(C, 6),
  w1: numbers(2, C),
  w2: numbers(C, 2),
  b1: numbers(1, 2),
  b2: numbers(1, C),
  filter: numbers(1, 3),
});

/** Both mechanisms with the same numbers. */
const both = ({
  w1,
  w2,
  b1,
  b2,
  filter,
}: {
  w1: Matrix;
  w2: Matrix;
  b1: Matrix;
  b2: Matrix;
  filter: Matrix;
}) => [excitation(w1, w2, b1[0], b2[0]), { filter: tensor(filter[0]!) }];

function expectNear(got: readonly number[], want: readonly number[]): void {
  expect(got.length).toBe(want.length);
  got.forEach((x, i) => expect(Math.abs(x - want[i]!)).toBeLessThanOrEqual(1e-4));
}

describe('against the reference', () => {
  it.each(runVectors(channelAttention, vectors as unknown as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('properties', () => {
  it('makes nothing larger, and turns no sign', () => {
    forAll(input, ({ x, ...parameters }) => {
      for (const one of both(parameters)) {
        const flat = x.flat();
        attend(x, one).output.forEach((y, i) => {
          expect(Math.abs(y)).toBeLessThanOrEqual(Math.abs(flat[i]!) + 1e-6);
          expect(y * flat[i]!).toBeGreaterThanOrEqual(0);
        });
      }
    });
  });

  it('gives gates between 0 and 1 whose sum may be anything up to their number', () => {
    forAll(input, ({ x, ...parameters }) => {
      for (const one of both(parameters)) {
        for (const gate of attend(x, one).gates) expect(gate >= 0 && gate <= 1).toBe(true);
      }
    });
    const all = attend([[9], [9]], excitation([[1, 1]], [[9], [9]])).gates;
    expect(all[0]! + all[1]!).toBeCloseTo(2, 5);
  });

  it('does not see where anything is: shuffled positions leave the gates as they are', () => {
    forAll(input, permutation(6), ({ x, ...parameters }, order) => {
      for (const one of both(parameters)) {
        expectNear(
          attend(
            x.map((row) => permuted(row, order)),
            one,
          ).gates,
          attend(x, one).gates,
        );
      }
    });
  });

  it('hears a sum of channels, so that squeeze-and-excitation follows any order of channels that its parameters follow', () => {
    forAll(input, permutation(C), ({ x, w1, w2 }, order) => {
      const moved = excitation(
        w1.map((row) => permuted(row, order)),
        permuted(w2, order),
      );
      const want = permuted(attend(x, excitation(w1, w2)).gates, order);
      expectNear(attend(permuted(x, order), moved).gates, want);
    });
  });

  it('lets a channel change only the gates of its neighbours in ECA', () => {
    forAll(input, ({ x, filter }) => {
      const brighter = x.map((row, c) => row.map((value) => (c === 0 ? value + 1 : value)));
      const [before, after] = [x, brighter].map((one) => attend(one, { filter: tensor(filter[0]!) }).scores);
      expect(after!.slice(2)).toEqual(before!.slice(2));
      expect(after![0]! - before![0]!).toBeCloseTo(filter[0]![1]!, 3);
      expect(after![1]! - before![1]!).toBeCloseTo(filter[0]![0]!, 3);
    });
  });

  it('stretches every score with the contrast where there are no biases, so that no gate crosses one half', () => {
    forAll(input, fc.constantFrom(0, 0.25, 2), ({ x, w1, w2 }, contrast) => {
      const scaled = x.map((row) => row.map((value) => value * contrast));
      const scores = attend(x, excitation(w1, w2)).scores.map((score) => score * contrast);
      expectNear(attend(scaled, excitation(w1, w2)).scores, scores);
    });
  });
});

describe('the length of the filter', () => {
  it('is the one of the paper for the widths of ResNet-50', () => {
    expect([64, 128, 256, 512, 1024, 2048].map((width) => kernelSize(width))).toEqual([3, 5, 5, 5, 5, 7]);
  });

  it('is the nearest odd number, the larger of two', () => {
    for (let width = 1; width <= 4096; width += 1) {
      const t = (Math.log2(width) + 1) / 2;
      const size = kernelSize(width);
      expect(size % 2).toBe(1);
      expect(Math.abs(size - t)).toBeLessThanOrEqual(1 + 1e-9);
      if (Math.abs(size - t) > 1 - 1e-9) expect(size).toBeGreaterThan(t);
    }
  });

  it('follows γ and b, and refuses what is no number of channels', () => {
    expect(kernelSize(64, { gamma: 1, b: 1 })).toBe(7);
    expect(kernelSize(64, { gamma: 2, b: 5 })).toBe(5);
    for (const width of [0, -4, 2.5, NaN]) expect(() => kernelSize(width)).toThrow('invalid channels');
  });
});

describe('regimes', () => {
  const twice = excitation([[1, 1, 1]], [[1], [0], [-1]]);

  it('opens every gate half where the image is empty and there are no biases', () => {
    expect(attend([[0], [0], [0]], twice).gates).toEqual([0.5, 0.5, 0.5]);
    expect(attend([[0, 0]], { filter: tensor([3]) }).gates).toEqual([0.5]);
  });

  it('opens every gate half where no hidden unit answers', () => {
    expect(attend([[-5], [-5], [-5]], twice).gates).toEqual([0.5, 0.5, 0.5]);
  });

  it('overflows to gates of 0 and 1, and to no NaN', () => {
    expect(attend([[1e30], [0], [0]], twice).gates).toEqual([1, 0.5, 0]);
  });

  it('makes NaN of NaN: all gates in squeeze-and-excitation, those of the neighbours in ECA', () => {
    const x = [[NaN], [1], [1]];
    expect(attend(x, twice).gates).toEqual([NaN, NaN, NaN]);
    const { gates } = attend(x, { filter: tensor([0, 1, 0]) });
    expect(gates.map(Number.isNaN)).toEqual([true, true, false]);
  });

  it('frees every tensor but those of its trace', () => {
    const x = ones([2, 3, 2, 2]);
    const filter = tensor([1, 2, 1]);
    const before = memory().numTensors;
    for (const [parameters, kept] of [
      [twice, 5],
      [{ filter }, 4],
    ] as const) {
      const trace = channelAttention(x, parameters);
      expect(memory().numTensors).toBe(before + kept);
      Object.values(trace).forEach((one) => one.dispose());
    }
  });
});

describe('errors', () => {
  const x = ones([3, 2, 2]);

  it('names what does not fit', () => {
    const parameters = { w1: ones([2, 4]), w2: ones([3, 2]) };
    expect(() => channelAttention(x, parameters)).toThrow('C is 3 in x and 4 in w1');
    expect(() => channelAttention(x, { ...parameters, w1: ones([1, 3]) })).toThrow(
      'R is 1 in w1 and 2 in w2',
    );
    expect(() => channelAttention(x, { filter: ones([4]) })).toThrow('must be odd');
  });
});
