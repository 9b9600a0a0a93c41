// Where everything of a heatmap stands: the sizes of cells, the margins that its words need, the words that fit.
import { cut, widthOf } from './labels.ts';
import type { HeatmapData } from './heatmap.ts';

/** Font size of labels in pixels. */
export const font = 12;

export interface Layout {
  /** The size of a cell. */
  readonly cell: { readonly width: number; readonly height: number };
  /** Where the first cell begins. Plot rounds that for marks. */
  readonly x: number;
  readonly y: number;
  /** Margins around the cells. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** The size of the whole drawing. */
  readonly width: number;
  readonly height: number;
  /** Labels of columns stand at 45°. */
  readonly slanted: boolean;
  /** Every so manyth row and column is labelled. */
  readonly every: { readonly row: number; readonly column: number };
  /** The font size of the numbers in the cells; null where there are none. */
  readonly digits: number | null;
}

/** Numbers are written in the cells up to this many columns. */
const mostNumbered = 16;
/** Cells that are marks of their own, and rows of them: a browser patches more of them slower than a frame. */
const mostMarks = { cells: 1024, rows: 32 };
/** Pixels from one label to the next. */
const lineHeight = 12;

/** Whether cells are painted on a canvas, instead of being marks of their own. */
export function isPainted({ rows, columns }: HeatmapData): boolean {
  return rows.length > mostMarks.rows || rows.length * columns.length > mostMarks.cells;
}

/** The rows or columns that are labelled: each, or every so manyth. */
export function labelled(count: number, every: number): number[] {
  return Array.from({ length: Math.floor(count / every) }, (_, k) => (k + 1) * every - 1);
}

/** The layout of a heatmap's data. */
export function layoutOf(data: HeatmapData): Layout {
  const { rows, columns } = data;
  const painted = isPainted(data);
  const cell = painted ? paintedSize(rows.length, columns.length) : sizeOf(columns.length);
  const widths = columns.map((label) => widthOf(cut(label), font));
  const widest = widths.reduce((a, b) => Math.max(a, b), 10);
  const every = { row: everyFor(cell.height, lineHeight), column: everyFor(cell.width, lineHeight) };
  // Numbers need no slant when only some are written.
  const slanted = every.column === 1 || widest > 40 ? widest > cell.width - 4 : false;
  if (!slanted && every.column > 1) every.column = everyFor(cell.width, widest + 8);
  const exact = 32 + rows.reduce((most, label) => Math.max(most, widthOf(cut(label), font)), 10);
  const left = painted ? Math.ceil(exact) : exact;
  const above = 26 + (slanted ? widest * 0.72 + 8 : font + 4);
  const top = painted ? Math.ceil(above) : above;
  const beside = slanted ? Math.max(4, widest * 0.72 - cell.width / 2) : 4;
  const cells = { width: columns.length * cell.width, height: rows.length * cell.height };
  const width = Math.ceil(left + cells.width + beside);
  const height = Math.ceil(top + cells.height + 2);
  const right = painted ? width - left - cells.width : beside;
  const bottom = painted ? height - top - cells.height : 2;
  return {
    cell,
    x: painted ? left : Math.round(left + (width - left - right - cells.width) / 2),
    y: painted ? top : Math.round(top + (height - top - bottom - cells.height) / 2),
    left,
    top,
    right,
    bottom,
    width,
    height,
    slanted,
    every,
    digits: columns.length > mostNumbered || painted ? null : cell.width < 30 ? 9 : 10.5,
  };
}

/** The size of a cell that is a mark: numbers like −0.12 fit where they are shown; past that cells are square. */
function sizeOf(columns: number): Layout['cell'] {
  if (columns <= 8) return { width: 35, height: 26 };
  if (columns <= mostNumbered) return { width: 29, height: 24 };
  const side = Math.max(4, Math.floor(440 / columns));
  return { width: side, height: side };
}

/** The size of a painted cell: square, unless that would make the drawing a thin strip. */
function paintedSize(rows: number, columns: number): Layout['cell'] {
  const width = Math.min(29, fit(columns));
  return { width, height: Math.max(Math.min(width, fit(rows)), Math.min(lineHeight, 192 / rows)) };
}

/** Whole pixels as long as there are enough. */
function fit(count: number): number {
  return count <= 512 ? Math.floor(512 / count) : 512 / count;
}

/** The least power of two with room for a label. */
function everyFor(size: number, room: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(room / size)));
}
