import { expect, it } from 'vitest';
import { random, randomMatrix, xoshiro128 } from './random.ts';

const many = (n: number, draw: () => number) => Array.from({ length: n }, draw);
const mean = (x: number[]) => x.reduce((sum, one) => sum + one, 0) / x.length;
const variance = (x: number[]) => {
  const middle = mean(x);
  return mean(x.map((one) => (one - middle) ** 2));
};

it('is the published generator: the first numbers of its reference implementation', () => {
  const next = xoshiro128(Uint32Array.of(1, 2, 3, 4));
  expect(many(10, next)).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ]);
});

it('gives the same numbers for the same seed, and others for another', () => {
  expect(randomMatrix(2, 3, 7)).toEqual(randomMatrix(2, 3, 7));
  expect(randomMatrix(2, 3, 7)).not.toEqual(randomMatrix(2, 3, 8));
  expect(randomMatrix(2, 3, 0)).not.toEqual(randomMatrix(2, 3, -1));
});

it('goes on where a stream is at', () => {
  const stream = random(1);
  expect(randomMatrix(1, 2, stream)).not.toEqual(randomMatrix(1, 2, stream));
});

it('draws uniform numbers in their range', () => {
  const { uniform } = random(3);
  const x = many(20000, () => uniform(-1, 3));
  expect(Math.min(...x)).toBeGreaterThanOrEqual(-1);
  expect(Math.max(...x)).toBeLessThan(3);
  expect(mean(x)).toBeCloseTo(1, 1);
  expect(variance(x)).toBeCloseTo(16 / 12, 1);
});

it('draws normal numbers with their mean, deviation and tails', () => {
  const { normal } = random(4);
  const x = many(50000, () => normal(2, 3));
  expect(x.every(Number.isFinite)).toBe(true);
  expect(Math.abs(mean(x) - 2)).toBeLessThan(4 * (3 / Math.sqrt(50000)));
  expect(Math.abs(variance(x) / 9 - 1)).toBeLessThan(4 * Math.sqrt(2 / 50000));
  const beyond = (sigmas: number) => x.filter((one) => Math.abs(one - 2) > 3 * sigmas).length / x.length;
  expect(beyond(1)).toBeCloseTo(0.3173, 2);
  expect(beyond(2)).toBeCloseTo(0.0455, 2);
});

it('refuses a seed that is not an integer', () => {
  expect(() => random(0.5)).toThrow('invalid seed: 0.5');
  expect(() => random(NaN)).toThrow('invalid seed: NaN');
});
