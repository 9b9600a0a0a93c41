import { memory, ones, reshape, tensor, zeros, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { avgPool2d, batchNorm, conv2d, maxPool2d } from './conv.ts';

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
});

describe('batchNorm', () => {
  const parameters = {
    gamma: tensor([2, -1]),
    beta: tensor([0.5, 1]),
    mean: tensor([1, -2]),
    variance: tensor([4, 0.25]),
  };

  it('computes what torch.nn.BatchNorm2d computes in evaluation mode', () => {
    const y = list(batchNorm(tensor([-5, 2, -2, 3, -1, -5], [1, 2, 1, 3]), parameters));
    const want = [-5.4999925, 1.4999988, -2.4999963, -8.9998, -0.99996, 6.99988];
    y.forEach((got, i) => expect(got).toBeCloseTo(want[i]!, 5));
  });

  it('divides by the root of eps where a channel never varied', () => {
    const y = batchNorm(ones([2, 1, 1]), {
      ...parameters,
      mean: zeros([2]),
      variance: zeros([2]),
      eps: 0.25,
    });
    expect(list(y)).toEqual([4.5, -1]);
  });

  it('refuses other channels', () => {
    expect(() => batchNorm(ones([3, 2, 2]), parameters)).toThrow(/C is 3 in x and 2 in gamma/);
  });
});

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

  it('leave one tensor behind, like a convolution', () => {
    const before = memory().numTensors;
    [avgPool2d(x, 2), maxPool2d(x, 2), conv2d(x, kernel, { bias })].forEach((y) => y.dispose());
    expect(memory().numTensors).toBe(before);
  });
});
