// What each kind of gate cannot see: places or channels are shuffled, and every gate is put back to what it belongs to.
import { bars } from '../../../figures/bars.ts';
import { numbers } from '../../../figures/numbers.ts';
import { picture } from '../../../figures/picture.ts';
import { bank } from '../../../math/filter-bank.ts';
import {
  mapsOf,
  opacityControl,
  pictureControl,
  side,
  asMap,
} from '../../../mechanisms/spatial-attention/scene.ts';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { pixelsOf } from '../../../widget/picture.ts';
import { pick } from '../../../widget/text.ts';
import { channelGates, drawn, furthest, grid, orderOf, placeGates, places, putBack } from '../both.ts';

const orders = { places: orderOf(places), channels: orderOf(bank.length) };

/** The features with their places or their channels in another order. */
function shuffled(features: Float32Array, what: 'none' | 'places' | 'channels'): Float32Array {
  if (what === 'none') return features;
  return features.map((_, i) => {
    const [channel, place] = [Math.floor(i / places), i % places];
    return what === 'places'
      ? features[channel * places + orders.places[place]!]!
      : features[orders.channels[channel]! * places + place]!;
  });
}

export default defineWidget({
  id: 'channel-vs-spatial/shuffle',
  title: { en: 'What each does not see', zh: '各自看不见什么' },
  provenance: {
    en: 'Random: the channel gate is squeeze-and-excitation with parameters from the seed. By hand: the filter of the place gate. Nothing is trained.',
    zh: '随机：通道的门是 squeeze-and-excitation，参数由随机种子生成。手工：位置的门的滤波器。没有经过训练。',
  },
  mechanism: 'channel-attention',
  controls: {
    picture: pictureControl,
    what: choice({
      label: { en: 'shuffle', zh: '打乱' },
      options: {
        none: { en: 'nothing', zh: '不打乱' },
        places: { en: 'the places', zh: '位置' },
        channels: { en: 'the channels', zh: '通道' },
      },
      value: 'none',
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 3 }),
    opacity: opacityControl,
  },
  compute({ picture: text, what, seed }) {
    const features = mapsOf(text, grid);
    const block = drawn(seed);
    const gates = (maps: Float32Array) => ({
      channels: channelGates(maps, block),
      map: placeGates(maps, 2).flat(),
    });
    const before = gates(features);
    const found = gates(shuffled(features, what));
    const channels = what === 'channels' ? putBack(found.channels, orders.channels) : found.channels;
    const map = what === 'places' ? putBack(found.map, orders.places) : found.map;
    return {
      channels,
      before: before.channels,
      map: asMap(map, grid),
      moved: { channels: furthest(channels, before.channels), places: furthest(map, before.map) },
    };
  },
  figures: [
    {
      name: 'channels',
      title: { en: 'Gates of the channels', zh: '通道的门' },
      caption: { en: 'Ticks: before shuffling.', zh: '竖线：打乱之前。' },
      type: bars,
      data: ({ channels, before }, _params, lang) => ({
        labels: bank.map(({ name }) => pick(name, lang)),
        values: channels,
        title: lang === 'zh' ? '门' : 'gate',
        labelTitle: lang === 'zh' ? '通道' : 'channel',
        domain: [0, 1],
        color: 'var(--scale-weights)',
        exact: { title: lang === 'zh' ? '之前' : 'before', values: before },
      }),
    },
    {
      name: 'places',
      title: { en: 'Gates of the places', zh: '位置的门' },
      caption: { en: 'Each gate lies over the place it was computed for.', zh: '每个门都放回它所属的位置。' },
      type: picture,
      data: ({ map }, { picture: text, opacity }, lang) => ({
        label: lang === 'zh' ? '叠着位置的门的图片' : 'the picture with the gates of its places',
        side,
        pixels: pixelsOf(text, side),
        overlay: { values: map, scale: 'weights', extent: 1, opacity, name: lang === 'zh' ? '门' : 'gate' },
      }),
    },
    {
      name: 'moved',
      title: { en: 'Largest change of a gate', zh: '门的最大变化' },
      type: numbers,
      data: ({ moved }, _params, lang) => ({
        head: lang === 'zh' ? ['哪一种', '变化'] : ['which', 'change'],
        rows: [
          { label: lang === 'zh' ? '通道的门' : 'of channels', values: [moved.channels] },
          { label: lang === 'zh' ? '位置的门' : 'of places', values: [moved.places] },
        ],
        show: (value: number) => fixed(value, 3),
      }),
    },
  ],
  readout({ moved }, { what }, lang) {
    const [c, p] = [fixed(moved.channels, 3), fixed(moved.places, 3)];
    if (lang === 'zh') {
      const did = { none: '没有打乱', places: '打乱了位置', channels: '打乱了通道' }[what];
      return `${did}：通道的门最多变了 ${c}，位置的门最多变了 ${p}。`;
    }
    const did = { none: 'Nothing shuffled', places: 'Places shuffled', channels: 'Channels shuffled' }[what];
    return `${did}: the gates of the channels changed by up to ${c}, those of the places by up to ${p}.`;
  },
});
