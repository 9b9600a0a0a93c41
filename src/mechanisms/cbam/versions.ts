// CBAM as it is often written by mistake: each version differs from the authors' in one thing, and has its other parameters.
import { add, concat, mul, reshape, reverse, sigmoid, slice, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { linear } from '../../math/linear.ts';
import type { Text } from '../../widget/text.ts';
import { cbam, channelGate, spatialGate, type Parameters, type SharedMlp, type Trace } from './kernel.ts';

export const wrong = {
  concatenated: { en: 'concatenated, one layer', zh: '拼接，一层' },
  unshared: { en: 'two MLPs', zh: '两个 MLP' },
  spatialFirst: { en: 'places first', zh: '先空间' },
  parallel: { en: 'in parallel', zh: '并行' },
  small: { en: '3 × 3', zh: '3 × 3' },
  planes: { en: '[mean; max]', zh: '[平均；最大]' },
} as const satisfies Record<string, Text>;

export type Version = keyof typeof wrong;

/** What a version needs beside the parameters of CBAM. */
export interface Extra {
  /** (C, 2C): the one layer over both descriptors, the mean first. */
  readonly one: Tensor;
  /** The second network, for the maximum. */
  readonly second: SharedMlp;
}

/** The gates and the output of a version. */
export type Result = Pick<Trace, 'channelGates' | 'spatialGates' | 'output'>;

/**
 * @param x features (C, H, W)
 * @returns channelGates (C), spatialGates (H, W), output (C, H, W)
 */
export function runVersion(version: Version, x: Tensor, parameters: Parameters, extra: Extra): Result {
  const { channel, spatial } = parameters;
  return tidy(() => {
    switch (version) {
      case 'concatenated': {
        const { mean, max } = channelGate(x, channel);
        return finish(x, sigmoid(linear(concat([mean, max], -1), extra.one)), parameters);
      }
      case 'unshared': {
        const { meanScores } = channelGate(x, channel);
        const { maxScores } = channelGate(x, extra.second);
        return finish(x, sigmoid(add(meanScores, maxScores)), parameters);
      }
      case 'spatialFirst':
        return cbam(x, parameters, { order: 'spatial first' });
      case 'parallel':
        return cbam(x, parameters, { order: 'parallel' });
      case 'small': {
        const edge = (spatial.filter.shape[2]! - 3) / 2;
        const middle = slice(spatial.filter, [0, 0, edge, edge], [1, 2, 3, 3]);
        return cbam(x, { channel, spatial: { ...spatial, filter: middle } });
      }
      case 'planes':
        // The planes exchanged under the same filter: the same as the filter exchanged over the same planes.
        return cbam(x, { channel, spatial: { ...spatial, filter: reverse(spatial.filter, 1) } });
    }
  });
}

/** From other gates of the channels on as in CBAM. */
function finish(x: Tensor, channelGates: Tensor, { spatial }: Parameters): Result {
  const refined = mul(x, reshape(channelGates, [-1, 1, 1]));
  const { spatialGates } = spatialGate(refined, spatial);
  return { channelGates, spatialGates, output: mul(refined, spatialGates) };
}

/** How many numbers a version learns, with biases and the two of batch normalisation: C channels, ratio r, filter k × k. */
export function parameterCount(version: Version | 'cbam', C: number, r: number, k = 7): number {
  const mlp = 2 * C * (C / r) + C / r + C;
  const channel = { concatenated: 2 * C * C + C, unshared: 2 * mlp }[version as string] ?? mlp;
  return channel + 2 * (version === 'small' ? 3 : k) ** 2 + 2;
}
