import { memory, ones, tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { channelAttention } from './kernel.ts';
import { attend, excitation } from './testing.ts';
import vectors from './vectors.json' with { type: 'json' };

describe('against the reference', () => {
  it.each(runVectors(channelAttention, vectors as unknown as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('regimes', () => {
  const twice = excitation([[1, 1, 1]], [[1], [0], [-1]]);

  it('opens every gate half where the image is empty and there are no biases', () => {
    expect(attend([[0], [0], [0]], twice).gates).toEqual([0.5, 0.5, 0.5]);
    expect(attend([[0, 0]], { filter: tensor([3]) }).gates).toEqual([0.5]);
  });

  it('opens every gate half where no hidden unit answers', () => {
    expect(attend([[-5], [-5], [-5]], twice).gates).toEqual([0.5, 0.5, 0.5]);
  });

  it('overflows to gates of 0 and 1, and to no NaN', () => {
    expect(attend([[1e30], [0], [0]], twice).gates).toEqual([1, 0.5, 0]);
  });

  it('makes NaN of NaN: all gates in squeeze-and-excitation, those of the neighbours in ECA', () => {
    const x = [[NaN], [1], [1]];
    expect(attend(x, twice).gates).toEqual([NaN, NaN, NaN]);
    const { gates } = attend(x, { filter: tensor([0, 1, 0]) });
    expect(gates.map(Number.isNaN)).toEqual([true, true, false]);
  });

  it('frees every tensor but those of its trace', () => {
    const x = ones([2, 3, 2, 2]);
    const filter = tensor([1, 2, 1]);
    const before = memory().numTensors;
    for (const [parameters, kept] of [
      [twice, 5],
      [{ filter }, 4],
    ] as const) {
      const trace = channelAttention(x, parameters);
      expect(memory().numTensors).toBe(before + kept);
      Object.values(trace).forEach((one) => one.dispose());
    }
  });
});

describe('errors', () => {
  const x = ones([3, 2, 2]);

  it('names what does not fit', () => {
    const parameters = { w1: ones([2, 4]), w2: ones([3, 2]) };
    expect(() => channelAttention(x, parameters)).toThrow('C is 3 in x and 4 in w1');
    expect(() => channelAttention(x, { ...parameters, w1: ones([1, 3]) })).toThrow(
      'R is 1 in w1 and 2 in w2',
    );
    expect(() => channelAttention(x, { filter: ones([4]) })).toThrow('must be odd');
  });
});
