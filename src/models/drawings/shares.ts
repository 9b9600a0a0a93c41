// Where a map lies: the shares of what it has above its own mean, and of what it lacks below, on each part of a drawing.
import type { Matrix } from '../../math/tensor.ts';
import { shown, side } from './drawing.ts';

/** For each entry of `shown` a share; they sum to 1, or are all 0 where the map is flat. */
export interface Shares {
  readonly area: readonly number[];
  readonly above: readonly number[];
  readonly below: readonly number[];
}

/** How much of each cell of a grid shows what: for each entry of `shown` a list of cells, row by row. */
export function areas(parts: Uint8Array, grid: number): number[][] {
  const found = shown.map(() => Array<number>(grid * grid).fill(0));
  const each = side / grid;
  for (const [i, part] of parts.entries()) {
    const cell = grid * Math.floor(Math.floor(i / side) / each) + Math.floor((i % side) / each);
    const list = found[part]!;
    list[cell] = (list[cell] ?? 0) + 1 / (each * each);
  }
  return found;
}

/** The shares of a square map over a drawing whose pixels show `parts`. */
export function shares(map: Matrix, parts: Uint8Array): Shares {
  const cells = map.flat();
  const inside = areas(parts, map.length);
  const mean = cells.reduce((sum, x) => sum + x, 0) / cells.length;
  const of = (weight: (x: number) => number): number[] => {
    const total = cells.reduce((sum, x) => sum + weight(x), 0);
    return inside.map(
      (list) => cells.reduce((sum, x, i) => sum + weight(x) * (list[i] ?? 0), 0) / Math.max(total, 1e-12),
    );
  };
  return {
    area: of(() => 1),
    above: of((x) => Math.max(0, x - mean)),
    below: of((x) => Math.max(0, mean - x)),
  };
}
