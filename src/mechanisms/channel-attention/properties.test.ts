import fc from 'fast-check';
import { tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../math/tensor.ts';
import { forAll, numbers, permutation, permuted } from '../testing.ts';
import { attend, excitation } from './testing.ts';

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
