// Ways to move what a picture holds: its pixels to the right, the places of its feature maps anywhere.
import { random } from '../../math/random.ts';
import { grid, side } from './bank.ts';

/** The picture moved to the right; what leaves it there comes back at the left. */
export function moved(pixels: Float32Array, by: number): Float32Array {
  if (by === 0) return pixels;
  const result = new Float32Array(pixels.length);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const from = 3 * (row * side + column);
      result.set(pixels.subarray(from, from + 3), 3 * (row * side + ((column + by) % side)));
    }
  }
  return result;
}

/** The places of a map in a fixed random order. */
const order = (() => {
  const stream = random(1);
  return Array.from({ length: grid * grid }, (_, i) => [stream.uniform(), i] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, i]) => i);
})();

/** Every map with its places in that order, the same in all. */
export function shuffled(all: Float32Array): Float32Array {
  const places = grid * grid;
  return all.map((_, i) => all[Math.floor(i / places) * places + (order[i % places] ?? 0)] ?? 0);
}

/** To the middle of the nearest pixel, so that a part keeps its pixels when it is moved. */
export const snap = (share: number): number =>
  (Math.floor(Math.min(0.999, Math.max(0, share)) * side) + 0.5) / side;
