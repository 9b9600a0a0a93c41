// What the widgets with a picture share: the picture as a tensor, the mean colour of each patch, and how a place is shown.
import { tensor3d, transpose, tidy, type Tensor } from '@tensorflow/tfjs-core';
import '../../math/tensor.ts';
import type { Matrix } from '../../math/tensor.ts';
import { image } from '../../widget/controls.ts';
import type { Explanation } from '../../widget/figure.ts';
import { fixed } from '../../widget/format.ts';
import { pixelsOf } from '../../widget/picture.ts';
import type { Lang } from '../../widget/text.ts';

export const pictureControl = image({ label: { en: 'picture', zh: '图片' }, value: 'cat' });

/** What is taken from every colour, so that colours lie on all sides of 0: red, green, blue. */
export const middle = [0.75, 0.65, 0.5] as const;

/** A picture as a network has it: (3, side, side). Call it in a tidy. */
export function imageOf(picture: string, side: number): Tensor {
  return tidy(() => transpose(tensor3d(pixelsOf(picture, side), [side, side, 3]), [2, 0, 1]));
}

/** A projection of patches that keeps their mean red, green and blue: (3, 3·P²). */
export const meanColour = (P: number): Matrix =>
  middle.map((_, channel) =>
    Array.from({ length: 3 * P * P }, (__, i) => (Math.floor(i / (P * P)) === channel ? 1 / (P * P) : 0)),
  );

/** A flat row of weights as rows of the grid. */
export const asGrid = (row: ArrayLike<number>, across: number): number[][] =>
  Array.from({ length: across }, (_, i) =>
    Array.from({ length: across }, (__, j) => row[i * across + j] ?? Number.NaN),
  );

/** What a patch of a map has, in words. */
export function explainShare(
  values: readonly (readonly number[])[],
  i: number,
  j: number,
  lang: Lang,
): Explanation {
  const share = fixed(values[i]?.[j] ?? Number.NaN, 4);
  return { text: lang === 'zh' ? `块 ${i + 1}·${j + 1}：${share}` : `patch ${i + 1}·${j + 1}: ${share}` };
}
