// Figures that several widgets of channel attention show: the picture with what can be moved in it, and gates as bars.
import type { BarsData } from '../../figures/bars.ts';
import { handlesOf, picture, type PictureData } from '../../figures/picture.ts';
import type { FigureSlot } from '../../widget/define.ts';
import { movePart, partsOf, pixelsOf } from '../../widget/picture.ts';
import type { Lang } from '../../widget/text.ts';
import { channelNames, side } from './bank.ts';

interface Chosen {
  readonly picture: string;
}

/** The reader's picture as it is, with handles at its parts. */
export function pictureData({ picture: text }: Chosen, lang: Lang): PictureData {
  const label = lang === 'zh' ? '图片' : 'picture';
  return { label, side, pixels: pixelsOf(text, side), handles: handlesOf(partsOf(text), lang) };
}

/** The picture as a figure whose handles move its parts. */
export const pictureFigure: FigureSlot<Chosen, unknown, PictureData> = {
  name: 'picture',
  title: { en: 'Picture', zh: '图片' },
  type: picture,
  data: (_trace, params, lang) => pictureData(params, lang),
  drag: (point, { picture: text }, _trace, name) => ({ picture: movePart(text, name, point) }),
};

/** The gates of the twelve channels, with ticks where they were before. */
export function gateBars(values: ArrayLike<number>, lang: Lang, before?: ArrayLike<number>): BarsData {
  return {
    labels: channelNames(lang),
    values: Array.from(values),
    title: lang === 'zh' ? '门' : 'gate',
    labelTitle: lang === 'zh' ? '通道' : 'channel',
    domain: [0, 1],
    color: 'var(--scale-weights)',
    ...(before ? { exact: { title: lang === 'zh' ? '之前' : 'before', values: Array.from(before) } } : {}),
  };
}
