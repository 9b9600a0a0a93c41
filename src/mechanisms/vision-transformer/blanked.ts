// Copies of a picture with one patch blanked in each: what a network is asked with, to see what it depends on.
import { tidy } from '@tensorflow/tfjs-core';
import { imageOf, middle } from './inputs.ts';
import type { Built } from './untrained.ts';

/** Pixels on a side. */
export const side = 16;

/** The picture, and N copies of it, each with one patch of the middle tone. */
export function blanked(picture: string, { grid, patch }: Pick<Built, 'grid' | 'patch'>): Float32Array {
  const N = grid ** 2;
  const image = tidy(() => imageOf(picture, side).dataSync() as Float32Array);
  const all = new Float32Array((N + 1) * image.length);
  for (let k = 0; k <= N; k += 1) all.set(image, k * image.length);
  for (let k = 1; k <= N; k += 1)
    for (let i = 0; i < 3 * patch ** 2; i += 1) {
      const [channel, inside] = [Math.floor(i / patch ** 2), i % patch ** 2];
      const row = Math.floor((k - 1) / grid) * patch + Math.floor(inside / patch);
      const column = ((k - 1) % grid) * patch + (inside % patch);
      all[k * image.length + channel * side * side + row * side + column] = middle[channel] ?? 0;
    }
  return all;
}
