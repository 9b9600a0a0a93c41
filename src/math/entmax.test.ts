import fc from 'fast-check';
import { memory, mul, sum, tensor, tensor1d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { entmax, entmax15, hardmax, sparsemax } from './entmax.ts';
import { gradient, jacobian } from './gradient.ts';
import { softmax } from './softmax.ts';
import { matrix } from './tensor.ts';

const values = (x: Tensor) => Array.from(x.dataSync());
const row = (f: (x: Tensor) => Tensor, ...x: number[]) => values(f(tensor1d(x)));
const scores = fc.array(
  fc.integer({ min: -400, max: 400 }).map((x) => x / 100),
  { minLength: 1, maxLength: 8 },
);
const family: [string, (x: Tensor, axis?: number) => Tensor][] = [
  ['sparsemax', sparsemax],
  ['entmax15', entmax15],
  ['entmax 1.2', (x, axis) => entmax(x, 1.2, axis)],
  ['entmax 3', (x, axis) => entmax(x, 3, axis)],
  ['hardmax', hardmax],
];

describe.each(family)('%s', (name, f) => {
  it('gives weights that are not negative and sum to one', () => {
    fc.assert(
      fc.property(scores, (x) => {
        const p = row(f, ...x);
        expect(Math.min(...p)).toBeGreaterThanOrEqual(0);
        expect(p.reduce((total, one) => total + one, 0)).toBeCloseTo(1, 5);
      }),
    );
  });

  it('never gives the larger score the smaller weight', () => {
    fc.assert(
      fc.property(scores, (x) => {
        const p = row(f, ...x);
        x.forEach((a, i) =>
          x.forEach((b, j) => {
            if (a > b) expect(p[i]).toBeGreaterThanOrEqual(p[j]! - 1e-7);
          }),
        );
      }),
    );
  });

  it('does not change when all scores move together', () => {
    fc.assert(
      fc.property(scores, (x) => {
        const moved = row(f, ...x.map((one) => one + 16));
        row(f, ...x).forEach((p, i) => expect(moved[i]).toBeCloseTo(p, 4));
      }),
    );
  });

  it('works along any axis', () => {
    const x = tensor([0, 1, 2, 3, 4, 5.5, 6, 7, 8, 9, 9.5, 11], [2, 3, 2]);
    for (const axis of [0, 1, 2, -1, -2, -3]) {
      const along = values(sum(f(x, axis), axis));
      along.forEach((total) => expect(total).toBeCloseTo(1, 5));
    }
    expect(
      f(
        matrix([
          [0, 0.5],
          [0.25, 0],
        ]),
        0,
      ).arraySync(),
    ).toEqual(
      // prettier-ignore
      tidy(() => {
        const [left, right] = [row(f, 0, 0.25), row(f, 0.5, 0)];
        return [[left[0], right[0]], [left[1], right[1]]]; // prettier-ignore
      }),
    );
  });

  it('gives −∞ exactly nothing, and zeros where all are −∞', () => {
    const p = row(f, 0.2, -Infinity, 0.1);
    expect(p[1]).toBe(0);
    expect(p[0]! + p[2]!).toBeCloseTo(1, 6);
    expect(row(f, -Infinity, -Infinity)).toEqual([0, 0]);
    expect(row(f, -Infinity, 3)).toEqual([0, 1]);
  });

  it('has no overflow and no underflow', () => {
    expect(row(f, 1e38, -1e38)).toEqual([1, 0]);
    expect(row(f, -3e38, -Infinity)).toEqual([1, 0]);
    if (name !== 'hardmax') expect(row(f, -1e38, -1e38)).toEqual([0.5, 0.5]);
  });

  it('makes NaN of NaN and of +∞, in their own row only', () => {
    for (const bad of [NaN, Infinity]) {
      const p = f(matrix([[bad, 1], [5, -9]])).arraySync(); // prettier-ignore
      expect(p).toEqual([[NaN, NaN], [1, 0]]); // prettier-ignore
    }
    expect(row(f, NaN, -Infinity)).toEqual([NaN, NaN]);
  });

  it('gives everything to the only score', () => expect(row(f, -7)).toEqual([1]));

  it('has no gradient into a masked score, and none where all are masked', () => {
    const x = matrix([[-Infinity, -Infinity, -Infinity], [0.1, -Infinity, 0]]); // prettier-ignore
    const slopes = gradient((at) => sum(mul(f(at), matrix([[1, 2, 3]]))), x).arraySync() as number[][];
    expect(slopes[0]).toEqual([0, 0, 0]);
    expect(Math.abs(slopes[1]![1]!)).toBe(0);
  });

  it('leaks no tensors', () => {
    const x = matrix([[1, 2]]);
    const before = memory().numTensors;
    f(x).dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe('sparsemax', () => {
  it('of two scores is a ramp between two differences of one', () => {
    for (const t of [-2, -1, -0.5, 0, 0.3, 1, 5]) {
      expect(row(sparsemax, t, 0)[0]).toBeCloseTo(Math.min(1, Math.max(0, (t + 1) / 2)), 6);
    }
  });

  it('is the nearest point of the simplex: no other weights are nearer to the scores', () => {
    const distance = (p: number[], x: number[]) => p.reduce((total, one, i) => total + (one - x[i]!) ** 2, 0);
    fc.assert(
      fc.property(scores, scores, (x, other) => {
        const rival = row(softmax, ...x.map((_, i) => other[i % other.length]!));
        expect(distance(row(sparsemax, ...x), x)).toBeLessThanOrEqual(distance(rival, x) + 1e-5);
      }),
    );
  });
});

describe('entmax', () => {
  it('is softmax at α = 1, and near it just above', () => {
    const x = [0.3, -1.2, 2, 0.7];
    expect(row((at) => entmax(at, 1), ...x)).toEqual(row(softmax, ...x));
    for (const alpha of [1 + 1e-9, 1 + 1e-6]) {
      row((at) => entmax(at, alpha), ...x).forEach((p, i) =>
        expect(p).toBeCloseTo(row(softmax, ...x)[i]!, 5),
      );
    }
  });

  it('by bisection agrees with the exact algorithms beside them', () => {
    fc.assert(
      fc.property(scores, (x) => {
        for (const alpha of [1.5, 2]) {
          const exact = row((at) => entmax(at, alpha), ...x);
          row((at) => entmax(at, alpha + 1e-7), ...x).forEach((p, i) => expect(p).toBeCloseTo(exact[i]!, 4));
        }
      }),
    );
  });

  it('has fewer weights that are not zero the larger α is', () => {
    fc.assert(
      fc.property(scores, (x) => {
        const support = (alpha: number) =>
          row((at) => entmax(at, alpha), ...x).filter((p) => p > 1e-6).length;
        expect(support(1.5)).toBeLessThanOrEqual(support(1.2));
        expect(support(2)).toBeLessThanOrEqual(support(1.5));
      }),
    );
  });

  it('refuses an α below 1', () => {
    for (const alpha of [0.5, NaN, Infinity]) {
      expect(() => entmax(tensor1d([1]), alpha)).toThrow(`invalid alpha: ${alpha}`);
    }
  });
});

describe('the derivative', () => {
  const x = [0.3, 0.1, -0.1, -2];

  it.each([1.2, 1.5, 2])('of entmax %s agrees with finite differences', (alpha) => {
    const step = 1e-3;
    const moved = (j: number, by: number) =>
      row((at) => entmax(at, alpha), ...x.map((one, i) => (i === j ? one + by : one)));
    const got = jacobian((at) => entmax(at, alpha), tensor1d(x)).arraySync() as number[][];
    x.forEach((_, j) => {
      const [up, down] = [moved(j, step), moved(j, -step)];
      x.forEach((_one, i) =>
        expect(Math.abs(got[i]![j]! - (up[i]! - down[i]!) / (2 * step))).toBeLessThan(2e-3),
      );
    });
  });

  it('of sparsemax is the identity minus the mean, on its support', () => {
    const support = [true, true, true, false];
    const got = jacobian(sparsemax, tensor1d(x)).arraySync() as number[][];
    support.forEach((inside, i) =>
      support.forEach((both, j) => {
        expect(got[i]![j]).toBeCloseTo(inside && both ? (i === j ? 1 : 0) - 1 / 3 : 0, 6);
      }),
    );
  });

  it('of hardmax is zero', () => {
    expect(values(jacobian(hardmax, tensor1d(x)))).toEqual(Array(16).fill(0));
  });
});

it('hardmax takes the first of the largest', () => {
  expect(row(hardmax, 3, 3, 3, 1)).toEqual([1, 0, 0, 0]);
  expect(row(hardmax, 0, 2, -1, 2)).toEqual([0, 1, 0, 0]);
});
