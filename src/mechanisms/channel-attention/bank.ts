// What the widgets of channel attention share: a picture, its feature maps under the fixed bank, and the gates of a block.
import { tensor3d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { ChannelMap } from '../../figures/maps.ts';
import { bank, features } from '../../math/filter-bank.ts';
import { image } from '../../widget/controls.ts';
import { fixed } from '../../widget/format.ts';
import { pixelsOf } from '../../widget/picture.ts';
import { pick, type Lang } from '../../widget/text.ts';
import { channelAttention, type Efficient, type Excitation } from './kernel.ts';

/** Pixels on a side of a picture, and places on a side of its feature maps. */
export const side = 32;
export const grid = 16;

export const pictureControl = (value = 'cat') => image({ label: { en: 'picture', zh: '图片' }, value });

/** The names of the channels. */
export const channelNames = (lang: Lang): string[] => bank.map(({ name }) => pick(name, lang));

/** The feature maps of a picture, (channels, grid, grid). */
export const mapsOf = (picture: string): Float32Array => features(pixelsOf(picture, side), side, grid);

/** One entry for each name of the trace, as plain numbers. */
export type Numbers = Readonly<Record<'descriptor' | 'scores' | 'gates' | 'output', Float32Array>> & {
  readonly hidden?: Float32Array;
};

/** Channel attention on feature maps of the bank's size. */
export function attend(maps: Float32Array, parameters: () => Excitation | Efficient): Numbers {
  let numbers: Record<string, Float32Array> = {};
  tidy(() => {
    const trace = channelAttention(tensor3d(maps, [bank.length, grid, grid]), parameters());
    numbers = Object.fromEntries(
      Object.entries<Tensor>(trace).map(([name, one]) => [name, one.dataSync<'float32'>()]),
    );
  });
  return numbers as unknown as Numbers;
}

/** The channels of feature maps as small multiples, with their gates as bars where there are any. */
export function tiles(maps: Float32Array, lang: Lang, gates?: ArrayLike<number>): ChannelMap[] {
  return channelNames(lang).map((label, channel) => ({
    label,
    values: Array.from({ length: grid }, (_, row) => {
      const start = (channel * grid + row) * grid;
      return maps.subarray(start, start + grid);
    }),
    ...(gates ? { bar: gates[channel] ?? 0, note: fixed(gates[channel] ?? 0) } : {}),
  }));
}
