// What and where: gates of channels, gates of places, and what either leaves of the features.
import { maps, type ChannelMap } from '../../../figures/maps.ts';
import { handlesOf, picture } from '../../../figures/picture.ts';
import { bank } from '../../../math/filter-bank.ts';
import {
  channelOf,
  mapsOf,
  opacityControl,
  pictureControl,
  side,
} from '../../../mechanisms/spatial-attention/scene.ts';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { movePart, partsOf, pixelsOf } from '../../../widget/picture.ts';
import { pick, type Lang } from '../../../widget/text.ts';
import { aboveMean, channelGates, grid, placeGates } from '../both.ts';

const label = (channel: number, lang: Lang): string => pick(bank[channel]!.name, lang);

export default defineWidget({
  id: 'channel-vs-spatial/sides',
  title: { en: 'What, and where', zh: '什么，哪里' },
  provenance: {
    en: 'Not trained: twelve fixed filters. By hand, the channel gates open the channels whose mean is above the average, and the place gates follow the mean of the channels.',
    zh: '没有训练：十二个固定的滤波器。门由手工设定：通道的门对均值高于平均的通道打开，位置的门跟随各通道的平均。',
  },
  mechanism: 'channel-attention',
  controls: {
    picture: pictureControl,
    gain: range({
      label: { en: 'gain of the scores', zh: '分数的增益' },
      min: 0,
      max: 5,
      step: 0.25,
      value: 2,
    }),
    use: choice({
      label: { en: 'multiply by', zh: '乘以' },
      options: {
        both: { en: 'both gates', zh: '两种门' },
        channel: { en: 'the channel gates', zh: '通道的门' },
        place: { en: 'the place gates', zh: '位置的门' },
      },
      value: 'both',
    }),
    opacity: opacityControl,
  },
  compute({ picture: text, gain, use }) {
    const features = mapsOf(text, grid);
    const channels = channelGates(features, aboveMean(gain));
    const map = placeGates(features, gain);
    const out = channels.map((g, c) =>
      channelOf(features, c, grid).map((line, row) =>
        line.map((x, column) => x * (use === 'place' ? 1 : g) * (use === 'channel' ? 1 : map[row]![column]!)),
      ),
    );
    return { features, channels, map, out };
  },
  figures: [
    {
      name: 'channels',
      title: { en: 'What: one gate for each channel', zh: '什么：每个通道一个门' },
      formula: String.raw`g_c`,
      type: maps,
      data: ({ features, channels }, _params, lang) => ({
        maps: channels.map((g, c): ChannelMap => ({
          label: label(c, lang),
          values: channelOf(features, c, grid),
          bar: g,
          note: fixed(g),
        })),
        scale: 'value',
        labelTitle: lang === 'zh' ? '通道' : 'channel',
        barTitle: lang === 'zh' ? '门' : 'gate',
      }),
    },
    {
      name: 'places',
      title: { en: 'Where: one gate for each place', zh: '哪里：每个位置一个门' },
      formula: String.raw`a_i`,
      caption: { en: 'Drag a part of the drawing.', zh: '图里的部位可以拖动。' },
      type: picture,
      data: ({ map }, { picture: text, opacity }, lang) => ({
        label: lang === 'zh' ? '叠着位置的门的图片' : 'the picture with the gates of its places',
        side,
        pixels: pixelsOf(text, side),
        overlay: { values: map, scale: 'weights', extent: 1, opacity, name: lang === 'zh' ? '门' : 'gate' },
        handles: handlesOf(partsOf(text), lang),
      }),
      drag: (point, { picture: text }, _trace, name) => ({ picture: movePart(text, name, point) }),
    },
    {
      name: 'output',
      title: { en: 'What is left of the features', zh: '特征还剩什么' },
      formula: {
        variants: {
          both: String.raw`\role{output}{o_{i,c}}=a_i\,g_c\,x_{i,c}`,
          channel: String.raw`\role{output}{o_{i,c}}=g_c\,x_{i,c}`,
          place: String.raw`\role{output}{o_{i,c}}=a_i\,x_{i,c}`,
        },
        pick: ({ use }) => use,
      },
      type: maps,
      data: ({ out, features }, _params, lang) => ({
        maps: out.map((values, c) => ({ label: label(c, lang), values })),
        scale: 'output',
        extent: Math.max(...features, 1e-6),
        labelTitle: lang === 'zh' ? '通道' : 'channel',
      }),
    },
  ],
  readout({ channels, map }, _params, lang) {
    const best = channels.indexOf(Math.max(...channels));
    const all = map.flat();
    const open = all.filter((a) => a > 0.5).length;
    return lang === 'zh'
      ? `开得最大的通道是“${label(best, lang)}”，${fixed(channels[best]!)}。${all.length} 个位置里有 ${open} 个的门大于 0.5。`
      : `The most open channel is ${label(best, lang)}, ${fixed(channels[best]!)}. Of ${all.length} places, ${open} have a gate above 0.5.`;
  },
});
