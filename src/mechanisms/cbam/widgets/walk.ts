// Every step of CBAM on the reader's picture, with random parameters.
import { concat, reshape, tidy, transpose } from '@tensorflow/tfjs-core';
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import { maps } from '../../../figures/maps.ts';
import { channelsOf } from '../../../math/feature-map.ts';
import { bank } from '../../../math/filter-bank.ts';
import { toMatrix, type Matrix } from '../../../math/tensor.ts';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, short } from '../../../widget/format.ts';
import type { Lang } from '../../../widget/text.ts';
import { channelMaps, channelNames, featuresOf, measured, opacityControl, overPicture, pictureControl, total } from '../image.ts'; // prettier-ignore
import { cbam } from '../kernel.ts';
import { drawFilter, drawMlp, filterOf, mlpOf } from '../parameters.ts';
import { steps } from '../trace.ts';

interface Shown {
  descriptors: Matrix;
  scores: Matrix;
  gates: number[];
  refined: Matrix[];
  planes: Matrix[];
  where: Matrix;
  placeScores: Matrix;
  output: Matrix[];
}

const columnsOf = (shown: Matrix, columns: readonly string[], lang: Lang): HeatmapData => ({
  values: shown,
  rows: channelNames(lang),
  columns,
  rowTitle: lang === 'zh' ? '通道' : 'channels',
  columnTitle: '',
  scale: 'scores',
});

export default defineWidget({
  id: 'cbam/walk',
  title: { en: 'CBAM on your picture, step by step', zh: '在你的图片上，一步一步算 CBAM' },
  provenance: {
    en: 'The channels come from a fixed bank of twelve filters. Random: the MLP and the k × k filter, from the seed; batch normalisation has the mean and the variance of this picture. Nothing is trained.',
    zh: '十二个通道来自一组固定的滤波器。MLP 和 k × k 的卷积核由随机种子生成；批归一化的均值和方差取自这张图片。没有经过训练。',
  },
  mechanism: 'cbam',
  controls: {
    picture: pictureControl,
    opacity: opacityControl,
    ratio: choice({
      label: { en: 'reduction ratio r', zh: '压缩比 r' },
      options: { 2: '2', 4: '4', 12: '12' },
      value: '4',
    }),
    k: choice({
      label: { en: 'side of the filter k', zh: '卷积核的边长 k' },
      options: { 1: '1', 3: '3', 7: '7' },
      value: '7',
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 6 }),
  },
  compute({ picture, ratio, k, seed }): Shown {
    let read!: Shown;
    tidy(() => {
      const x = featuresOf(picture);
      const filter = filterOf(drawFilter(Number(k), seed));
      const channel = mlpOf(drawMlp(bank.length, bank.length / Number(ratio), seed));
      const trace = cbam(x, measured(x, channel, filter, 1.5));
      const beside = (...names: readonly (keyof typeof steps)[]): Matrix =>
        toMatrix(transpose(concat(names.map((name) => reshape(trace[name]!, [1, -1])))));
      read = {
        descriptors: beside('mean', 'max'),
        scores: beside('meanScores', 'maxScores', 'channelScores'),
        gates: Array.from(trace.channelGates.dataSync()),
        refined: channelsOf(trace.refined!),
        planes: channelsOf(trace.planes),
        where: toMatrix(trace.spatialGates),
        placeScores: toMatrix(trace.spatialScores),
        output: channelsOf(trace.output),
      };
    });
    return read;
  },
  figures: [
    {
      name: 'descriptors',
      title: { en: 'Two descriptors of each channel', zh: '每个通道的两个描述' },
      formula: String.raw`\operatorname{avg}(F),\ \max(F)`,
      type: heatmap,
      data: ({ descriptors }: Shown, _params, lang) => ({
        ...columnsOf(descriptors, lang === 'zh' ? ['平均', '最大'] : ['mean', 'max'], lang),
        scale: 'key',
        extent: 1,
      }),
    },
    {
      name: 'channelScores',
      title: { en: 'Through one MLP, and added', zh: '经过同一个 MLP，再相加' },
      formula: steps.channelScores.formula,
      type: heatmap,
      data: ({ scores }: Shown, _params, lang) => ({
        ...columnsOf(scores, lang === 'zh' ? ['平均', '最大', '和'] : ['mean', 'max', 'sum'], lang),
        explain: (i: number, j: number) => {
          const [a, b, sum] = scores[i] ?? [];
          const name = `${channelNames(lang)[i]}${lang === 'zh' ? '：' : ': '}`;
          return {
            text:
              j === 2
                ? `${name}${short(a ?? 0)} + ${(b ?? 0) < 0 ? `(${short(b ?? 0)})` : short(b ?? 0)} = ${fixed(sum ?? 0, 3)}`
                : `${name}MLP = ${fixed(scores[i]?.[j] ?? 0, 3)}`,
            ...(j === 2 ? {} : { sources: { descriptors: { column: j } } }),
          };
        },
      }),
    },
    channelMaps(
      { name: 'refined', title: { en: 'Gates of the channels, and the channels after them', zh: '通道的门，以及乘上门之后的通道' }, formula: String.raw`F' = M_c \otimes F,\quad M_c = \sigma(\ldots)` }, // prettier-ignore
      steps.refined.scale,
      ({ refined, gates }: Shown) => ({ maps: refined, gates, extent: 1 }),
    ),
    {
      name: 'planes',
      title: steps.planes.title,
      formula: steps.planes.formula,
      type: maps,
      data: ({ planes }: Shown, _params, lang) => ({
        maps: planes.map((values, p) => ({
          label: (lang === 'zh' ? ['最大值', '平均值'] : ['maximum', 'mean'])[p] ?? '',
          values,
        })),
        scale: steps.planes.scale,
        labelTitle: lang === 'zh' ? '平面' : 'plane',
        columns: 2,
      }),
    },
    overPicture(
      { name: 'spatialGates', title: steps.spatialGates.title, formula: String.raw`M_s = \sigma(\operatorname{BN}(f^{k\times k}([\ldots])))` }, // prettier-ignore
      ({ where }: Shown) => where,
      ({ placeScores }: Shown) => placeScores,
    ),
    channelMaps(
      { name: 'output', title: steps.output.title, formula: steps.output.formula },
      steps.output.scale,
      ({ output }: Shown) => ({ maps: output, extent: 1 }),
    ),
  ],
  readout({ gates, where }, _params, lang) {
    const size = where.length * (where[0]?.length ?? 0);
    const [what, all] = [fixed(gates.reduce((a, b) => a + b, 0)), fixed(total(where), 1)];
    return lang === 'zh'
      ? `${gates.length} 个通道门之和：${what}。${size} 个位置门之和：${all}。没有哪一步让和等于 1。`
      : `Sum of the ${gates.length} gates of channels: ${what}. Sum of the ${size} gates of places: ${all}. Nothing makes them 1.`;
  },
});
