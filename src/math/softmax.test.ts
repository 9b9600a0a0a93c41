import fc from 'fast-check';
import { memory, tensor, tensor1d, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { entropy, normalize, softmax } from './softmax.ts';
import { matrix } from './tensor.ts';

const row = (...x: number[]) => Array.from(softmax(tensor1d(x)).dataSync());
const sumOver = (x: Tensor) => Array.from(x.dataSync()).reduce((sum, one) => sum + one, 0);

describe('softmax', () => {
  it('is exp(x) / Σ exp(x)', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.integer({ min: -500, max: 500 }).map((x) => x / 100),
          { minLength: 1 },
        ),
        (x) => {
          const total = x.reduce((sum, one) => sum + Math.exp(one), 0);
          row(...x).forEach((got, i) => expect(got).toBeCloseTo(Math.exp(x[i]!) / total, 6));
        },
      ),
    );
  });

  it('works along any axis, or several', () => {
    const x = tensor([0, 1, 2, 3, 4, 5, 6, 7], [2, 2, 2]);
    for (const axis of [0, 1, 2, -1, -2, -3]) expect(sumOver(softmax(x, axis))).toBeCloseTo(4, 5);
    expect(sumOver(softmax(x, [-2, -1]))).toBeCloseTo(2, 5);
    expect(sumOver(softmax(x, [0, 1, 2]))).toBeCloseTo(1, 5);
  });

  it('has no overflow and no underflow', () => {
    expect(row(1e38, 1e38)).toEqual([0.5, 0.5]);
    expect(row(-1e38, -1e38)).toEqual([0.5, 0.5]);
    expect(row(1e38, -1e38)).toEqual([1, 0]);
    expect(row(-3.4028234663852886e38, -Infinity)).toEqual([1, 0]);
  });

  it('gives −∞ nothing, and zeros where all are −∞', () => {
    expect(row(3, -Infinity, 3)).toEqual([0.5, 0, 0.5]);
    expect(row(-Infinity, -Infinity)).toEqual([0, 0]);
    expect(row(-Infinity)).toEqual([0]);
  });

  it('propagates a NaN, and makes one of +∞', () => {
    expect(row(1, NaN, 2)).toEqual([NaN, NaN, NaN]);
    expect(row(NaN, -Infinity)).toEqual([NaN, NaN]);
    expect(row(1, Infinity, 2)).toEqual([NaN, NaN, NaN]);
    expect(row(Infinity, -Infinity)).toEqual([NaN, NaN]);
  });

  it('keeps a NaN to its own row', () => {
    expect(softmax(matrix([[NaN, 1], [5, 5]])).arraySync()).toEqual([[NaN, NaN], [0.5, 0.5]]); // prettier-ignore
  });

  it('leaks no tensors', () => {
    const x = matrix([[1, 2]]);
    const before = memory().numTensors;
    softmax(x).dispose();
    entropy(x).dispose();
    for (const over of ['rows', 'columns', 'all', 'none'] as const) normalize(x, over).dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe('normalize', () => {
  const x = matrix([[0, 0], [0, -Infinity]]); // prettier-ignore

  it('sums to one over rows, columns or everything', () => {
    expect(normalize(x).arraySync()).toEqual([[0.5, 0.5], [1, 0]]); // prettier-ignore
    expect(normalize(x, 'columns').arraySync()).toEqual([[0.5, 1], [0.5, 0]]); // prettier-ignore
    const third = Math.fround(1 / 3);
    expect(normalize(x, 'all').arraySync()).toEqual([[third, third], [third, 0]]); // prettier-ignore
  });

  it('leaves scores as they are without a softmax, but for masked ones', () => {
    expect(normalize(matrix([[2, -3, -Infinity, NaN]]), 'none').arraySync()).toEqual([[2, -3, 0, NaN]]);
  });

  it('refuses what it does not know', () => {
    expect(() => normalize(x, 'diagonal' as never)).toThrow('invalid normalization: diagonal');
  });
});

describe('entropy', () => {
  const of = (...weights: number[]) => entropy(tensor1d(weights)).dataSync()[0]!;

  it('is ln n for n equal weights, and 0 when one has all', () => {
    expect(of(0.25, 0.25, 0.25, 0.25)).toBeCloseTo(Math.log(4), 6);
    expect(of(0, 1, 0)).toBe(0);
  });

  it('is in nats', () => {
    expect(of(0.9, 0.1)).toBeCloseTo(0.325083, 6);
  });

  it('propagates a NaN', () => {
    expect(of(NaN, 1)).toBeNaN();
  });

  it('is one number for each row', () => {
    const rows = entropy(matrix([[0.5, 0.5], [1, 0]])).arraySync() as number[]; // prettier-ignore
    expect(rows[0]).toBeCloseTo(Math.LN2, 6);
    expect(rows[1]).toBe(0);
  });
});
