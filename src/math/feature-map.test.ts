import { ones } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { channelsOf, featureMap } from './feature-map.ts';

describe('a feature map', () => {
  it('has a channel for each matrix, and gives them back', () => {
    const channels = [[[1, 2, 3], [4, 5, 6]], [[0, -1, 0], [0.5, 0, 0]]]; // prettier-ignore
    const map = featureMap(channels);
    expect(map.shape).toEqual([2, 2, 3]);
    expect(channelsOf(map)).toEqual(channels);
    map.dispose();
  });

  it('refuses what is none', () => {
    for (const odd of [[], [[]], [[[]]], [[[1]], [[1, 2]]], [[[1, 2], [3]]]])
      expect(() => featureMap(odd)).toThrow('invalid feature map');
    expect(() => channelsOf(ones([2, 2]))).toThrow('invalid feature map: its shape is [2, 2]');
  });
});
