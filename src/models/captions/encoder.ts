// The eyes of both models: every cell of a picture becomes an annotation, and their mean the decoder's first state.
import { add, mean, relu, sub, tanh, tensor2d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { linear } from '../../math/linear.ts';
import { parametersOf, type Look } from './weights.ts';
import { grid, side } from './world.ts';

/** The cells of a picture, each as a row of its pixels: (places, 3 · cell²). */
function patchesOf(pixels: Float32Array): Tensor {
  const cell = side / grid;
  const rows = new Float32Array(pixels.length);
  let at = 0;
  for (let place = 0; place < grid * grid; place += 1) {
    for (let y = 0; y < cell; y += 1) {
      const line = Math.floor(place / grid) * cell + y;
      const from = 3 * (line * side + (place % grid) * cell);
      rows.set(pixels.subarray(from, from + 3 * cell), at);
      at += 3 * cell;
    }
  }
  return tensor2d(rows, [grid * grid, 3 * cell * cell]);
}

/** Annotations of the places (places, D), and the decoder’s first state (1, S), made from their mean. */
export function encode(look: Look, pixels: Float32Array): { annotations: Tensor; first: Tensor } {
  return tidy(() => {
    const all = parametersOf(look);
    const patches = sub(patchesOf(pixels), 0.5); // (places, pixels)
    const hidden = relu(linear(patches, all['patch1.weight'], all['patch1.bias'])); // (places, H)
    const seen = linear(hidden, all['patch2.weight'], all['patch2.bias']); // (places, D): what is there
    const annotations = relu(add(seen, all['place'])); // and where it is
    const first = tanh(linear(mean(annotations, 0, true), all['first.weight'], all['first.bias']));
    return { annotations, first };
  });
}
