// How the trace of CBAM reads: each intermediate with its title and its step of the formula.
import type { Scale } from '../../widget/color.ts';
import type { Text } from '../../widget/text.ts';

/** One intermediate. They are vectors, planes and stacks of maps: each widget draws them by the kind that fits. */
export interface ImageStep {
  readonly title: Text;
  readonly formula: string;
  readonly scale: Scale;
}

/** From the features to the output, in the order of the kernel. */
export const steps = {
  mean: {
    title: { en: 'Mean of each channel', zh: '各通道的平均值' },
    formula: String.raw`\operatorname{avg}(F)`,
    scale: 'key',
  },
  max: {
    title: { en: 'Maximum of each channel', zh: '各通道的最大值' },
    formula: String.raw`\max(F)`,
    scale: 'key',
  },
  meanScores: {
    title: { en: 'What the MLP makes of the means', zh: '平均值经过 MLP' },
    formula: String.raw`\operatorname{MLP}(\operatorname{avg}(F))`,
    scale: 'scores',
  },
  maxScores: {
    title: { en: 'What the same MLP makes of the maxima', zh: '最大值经过同一个 MLP' },
    formula: String.raw`\operatorname{MLP}(\max(F))`,
    scale: 'scores',
  },
  channelScores: {
    title: { en: 'Their sum', zh: '两者之和' },
    formula: String.raw`\operatorname{MLP}(\operatorname{avg}(F)) + \operatorname{MLP}(\max(F))`,
    scale: 'scores',
  },
  channelGates: {
    title: { en: 'Gates of the channels', zh: '通道的门' },
    formula: String.raw`M_c = \sigma(\ldots)`,
    scale: 'weights',
  },
  refined: {
    title: { en: 'Features after the gates of the channels', zh: '乘上通道门之后的特征' },
    formula: String.raw`F' = M_c \otimes F`,
    scale: 'value',
  },
  planes: {
    title: { en: 'Maximum and mean over the channels', zh: '跨通道的最大值和平均值' },
    formula: String.raw`[\max(F');\ \operatorname{avg}(F')]`,
    scale: 'key',
  },
  spatialScores: {
    title: { en: 'Scores of the places', zh: '位置的分数' },
    formula: String.raw`\operatorname{BN}(f^{k\times k}([\ldots]))`,
    scale: 'scores',
  },
  spatialGates: {
    title: { en: 'Gates of the places', zh: '位置的门' },
    formula: String.raw`M_s = \sigma(\ldots)`,
    scale: 'weights',
  },
  output: {
    title: { en: 'Output', zh: '输出' },
    formula: String.raw`F'' = M_s \otimes F'`,
    scale: 'output',
  },
} as const satisfies Record<string, ImageStep>;
