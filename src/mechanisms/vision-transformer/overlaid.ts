// A map of shares over a picture, patch by patch.
import type { PictureData } from '../../figures/picture.ts';
import { pixelsOf } from '../../widget/picture.ts';
import type { Lang } from '../../widget/text.ts';
import { asGrid, explainShare } from './inputs.ts';
import { built } from './reading.ts';

/** Pixels on a side that are drawn. */
const side = 32;

/** The largest of some values; 1 where all are 0. */
export const most = (values: readonly number[]): number => Math.max(...values) || 1;

/** One row of shares, with full colour at the largest. */
export function overlaid(
  picture: string,
  row: readonly number[],
  { opacity, name, lang }: { readonly opacity: number; readonly name: string; readonly lang: Lang },
): PictureData {
  const values = asGrid(row, built.grid);
  return {
    label: lang === 'zh' ? `图片和${name}` : `the picture and the ${name}`,
    side,
    pixels: pixelsOf(picture, side),
    overlay: { name, values, scale: 'weights', extent: most(row), opacity },
    grid: { rows: built.grid, columns: built.grid },
    explain: (i: number, j: number) => explainShare(values, i, j, lang),
  };
}
