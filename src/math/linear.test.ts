import { memory, ones, tensor, zeros } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { linear } from './linear.ts';

describe('linear', () => {
  const w = tensor([1, 2, 3, 4, 5, 6], [3, 2]);

  it('multiplies by rows of w and adds b, as torch.nn.Linear does', () => {
    const y = linear(tensor([1, -1], [1, 2]), w, tensor([10, 20, 30]));
    expect(y.shape).toEqual([1, 3]);
    expect([...y.dataSync()]).toEqual([9, 19, 29]);
  });

  it('keeps the axes before the features, none of them included', () => {
    expect(linear(ones([4, 1, 5, 2]), w).shape).toEqual([4, 1, 5, 3]);
    expect([...linear(ones([2]), w).dataSync()]).toEqual([3, 7, 11]);
  });

  it('refuses shapes that do not fit, and says which', () => {
    expect(() => linear(ones([4, 3]), w)).toThrow(/x is .*4.*3.*w .*3.*2/);
    expect(() => linear(ones([4, 2]), w, zeros([2]))).toThrow(/b .*2/);
    expect(() => linear(ones([4, 2]), ones([2]))).toThrow(/invalid shapes/);
  });

  it('leaves one tensor behind', () => {
    const x = ones([4, 2]);
    const before = memory().numTensors;
    linear(x, w).dispose();
    expect(memory().numTensors).toBe(before);
  });
});
