import fc from 'fast-check';
import { add, memory, mul, ones, tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { layerNorm, rmsNorm, standardize } from './norm.ts';
import { randomMatrix } from './random.ts';
import { matrix, toMatrix, type Matrix } from './tensor.ts';

const norm = (x: Matrix, eps?: number): Matrix =>
  toMatrix(layerNorm(matrix(x), undefined, undefined, eps === undefined ? {} : { eps }));
const close = (got: Matrix, want: Matrix, digits = 4) =>
  got.flat().forEach((value, i) => expect(value).toBeCloseTo(want.flat()[i]!, digits));

describe('layerNorm', () => {
  it('has the values of torch.nn.LayerNorm', () => {
    // torch.nn.functional.layer_norm(torch.tensor([[1., 2, 3, 4], [0, 0, 0, 8]]), (4,))
    const want = [[-1.341635, -0.447212, 0.447212, 1.341635], [-0.57735, -0.57735, -0.57735, 1.73205]]; // prettier-ignore
    close(norm([[1, 2, 3, 4], [0, 0, 0, 8]]), want, 5); // prettier-ignore
  });

  it('gives mean 0 and variance 1, whatever the size and the offset', () => {
    const row = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        row,
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: -99, max: 99 }),
        (x, by, shift) => {
          fc.pre(Math.max(...x) > Math.min(...x));
          const [y = []] = norm([x.map((value) => value * by + shift)], 0);
          expect(y.reduce((total, value) => total + value, 0) / y.length).toBeCloseTo(0, 4);
          expect(y.reduce((total, value) => total + value * value, 0) / y.length).toBeCloseTo(1, 4);
          close([y], norm([x], 0), 3);
        },
      ),
    );
  });

  it('multiplies by the gain and adds the bias, feature by feature', () => {
    const x = matrix(randomMatrix(3, 4, 1));
    const [gain, bias] = [tensor([1, 2, 3, 4]), tensor([0, 0, 5, -5])];
    close(toMatrix(layerNorm(x, gain, bias)), toMatrix(add(mul(layerNorm(x), gain), bias)));
    close(toMatrix(layerNorm(x, undefined, bias)), toMatrix(add(layerNorm(x), bias)));
  });

  it('takes several axes together, from one to the last', () => {
    const x = randomMatrix(2, 6, 2);
    const cube = tensor(x.flat(), [2, 2, 3]);
    const want = layerNorm(matrix(x)).dataSync();
    for (const axis of [1, -2]) {
      const got = layerNorm(cube, ones([2, 3]), zeros([2, 3]), { axis });
      expect(got.shape).toEqual([2, 2, 3]);
      expect([...got.dataSync()]).toEqual([...want]);
    }
    expect(standardize(cube, { axis: 1 }).mean.shape).toEqual([2, 1, 1]);
    expect(standardize(cube).variance.shape).toEqual([2, 2, 1]);
  });

  it('makes zeros of a constant vector, and of one feature', () => {
    expect(norm([[7, 7, 7]])).toEqual([[0, 0, 0]]);
    expect(norm([[7], [-3]])).toEqual([[0], [0]]);
  });

  it('makes NaN of a NaN and of an infinity, in their own vector only', () => {
    for (const bad of [NaN, Infinity]) {
      const [first = [], second = []] = norm([[1, bad, 3], [1, 2, 3]]); // prettier-ignore
      expect(first.every(Number.isNaN)).toBe(true);
      expect(second.every(Number.isFinite)).toBe(true);
    }
  });

  it('refuses axes and parameters that do not fit', () => {
    for (const axis of [2, -3, 0.5]) {
      expect(() => layerNorm(ones([2, 3]), undefined, undefined, { axis })).toThrow(`invalid axis: ${axis}`);
    }
    expect(() => layerNorm(ones([2, 3]), ones([2]))).toThrow('gain is [2]');
    expect(() => layerNorm(ones([2, 3]), undefined, ones([4]))).toThrow('bias is [4]');
  });

  it('leaves one tensor behind', () => {
    const x = ones([4, 2]);
    const before = memory().numTensors;
    layerNorm(x, tidy(() => ones([2]))).dispose(); // prettier-ignore
    expect(memory().numTensors).toBe(before + 1);
  });
});

describe('rmsNorm', () => {
  it('divides by the root of the mean of the squares, and is layer normalisation where the mean is 0', () => {
    close(toMatrix(rmsNorm(matrix([[3, 4], [0, 0]]))), [[3 / Math.sqrt(12.5), 4 / Math.sqrt(12.5)], [0, 0]]); // prettier-ignore
    const balanced = [[1, -1, 3, -3]];
    close(toMatrix(rmsNorm(matrix(balanced))), norm(balanced));
  });

  it('multiplies by the gain, and takes several axes together', () => {
    const x = tensor(randomMatrix(2, 6, 3).flat(), [2, 2, 3]);
    const gain = tensor([1, 2, 3]);
    expect([...rmsNorm(x, gain).dataSync()]).toEqual([...mul(rmsNorm(x), gain).dataSync()]);
    const power: number[] = Array.from(rmsNorm(x, undefined, { axis: 1, eps: 0 }).dataSync());
    expect(power.slice(0, 6).reduce((total, value) => total + value * value, 0) / 6).toBeCloseTo(1, 5);
  });

  it('refuses axes and gains that do not fit', () => {
    expect(() => rmsNorm(ones([2, 3]), undefined, { axis: 2 })).toThrow('invalid axis: 2');
    expect(() => rmsNorm(ones([2, 3]), ones([2]))).toThrow('gain is [2]');
  });
});
