// What the squeeze cannot see: a picture is moved, or its feature maps are shuffled, and the gates are compared.
import { bars } from '../../../figures/bars.ts';
import { maps } from '../../../figures/maps.ts';
import { handlesOf, picture } from '../../../figures/picture.ts';
import { features } from '../../../math/filter-bank.ts';
import { range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { kindOf, movePart, partsOf, pixelsOf } from '../../../widget/picture.ts';
import { attend, grid, mapsOf, pictureControl, side, tiles } from '../bank.ts';
import { byHand, tensors } from '../blocks.ts';
import { gateBars } from '../figures.ts';
import { moved, shuffled, snap } from '../moving.ts';

/** The picture before any part of it was moved. */
const atFirst = (text: string): string => (partsOf(text).length > 0 ? kindOf(text) : text);

export default defineWidget({
  id: 'channel-attention/where',
  title: { en: 'Move it, and look at the gates', zh: '移动它，看看门' },
  provenance: {
    en: 'Constructed: the drawings, the filters and the block, which is number 0 above.',
    zh: '人为构造：图画、滤波器和模块；模块就是上面的 0 号。',
  },
  mechanism: 'channel-attention',
  controls: {
    picture: pictureControl('dot'),
    shift: range({
      label: { en: 'moved to the right', zh: '向右移动' },
      min: 0,
      max: side - 1,
      step: 1,
      value: 0,
      unit: { en: 'pixels', zh: '像素' },
    }),
    shuffle: toggle({
      label: { en: 'shuffle the places of all maps', zh: '打乱所有图的位置' },
      value: false,
    }),
  },
  compute({ picture: text, shift, shuffle }) {
    const pixels = moved(pixelsOf(text, side), shift);
    const x = features(pixels, side, grid);
    const gatesOf = (all: Float32Array) => attend(all, () => tensors(byHand)).gates;
    const seen = shuffle ? shuffled(x) : x;
    const [before, after] = [gatesOf(mapsOf(atFirst(text))), gatesOf(seen)];
    const change = Math.max(...Array.from(after, (gate, c) => Math.abs(gate - (before[c] ?? 0))));
    return { pixels, seen, before, after, change };
  },
  figures: [
    {
      name: 'picture',
      title: { en: 'Picture', zh: '图片' },
      caption: { en: 'Drag the handles, by whole pixels.', zh: '拖动圆点，每次移动整数个像素。' },
      type: picture,
      data: ({ pixels }, { picture: text, shift }, lang) => ({
        label: lang === 'zh' ? '图片' : 'picture',
        side,
        pixels,
        handles: handlesOf(partsOf(text), lang).map((handle) => ({
          ...handle,
          x: (handle.x + shift / side) % 1,
        })),
      }),
      drag: ({ x, y }, { picture: text, shift }, _trace, name) => ({
        picture: movePart(text, name, { x: snap((x - shift / side + 1) % 1), y: snap(y) }),
      }),
    },
    {
      name: 'features',
      title: { en: 'What the squeeze gets', zh: '送去挤压的特征' },
      type: maps,
      data: ({ seen }, _params, lang) => ({
        maps: tiles(seen, lang),
        scale: 'value',
        labelTitle: lang === 'zh' ? '通道' : 'channel',
      }),
    },
    {
      name: 'gates',
      title: { en: 'Gates', zh: '门' },
      caption: {
        en: 'Bars: now. Ticks: of the picture before anything was moved.',
        zh: '横条：现在的门。竖线：什么都没动过时的门。',
      },
      type: bars,
      data: ({ before, after }, _params, lang) => gateBars(after, lang, before),
    },
  ],
  readout({ change }, _params, lang) {
    return lang === 'zh'
      ? `变化最大的门变了 ${fixed(change, 4)}。`
      : `The gate that has changed most has changed by ${fixed(change, 4)}.`;
  },
});
