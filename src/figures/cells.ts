// Cells of a grid without a mark for each: a path for every colour, so that the theme colours them and a page stays small.
import { children } from './layers.ts';
import { set } from './svg.ts';

/**
 * Lays cells into a group whose units are columns and rows. Equal neighbours in a row are one rectangle.
 *
 * @param key what a cell's colour depends on
 * @param color the CSS colour of a key
 */
export function layCells(
  group: Element,
  rows: number,
  columns: number,
  key: (row: number, column: number) => number,
  color: (key: number) => string,
): void {
  const paths = new Map<number, string[]>();
  for (let i = 0; i < rows; i += 1) {
    let start = 0;
    let at = key(i, 0);
    for (let j = 1; j <= columns; j += 1) {
      const next = j < columns ? key(i, j) : Number.NaN;
      if (next === at) continue;
      const run = `M${start},${i}h${j - start}v1h${start - j}z`;
      const path = paths.get(at);
      if (path === undefined) paths.set(at, [run]);
      else path.push(run);
      [start, at] = [j, next];
    }
  }
  set(group, 'shape-rendering', 'crispEdges');
  const marks = children(group, 'path', paths.size);
  let k = 0;
  for (const [each, runs] of paths) {
    const mark = marks[k];
    k += 1;
    if (mark === undefined) continue;
    set(mark, 'fill', color(each));
    set(mark, 'd', runs.join(''));
  }
}

/** Puts a group of cells into a frame of the drawing. */
export function placeCells(
  group: Element,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  rows: number,
  columns: number,
): void {
  const digits = (value: number): string => String(Math.round(value * 1e4) / 1e4);
  set(
    group,
    'transform',
    `translate(${digits(x)},${digits(y)}) scale(${digits(width / columns)},${digits(height / rows)})`,
  );
}
