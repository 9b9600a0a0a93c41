// One constructed head that compares the mean colours of patches.
import { mul, slice, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { linear } from '../../math/linear.ts';
import { matrix } from '../../math/tensor.ts';
import { scaledDotProductAttention } from '../scaled-dot-product/kernel.ts';
import { imageOf, meanColour, middle } from './inputs.ts';
import { patchRows } from './kernel.ts';

/** Pixels on a side. */
export const side = 32;

/** Every patch as its mean colour, and the row of weights of one of them. */
export function attend(picture: string, P: number, at: number, gain: number) {
  return tidy(() => {
    const patches = patchRows(imageOf(picture, side), P); // (N, 3·P²)
    const w = matrix(meanColour(P));
    const colours = linear(patches, w); // (N, 3)
    const keys = linear(patches, w, tensor1d(middle.map((x) => -x)));
    const query = mul(slice(keys, [at, 0], [1, 3]), gain);
    const { weights } = scaledDotProductAttention(query, keys, colours);
    return { colours: colours.dataSync().slice() as Float32Array, weights: Array.from(weights.dataSync()) };
  });
}
