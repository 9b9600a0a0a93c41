// The feature maps of a picture under the fixed bank of filters.
import { bank, filterSize, type Filter } from './filters.ts';

export { bank };

const reach = (filterSize - 1) / 2;
const flat = bank.map(({ kernel }) => Float32Array.from(kernel.flat(2)));
const kept = new WeakMap<Float32Array, Map<number, Float32Array>>();

/**
 * The feature maps of a picture: every filter at every pixel (what lies beyond the edge is as the edge), rectified, then
 * averaged down to a grid. The last answers are kept: do not write to them.
 *
 * @param pixels side × side of red, green and blue, row by row
 * @param grid rows and columns of the result; it must divide the side
 * @returns (channels, grid, grid), row by row
 * @throws when the grid does not divide the side, or the pixels are not side × side
 */
export function features(pixels: Float32Array, side: number, grid: number): Float32Array {
  if (pixels.length !== 3 * side * side || side % grid !== 0)
    throw new Error(
      `invalid picture: ${pixels.length} numbers for ${side} × ${side} pixels on a grid of ${grid}`,
    );
  const known = kept.get(pixels) ?? new Map<number, Float32Array>();
  kept.set(pixels, known);
  const before = known.get(grid);
  if (before !== undefined) return before;
  const result = new Float32Array(bank.length * grid * grid);
  const cell = side / grid;
  const patch = new Float32Array(filterSize * filterSize * 3);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      gather(patch, pixels, side, row, column);
      const at = Math.floor(row / cell) * grid + Math.floor(column / cell);
      for (const [k, kernel] of flat.entries()) {
        let sum = 0;
        for (let i = 0; i < kernel.length; i += 1) sum += (kernel[i] ?? 0) * (patch[i] ?? 0);
        const { rectify, threshold } = bank[k] as Filter;
        const answer = rectify === 'absolute' ? Math.abs(sum) : Math.max(0, sum - threshold);
        result[k * grid * grid + at] = (result[k * grid * grid + at] ?? 0) + answer / (cell * cell);
      }
    }
  }
  known.set(grid, result);
  return result;
}

/** The pixels under a filter at a place; beyond the edge the nearest one is repeated. */
function gather(patch: Float32Array, pixels: Float32Array, side: number, row: number, column: number): void {
  let k = 0;
  for (let i = row - reach; i <= row + reach; i += 1) {
    const y = Math.min(side - 1, Math.max(0, i));
    for (let j = column - reach; j <= column + reach; j += 1) {
      const at = 3 * (y * side + Math.min(side - 1, Math.max(0, j)));
      for (let color = 0; color < 3; color += 1, k += 1) patch[k] = pixels[at + color] ?? 0;
    }
  }
}
