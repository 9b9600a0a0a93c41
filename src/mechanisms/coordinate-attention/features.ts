// What the widgets with a picture share: its features as matrices, random parameters for them, and the controls.
import { bank, features } from '../../math/filter-bank.ts';
import type { Matrix } from '../../math/tensor.ts';
import { image, range } from '../../widget/controls.ts';
import { pixelsOf } from '../../widget/picture.ts';
import { pick, type Lang } from '../../widget/text.ts';
import { drawParameters, type Plain } from './parameters.ts';
import { traceOf } from './traces.ts';

/** Pixels on a side of the pictures. */
export const side = 32;

/** The channels of the filter bank, by name. */
export const channelNames = (lang: Lang): string[] => bank.map(({ name }) => pick(name, lang));

/** The features of a picture: for every channel a matrix of grid × grid. */
export function mapsOf(picture: string, grid: number): Matrix[] {
  const all = features(pixelsOf(picture, side), side, grid);
  const rowOf = (c: number, i: number): number[] => {
    const from = (c * grid + i) * grid;
    return Array.from(all.subarray(from, from + grid));
  };
  return bank.map((_, c) => Array.from({ length: grid }, (__, i) => rowOf(c, i)));
}

/** The drawings whose strips the stored mean and variance are taken over. */
const seen = ['cat', 'shapes', 'stripes'] as const;
let kept: { readonly key: string; readonly plain: Plain } | undefined;

/**
 * Random parameters for the filter bank, with the mean and variance of each hidden channel over the strips of three drawings: what
 * a batch normalisation would have stored. The last ones are kept.
 *
 * @param gain how far the gates open and close
 */
export function parametersFor(seed: number, gain: number, grid: number): Plain {
  const key = [seed, gain, grid].join();
  if (kept?.key === key) return kept.plain;
  const drawn = drawParameters(bank.length, seed, gain);
  const hidden = seen.map((name) => traceOf(mapsOf(name, grid), drawn).hidden);
  const rows = drawn.norm.mean.map((_, m) => hidden.flatMap((one) => one[m] ?? []));
  const mean = rows.map(average);
  const variance = rows.map((row, m) => average(row.map((x) => (x - (mean[m] ?? 0)) ** 2)));
  const plain = { ...drawn, norm: { ...drawn.norm, mean, variance } };
  kept = { key, plain };
  return plain;
}

const average = (row: readonly number[]): number => row.reduce((sum, x) => sum + x, 0) / row.length;

export const pictureControl = image({ label: { en: 'picture', zh: '图片' }, value: 'cat' });

export const channelControl = range({
  label: { en: 'channel shown', zh: '看哪个通道' },
  min: 1,
  max: bank.length,
  step: 1,
  value: 3,
});

export const gainControl = range({
  label: { en: 'size of the last convolutions', zh: '最后两个卷积的大小' },
  min: 0,
  max: 6,
  step: 0.5,
  value: 3,
});

export const seedControl = range({
  label: { en: 'seed', zh: '随机种子' },
  min: 1,
  max: 20,
  step: 1,
  value: 3,
});

/** How much of the picture a map over it hides. */
export const opacityControl = range({
  label: { en: 'opacity of the map', zh: '图层不透明度' },
  min: 0,
  max: 1,
  step: 0.05,
  value: 0.6,
});

/** Where the numbers of the widgets with pictures come from. */
export const provenance = {
  en: 'Features of a fixed filter bank; the convolutions are random, from the seed, not trained. The stored means and variances are those of three drawings: cat, shapes and textures.',
  zh: '特征来自一组固定的滤波器；卷积参数由种子随机产生，没有经过训练。批归一化所存的均值和方差取自三幅画：猫、形状、纹理。',
};
