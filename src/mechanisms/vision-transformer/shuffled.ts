// A picture whose patches have changed their places.
import { random } from '../../math/random.ts';

/** The first exchanges of a fixed random order: how many pairs of patches change their places. */
export function orderOf(exchanges: number, N: number): number[] {
  const order = Array.from({ length: N }, (_, i) => i);
  const source = random(7);
  for (let k = 0; k < exchanges; k += 1) {
    const [i, j] = [Math.floor(source.uniform(0, N)), Math.floor(source.uniform(0, N))];
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}

/** A picture whose patch k is the patch order[k] of another; channels per pixel side by side, or one after the other. */
export function shuffled(
  pixels: ArrayLike<number>,
  across: number,
  order: readonly number[],
  planes: 1 | 3,
): Float32Array {
  const grid = Math.sqrt(order.length);
  const [span, per] = [across / grid, planes === 1 ? 3 : 1];
  return Float32Array.from({ length: pixels.length }, (_, index) => {
    const [channel, inside] = [Math.floor(index / (across * across * per)), index % (across * across * per)];
    const [place, part] = [Math.floor(inside / per), inside % per];
    const [row, column] = [Math.floor(place / across), place % across];
    const from = order[Math.floor(row / span) * grid + Math.floor(column / span)] ?? 0;
    const [i, j] = [Math.floor(from / grid) * span + (row % span), (from % grid) * span + (column % span)];
    return pixels[(channel * across * across + i * across + j) * per + part] ?? 0;
  });
}
