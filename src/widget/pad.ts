// What a reader draws on the pad: cells of a few colours, as text.
import type { Rgb } from './shapes.ts';

/** Cells on a side of the pad, and the colours to draw with; the first is the paper. */
export const padSide = 16;
export const padColors: readonly Rgb[] = [
  [250, 248, 240],
  [34, 34, 38],
  [204, 40, 44],
  [224, 134, 52],
  [236, 196, 40],
  [48, 140, 72],
  [44, 84, 200],
  [140, 74, 26],
];

/** The colours of the pad's cells as pixels. */
export function readPad(text: string): Float32Array {
  const cells = padCells(text);
  return Float32Array.from(
    cells.flatMap((color) => (padColors[color] ?? [0, 0, 0]).map((value) => value / 255)),
  );
}

/** The colours of the pad's cells, row by row, as indices into `padColors`. */
export function padCells(text: string): number[] {
  const digits = text.startsWith('pad:') ? text.slice(4) : '';
  return Array.from({ length: padSide ** 2 }, (_, i) => Number(digits[i] ?? 0));
}

/** Cells of the pad as a picture. */
export function writePad(cells: readonly number[]): string {
  return `pad:${cells.join('').replace(/0+$/, '')}`;
}
