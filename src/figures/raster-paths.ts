// The cells of a large heatmap where there is no canvas: in the page as it was built. Cells of one colour are one path, so that
// the theme colours them.
import { colorOf, extentOf, shadeOf } from '../widget/color.ts';
import type { HeatmapData } from './heatmap.ts';
import { frameOf } from './svg.ts';

/** Rows and columns that are drawn; of more, the largest value of each block. */
const most = 64;

/** The cells as a path for each colour, equal neighbours in a row as one rectangle. */
export function drawPaths(box: Element, data: HeatmapData): void {
  const document = box.ownerDocument;
  const make = (tag: string) => document.createElementNS('http://www.w3.org/2000/svg', tag);
  const { x, y, width, height } = frameOf(box);
  const extent = data.extent ?? extentOf(data.scale, data.values);
  const blocks = coarse(data);
  const paths = new Map<number, string>();
  for (const [i, row] of blocks.entries()) {
    let start = 0;
    for (let j = 1; j <= row.length; j += 1) {
      const shade = shadeOf(row[start] ?? Number.NaN, extent);
      if (j < row.length && shadeOf(row[j] ?? Number.NaN, extent) === shade) continue;
      paths.set(shade, `${paths.get(shade) ?? ''}M${start},${i}h${j - start}v1h${start - j}z`);
      start = j;
    }
  }
  const group = make('g');
  group.setAttribute('class', 'paths');
  group.setAttribute('shape-rendering', 'crispEdges');
  const [w, h] = [width / (blocks[0]?.length ?? 1), height / blocks.length];
  group.setAttribute('transform', `translate(${x},${y}) scale(${w},${h})`);
  for (const [shade, d] of paths) {
    const path = make('path');
    path.setAttribute('fill', colorOf(data.scale, shade));
    path.setAttribute('d', d);
    group.append(path);
  }
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
