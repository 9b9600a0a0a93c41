// What the widgets on a picture share: the controls, the features, and the figures of maps and of the picture itself.
import { moments, mul, reshape, tensor1d, tensor3d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { maps, type MapsData } from '../../figures/maps.ts';
import { handlesOf, picture as pictureKind, type PictureData } from '../../figures/picture.ts';
import { bank, features } from '../../math/filter-bank.ts';
import type { Matrix } from '../../math/tensor.ts';
import { image, range } from '../../widget/controls.ts';
import type { Formula, Point } from '../../widget/define.ts';
import type { Scale } from '../../widget/color.ts';
import { fixed } from '../../widget/format.ts';
import { movePart, partsOf, pixelsOf } from '../../widget/picture.ts';
import { pick, type Lang, type Text } from '../../widget/text.ts';
import { channelGate, spatialGate, type Parameters, type SharedMlp } from './kernel.ts';

/** Pixels on a side of the picture, and places on a side of its feature maps. */
export const side = 32;
export const grid = 16;

export const pictureControl = image({ label: { en: 'picture', zh: '图片' }, value: 'cat' });
export const opacityControl = range({
  label: { en: 'opacity of the map', zh: '图的不透明度' },
  min: 0,
  max: 1,
  step: 0.05,
  value: 0.7,
});

/** The feature maps (C, H, W) of a picture by the fixed bank of filters. */
export function featuresOf(text: string): Tensor {
  return tensor3d(features(pixelsOf(text, side), side, grid), [bank.length, grid, grid]);
}

export const channelNames = (lang: Lang): string[] => bank.map(({ name }) => pick(name, lang));

/** Parameters whose batch normalisation has the statistics that it would have kept from these features alone. */
export function measured(x: Tensor, channel: SharedMlp, filter: Tensor, gain: number): Parameters {
  const norm = tidy(() => {
    const gates = channelGate(x, channel).channelGates;
    const { spatialScores } = spatialGate(mul(x, reshape(gates, [-1, 1, 1])), { filter });
    const { mean, variance } = moments(spatialScores);
    const [gamma, beta] = [tensor1d([gain]), tensor1d([0])];
    return { gamma, beta, mean: reshape(mean, [1]), variance: reshape(variance, [1]) };
  });
  return { channel, spatial: { filter, norm } };
}

interface Params {
  readonly picture: string;
  readonly opacity: number;
}

/** A slot for the picture under a map of gates; its parts can be dragged. */
export function overPicture<T>(
  slot: { name: string; title: Text; formula?: Formula<any>; caption?: Text },
  map: (trace: T) => Matrix,
  scores?: (trace: T) => Matrix,
) {
  return {
    ...slot,
    type: pictureKind,
    data: (trace: T, { picture, opacity }: Params, lang: Lang): PictureData => {
      const values = map(trace);
      const name = pick(slot.title, lang);
      return {
        label: name,
        side,
        pixels: pixelsOf(picture, side),
        overlay: { name, values, scale: 'weights', extent: 1, opacity },
        handles: handlesOf(partsOf(picture), lang),
        explain: (i, j) => {
          const [gate, score] = [values[i]?.[j] ?? Number.NaN, scores?.(trace)[i]?.[j]];
          const from = score === undefined ? '' : ` = σ(${fixed(score, 3)})`;
          return { text: `${name} [${i + 1}, ${j + 1}]${from} = ${fixed(gate, 3)}` };
        },
      };
    },
    drag: (point: Point, { picture }: Params, _trace: T, handle: string) => ({
      picture: movePart(picture, handle, point),
    }),
  };
}

/** A slot for the maps of all channels, with their gates where there are some. */
export function channelMaps<T>(
  slot: { name: string; title: Text; formula?: Formula<any>; caption?: Text },
  scale: Scale,
  read: (trace: T) => { maps: readonly Matrix[]; gates?: readonly number[]; extent?: number },
) {
  return {
    ...slot,
    type: maps,
    data: (trace: T, _params: unknown, lang: Lang): MapsData => {
      const { maps: all, gates, extent } = read(trace);
      const names = channelNames(lang);
      return {
        maps: all.map((values, c) => ({
          label: names[c] ?? '',
          values,
          ...(gates === undefined ? {} : { bar: gates[c] ?? 0, note: fixed(gates[c] ?? 0) }),
        })),
        scale,
        ...(extent === undefined ? {} : { extent }),
        labelTitle: lang === 'zh' ? '通道' : 'channel',
        ...(gates === undefined ? {} : { barTitle: lang === 'zh' ? '门' : 'gate' }),
      };
    },
  };
}

/** The sum of a matrix. */
export const total = (values: Matrix): number => values.flat().reduce((sum, x) => sum + x, 0);
