import { ones, tensor, tensor1d, tidy, zeros, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { random } from '../../math/random.ts';
import { cbam, type Parameters } from './kernel.ts';
import { drawFilter, drawMlp, filterOf, mlpOf } from './parameters.ts';
import { parameterCount, runVersion, wrong, type Extra, type Version } from './versions.ts';

const stream = random(3);
const x = tensor(
  Array.from({ length: 4 * 25 }, () => stream.uniform()),
  [4, 5, 5],
);
const one = { gamma: tensor1d([1]), beta: tensor1d([0]), mean: tensor1d([0]), variance: tensor1d([1]) };
const parameters: Parameters = {
  channel: mlpOf(drawMlp(4, 2, 1)),
  spatial: { filter: filterOf(drawFilter(7, 1)), norm: one },
};
const extra: Extra = { one: ones([4, 8]), second: mlpOf(drawMlp(4, 2, 2)) };
const outputOf = (version: Version, with_ = extra): number[] =>
  Array.from(tidy(() => runVersion(version, x, parameters, with_).output).dataSync());

describe('the versions', () => {
  const right = Array.from(tidy(() => cbam(x, parameters).output).dataSync());

  it.each(Object.keys(wrong) as Version[])('%s gives something else', (version) => {
    const apart = outputOf(version).map((y, i) => Math.abs(y - right[i]!));
    expect(Math.max(...apart)).toBeGreaterThan(1e-3);
  });

  it('of two networks is CBAM when both are the same', () => {
    outputOf('unshared', { ...extra, second: parameters.channel }).forEach((y, i) =>
      expect(y).toBeCloseTo(right[i]!, 6),
    );
  });

  it('of one layer has gates of one half when its parameters are zero', () => {
    const { channelGates } = runVersion('concatenated', x, parameters, { ...extra, one: zeros([4, 8]) });
    expect(Array.from(channelGates.dataSync())).toEqual([0.5, 0.5, 0.5, 0.5]);
  });
});

it('counts the parameters that the tensors have', () => {
  const sizeOf = (tensors: readonly (Tensor | undefined)[]) =>
    tensors.reduce((sum, each) => sum + (each?.size ?? 0), 0);
  const { channel, spatial } = parameters;
  const mlp = sizeOf([channel.w1, channel.b1, channel.w2, channel.b2]);
  const rest = sizeOf([spatial.filter, one.gamma, one.beta]);
  expect(parameterCount('cbam', 4, 2)).toBe(mlp + rest);
  expect(parameterCount('unshared', 4, 2)).toBe(2 * mlp + rest);
  expect(parameterCount('concatenated', 4, 2)).toBe(extra.one.size + 4 + rest);
});
