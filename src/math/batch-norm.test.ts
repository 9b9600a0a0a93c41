import { ones, tensor, zeros, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { batchNorm } from './batch-norm.ts';

const list = (t: Tensor): number[] => [...t.dataSync()];

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
