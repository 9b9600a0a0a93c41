// The filter bank, channel by channel: the filter's three planes and where it answers.
import { maps } from '../../../figures/maps.ts';
import { bank, features } from '../../../math/filter-bank.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { pixelsOf } from '../../../widget/picture.ts';
import { pick } from '../../../widget/text.ts';
import { pictureControl, side } from '../bank.ts';
import { pictureData, pictureFigure } from '../figures.ts';

const colours = [
  { en: 'on red', zh: '对红' },
  { en: 'on green', zh: '对绿' },
  { en: 'on blue', zh: '对蓝' },
] as const;

export default defineWidget({
  id: 'channel-attention/bank',
  title: { en: 'The bank, filter by filter', zh: '逐个看滤波器' },
  provenance: {
    en: 'Constructed: twelve filters of 5 × 5 pixels and three colours, fixed for this whole family of articles. Nothing is trained.',
    zh: '人为构造：十二个滤波器，5 × 5 像素、三种颜色，整个系列的文章都用它们，没有经过训练。',
  },
  mechanism: 'channel-attention',
  controls: {
    picture: pictureControl(),
    channel: range({
      label: { en: 'filter', zh: '滤波器' },
      min: 1,
      max: bank.length,
      step: 1,
      value: 3,
      play: { perSecond: 1 },
    }),
    opacity: range({
      label: { en: 'opacity of the map', zh: '图层不透明度' },
      min: 0,
      max: 1,
      step: 0.05,
      value: 0.6,
    }),
  },
  compute({ picture: text, channel }) {
    const all = features(pixelsOf(text, side), side, side);
    const map = all.subarray((channel - 1) * side * side, channel * side * side);
    const rows = Array.from({ length: side }, (_, i) => Array.from(map.subarray(i * side, (i + 1) * side)));
    return { rows, mean: map.reduce((sum, value) => sum + value, 0) / map.length };
  },
  figures: [
    {
      name: 'kernel',
      title: { en: 'The filter', zh: '滤波器' },
      caption: {
        en: 'What each pixel under it counts, one plane for each colour; negative ones count against.',
        zh: '它下面的每个像素各算多少，每种颜色一层；负数是反着算。',
      },
      type: maps,
      data: (_trace, { channel }, lang) => {
        const { kernel } = bank[channel - 1]!;
        return {
          maps: colours.map((label, colour) => ({
            label: pick(label, lang),
            values: kernel.map((row) => row.map((cell) => cell[colour] ?? 0)),
          })),
          scale: 'scores',
          labelTitle: lang === 'zh' ? '颜色' : 'colour',
        };
      },
    },
    {
      ...pictureFigure,
      name: 'answer',
      title: { en: 'Where it answers', zh: '它在哪里有响应' },
      data: ({ rows }, { picture: text, channel, opacity }, lang) => ({
        ...pictureData({ picture: text }, lang),
        overlay: {
          name: pick(bank[channel - 1]!.name, lang),
          values: rows,
          scale: 'value',
          extent: 1,
          opacity,
        },
        explain: (row: number, column: number) => ({
          text: `${pick(bank[channel - 1]!.name, lang)} [${row + 1}, ${column + 1}] = ${fixed(rows[row]?.[column] ?? 0, 3)}`,
        }),
      }),
    },
  ],
  readout({ mean }, { channel }, lang) {
    const { name, rectify, threshold } = bank[channel - 1]!;
    const kept =
      rectify === 'absolute'
        ? { en: 'negative answers count like positive ones', zh: '负的响应与正的同样算' }
        : threshold === 0
          ? { en: 'negative answers become zero', zh: '负的响应变成零' }
          : {
              en: `answers below ${fixed(threshold, 1)} become zero`,
              zh: `低于 ${fixed(threshold, 1)} 的响应变成零`,
            };
    return lang === 'zh'
      ? `滤波器“${name.zh}”：${kept.zh}。平均响应：${fixed(mean, 3)}。`
      : `Filter “${name.en}”: ${kept.en}. Mean answer: ${fixed(mean, 3)}.`;
  },
});
