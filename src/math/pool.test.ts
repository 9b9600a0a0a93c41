import { memory, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { avgPool2d, maxPool2d } from './pool.ts';

const list = (t: Tensor): number[] => [...t.dataSync()];

// Numbers below are those of PyTorch's functions for this input.
const x = tensor(
  Array.from({ length: 40 }, (_, i) => ((i * 7) % 11) - 5),
  [1, 2, 4, 5],
);

describe('avgPool2d and maxPool2d', () => {
  it('compute what torch computes, and leave out what fills no window', () => {
    expect(avgPool2d(x, 2).shape).toEqual([1, 2, 2, 2]);
    expect(list(avgPool2d(x, 2))).toEqual([-0.5, -0.25, -2, 1, 2, -0.5, 0.5, -2]);
    expect(list(maxPool2d(x, 2))).toEqual([4, 5, 1, 4, 5, 4, 5, 1]);
    expect(list(avgPool2d(x, [4, 2]))).toEqual([-1.25, 0.375, 1.25, -1.25]);
  });

  it('keep NaN inside its window', () => {
    const y = tensor([NaN, 1, 2, 3, 4, NaN, 5, 6], [1, 2, 4]);
    expect(list(maxPool2d(y, 2))).toEqual([NaN, 6]);
    expect(list(avgPool2d(y, [1, 2]))).toEqual([NaN, 2.5, NaN, 5.5]);
  });

  it('refuse a window larger than the image', () => {
    expect(() => avgPool2d(x, 5)).toThrow(/does not fit/);
  });

  it('leave one tensor behind', () => {
    const before = memory().numTensors;
    [avgPool2d(x, 2), maxPool2d(x, 2)].forEach((y) => y.dispose());
    expect(memory().numTensors).toBe(before);
  });
});
