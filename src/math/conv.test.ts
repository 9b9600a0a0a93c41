import { memory, ones, reshape, tensor, zeros, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { conv2d } from './conv.ts';

const list = (t: Tensor): number[] => [...t.dataSync()];
const whole = (shape: number[], f: (i: number) => number): Tensor =>
  tensor(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => f(i)),
    shape,
    'float32',
  );

// Numbers below are those of PyTorch's functions of the same names for these inputs.
const x = whole([1, 2, 4, 5], (i) => ((i * 7) % 11) - 5);
const kernel = whole([2, 2, 3, 2], (i) => ((i * 5) % 7) - 3);
const bias = tensor([1, -2]);

describe('conv2d', () => {
  it('computes what torch computes', () => {
    const y = conv2d(x, kernel, { bias });
    expect(y.shape).toEqual([1, 2, 2, 4]);
    expect(list(y)).toEqual([31, -13, 9, 9, 31, -13, -13, 9, 10, -8, -37, 0, -3, 23, 5, 20]);
  });

  it('pads with zeros and strides, differently along rows and columns', () => {
    const y = conv2d(x, kernel, { bias, padding: [1, 2], stride: [2, 3] });
    expect(y.shape).toEqual([1, 2, 2, 3]);
    expect(list(y)).toEqual([1, 4, 6, 1, -13, -24, -2, 6, -3, -2, 23, -8]);
  });

  it('keeps the axes before the channels, none of them included', () => {
    expect(conv2d(reshape(x, [2, 4, 5]), kernel, { padding: 1 }).shape).toEqual([2, 4, 6]);
    expect(conv2d(reshape(x, [1, 1, 2, 4, 5]), kernel).shape).toEqual([1, 1, 2, 2, 4]);
    const both = conv2d(
      whole([3, 2, 4, 5], (i) => ((i * 7) % 11) - 5),
      kernel,
      { bias },
    );
    expect(list(both).slice(0, 16)).toEqual(list(conv2d(x, kernel, { bias })));
  });

  it('refuses what does not fit', () => {
    expect(() => conv2d(ones([3, 4, 4]), kernel)).toThrow(/C is 3 in x and 2 in kernel/);
    expect(() => conv2d(x, kernel, { bias: zeros([3]) })).toThrow(/O is 2 in kernel and 3 in bias/);
    expect(() => conv2d(ones([2, 2, 2]), kernel)).toThrow(/does not fit/);
  });

  it('lets a NaN through', () => {
    const y = list(conv2d(tensor([1, NaN, 3, 4], [1, 2, 2]), ones([1, 1, 1, 1])));
    expect(y).toEqual([1, NaN, 3, 4]);
  });

  it('leaves one tensor behind', () => {
    const before = memory().numTensors;
    conv2d(x, kernel, { bias }).dispose();
    expect(memory().numTensors).toBe(before);
  });
});
