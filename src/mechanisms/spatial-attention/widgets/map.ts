// The gate of a picture: two planes, a filter, a sigmoid, and one number for every place.
import { bars } from '../../../figures/bars.ts';
import { maps } from '../../../figures/maps.ts';
import { handlesOf, picture } from '../../../figures/picture.ts';
import { bank } from '../../../math/filter-bank.ts';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { movePart, partsOf, pixelsOf } from '../../../widget/picture.ts';
import { pick } from '../../../widget/text.ts';
import {
  channelOf,
  filterNames,
  filters,
  gateOf,
  mapsOf,
  opacityControl,
  pictureControl,
  side,
  weightsOfParts,
} from '../scene.ts';

const grid = 16;
/** Channels that are shown before and after the gate. */
const shown = ['red', 'edge-90'].map((key) => bank.findIndex((filter) => filter.key === key));

export default defineWidget({
  id: 'spatial-attention/map',
  title: { en: 'One map for all channels', zh: '一张图管所有通道' },
  provenance: {
    en: 'Not trained: twelve fixed filters make the features, and the gate’s filter is set by hand or drawn from a seed. Its scores are shifted and scaled by batch normalization on this picture.',
    zh: '没有训练：特征由十二个固定的滤波器得出，门的滤波器是手工设定的，或者由随机种子生成。分数用这张图自己的批归一化来平移和缩放。',
  },
  mechanism: 'spatial-attention',
  controls: {
    picture: pictureControl,
    shift: range({ label: { en: 'shift β', zh: '平移 β' }, min: -4, max: 4, step: 0.25, value: 0 }),
    gain: range({ label: { en: 'gain γ', zh: '增益 γ' }, min: 0, max: 5, step: 0.25, value: 2 }),
    filter: choice({
      label: { en: 'filter of the gate', zh: '门的滤波器' },
      options: filterNames,
      value: 'bump',
    }),
    opacity: opacityControl,
  },
  compute({ picture: text, shift, gain, filter }) {
    const features = mapsOf(text, grid);
    const gate = gateOf(features, grid, filters[filter], { gain, shift });
    const all = gate.weights.flat();
    return {
      features,
      ...gate,
      parts: weightsOfParts(text, gate.weights),
      sum: all.reduce((total, a) => total + a, 0),
      count: all.length,
    };
  },
  figures: [
    {
      name: 'over',
      title: { en: 'The gate over the picture', zh: '叠在图上的门' },
      caption: { en: 'Drag a part of the drawing.', zh: '图里的部位可以拖动。' },
      type: picture,
      data: ({ weights }, { picture: text, opacity }, lang) => ({
        label: lang === 'zh' ? '图片，上面叠着门' : 'the picture with the gate over it',
        side,
        pixels: pixelsOf(text, side),
        overlay: {
          values: weights,
          scale: 'weights',
          extent: 1,
          opacity,
          name: lang === 'zh' ? '门' : 'gate',
        },
        handles: handlesOf(partsOf(text), lang),
        explain: (row: number, column: number) => ({
          text: `a[${row + 1}, ${column + 1}] = ${fixed(weights[row]?.[column] ?? Number.NaN, 3)}`,
        }),
      }),
      drag: (point, { picture: text }, _trace, name) => ({ picture: movePart(text, name, point) }),
    },
    {
      name: 'planes',
      title: { en: 'All that the gate reads', zh: '门读到的全部' },
      formula: String.raw`m_i=\max_c x_{i,c},\quad \mu_i=\textstyle\frac1C\sum_c x_{i,c}`,
      caption: { en: 'Twelve channels, as two planes.', zh: '十二个通道，化成两个平面。' },
      type: maps,
      data: ({ max, mean }, _params, lang) => ({
        labelTitle: lang === 'zh' ? '平面' : 'plane',
        maps: [
          { label: lang === 'zh' ? '最大值 m' : 'maximum m', values: max },
          { label: lang === 'zh' ? '平均值 μ' : 'mean μ', values: mean },
        ],
        scale: 'scores',
      }),
    },
    {
      name: 'filter',
      title: { en: 'The filter, 7×7', zh: '滤波器，7×7' },
      type: maps,
      data: (_trace, { filter }, lang) => ({
        labelTitle: lang === 'zh' ? '平面' : 'plane',
        maps: [
          { label: lang === 'zh' ? '对 m' : 'on m', values: filters[filter][0] },
          { label: lang === 'zh' ? '对 μ' : 'on μ', values: filters[filter][1] },
        ],
        scale: 'scores',
      }),
    },
    {
      name: 'parts',
      title: { en: 'The gate at each part', zh: '各部位上的门' },
      type: bars,
      data: ({ parts, sum, count }, _params, lang) => ({
        labels: [...parts.map(({ label }) => pick(label, lang)), lang === 'zh' ? '全图平均' : 'mean of all'],
        values: [...parts.map(({ weight }) => weight), sum / count],
        title: lang === 'zh' ? '门' : 'gate',
        labelTitle: lang === 'zh' ? '部位' : 'part',
        domain: [0, 1],
        color: 'var(--scale-weights)',
      }),
    },
    {
      name: 'channels',
      title: { en: 'Two channels, before and after', zh: '两个通道，过门前后' },
      formula: String.raw`\role{output}{o_{i,c}}=a_i\,x_{i,c}`,
      caption: { en: 'Every channel is multiplied by the same map.', zh: '每个通道都乘以同一张图。' },
      type: maps,
      data: ({ features, weights }, _params, lang) => ({
        labelTitle: lang === 'zh' ? '通道' : 'channel',
        maps: shown.flatMap((channel) => {
          const values = channelOf(features, channel, grid);
          const label = bank[channel] ? pick(bank[channel].name, lang) : '';
          return [
            { label, values },
            {
              label: `a · ${label}`,
              values: values.map((row, r) => row.map((x, c) => x * (weights[r]?.[c] ?? 0))),
            },
          ];
        }),
        scale: 'value',
      }),
    },
  ],
  goals: {
    // The tail is more open than the body, and the mean gate is not more than a half.
    tail: ({ parts, sum, count }, { picture: text }) => {
      const at = (name: string) =>
        parts.find(({ label }) => pick(label, 'en') === name)?.weight ?? Number.NaN;
      return text.startsWith('cat') && at('tail') - at('body') > 0.3 && sum / count <= 0.5;
    },
  },
  readout({ parts, sum, count }, _params, lang) {
    const each = parts.map(({ label, weight }) => `${pick(label, lang)} ${fixed(weight)}`);
    return lang === 'zh'
      ? `${each.map((one) => `${one}，`).join('')}全图平均 ${fixed(sum / count)}。${count} 个门的和是 ${fixed(sum, 1)}，不是 1。`
      : `${each.map((one) => `${one}, `).join('')}mean of all ${fixed(sum / count)}. The ${count} gates sum to ${fixed(sum, 1)}, not to 1.`;
  },
});
