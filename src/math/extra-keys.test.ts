import { memory, ones, tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { append, openTo } from './extra-keys.ts';

describe('append', () => {
  it('puts one vector after the last of every sequence', () => {
    const longer = append(tensor([1, 2, 3, 4], [2, 1, 2]), tensor([8, 9]));
    expect(longer.arraySync()).toEqual([[[1, 2], [8, 9]], [[3, 4], [8, 9]]]); // prettier-ignore
    expect(append(tensor([[1, 2]]), 'zeros').arraySync()).toEqual([[1, 2], [0, 0]]); // prettier-ignore
  });

  it('leaves a sequence alone that gets none', () => {
    const x = ones([2, 3]);
    expect(append(x, undefined)).toBe(x);
    expect(append(x, false)).toBe(x);
  });

  it('refuses a vector of another width', () => {
    expect(() => append(ones([2, 3]), ones([2]))).toThrow('invalid shapes: x is [2, 3], its last vector [2]');
  });
});

describe('openTo', () => {
  it('opens a mask and adds nothing to a bias', () => {
    const mask = openTo(tensor([[1, 0]], [1, 2], 'bool'), 2, 2);
    expect([mask?.dtype, mask?.arraySync()]).toEqual(['bool', [[1, 0, 1, 1]]]);
    expect(openTo(tensor([[5, -Infinity]]), 2, 1)?.arraySync()).toEqual([[5, -Infinity, 0]]);
  });

  it('stretches one column to all keys first', () => {
    const mask = openTo(tensor([[0], [1]], [2, 1], 'bool'), 3, 1);
    expect(mask?.arraySync()).toEqual([[0, 0, 0, 1], [1, 1, 1, 1]]); // prettier-ignore
  });

  it('leaves a mask alone where no key comes', () => {
    const mask = ones([2, 2], 'bool');
    expect(openTo(mask, 2, 0)).toBe(mask);
    expect(openTo(undefined, 2, 3)).toBeUndefined();
  });

  it('leaves one tensor behind in a tidy', () => {
    const mask = ones([2, 1], 'bool');
    const before = memory().numTensors;
    tidy(() => openTo(mask, 4, 1))?.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
