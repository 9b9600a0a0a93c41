// The cells of a large heatmap where there is no canvas: in the page as it was built. Cells of one colour are one path, so that
// the theme colours them.
import { colorOf, extentOf, shadeOf } from '../widget/color.ts';
import { layCells, placeCells } from './cells.ts';
import type { HeatmapData } from './heatmap.ts';
import { shape } from './layers.ts';
import { frameOf } from './svg.ts';

/** Rows and columns that are drawn; of more, the largest value of each block. */
const most = 64;

/** The cells as a path for each colour, equal neighbours in a row as one rectangle. */
export function drawPaths(box: Element, data: HeatmapData): void {
  const blocks = coarse(data);
  const [rows, columns] = [blocks.length, blocks[0]?.length ?? 0];
  const extent = data.extent ?? extentOf(data.scale, data.values);
  const group = shape(box, 'g', { class: 'paths' });
  placeCells(group, frameOf(box), rows, columns);
  layCells(
    group,
    rows,
    columns,
    (i, j) => shadeOf(blocks[i]?.[j] ?? Number.NaN, extent),
    (shade) => colorOf(data.scale, shade),
  );
  const svg = box.querySelector('svg');
  svg?.querySelector('.paths')?.remove();
  svg?.prepend(group);
}

/** The values, or the largest of each block where there are too many to draw. */
function coarse({ values, rows, columns }: HeatmapData): readonly ArrayLike<number>[] {
  const [down, across] = [rows.length, columns.length].map((n) => Math.ceil(n / most));
  if (down === undefined || across === undefined || down * across === 1) return values;
  return Array.from({ length: Math.ceil(rows.length / down) }, (_, i) =>
    Array.from({ length: Math.ceil(columns.length / across) }, (__, j) => {
      let largest = Number.NEGATIVE_INFINITY;
      for (const row of values.slice(i * down, (i + 1) * down)) {
        for (let k = j * across; k < Math.min(columns.length, (j + 1) * across); k += 1) {
          const value = row[k] ?? Number.NaN;
          if (value === Number.NEGATIVE_INFINITY) continue;
          if (largest === Number.NEGATIVE_INFINITY || Math.abs(value) > Math.abs(largest)) largest = value;
        }
      }
      return largest;
    }),
  );
}
