// The rows and columns of an image as sequences, and weights inside them as weights over the whole image.
import { expandDims, eye, gather, mul, reshape, tidy, transpose, type Tensor } from '@tensorflow/tfjs-core';
import { sizes } from './shape.ts';
import './tensor.ts';

/** Along which axis a line runs: a row is as long as the image is wide. */
export type Axis = 'row' | 'column';

/**
 * Every row, or every column, of a feature map as a sequence of places, each a vector of its channels.
 *
 * @param x (…, C, H, W)
 * @returns rows (…, H, W, C) or columns (…, W, H, C)
 */
export function linesOf(x: Tensor, axis: Axis): Tensor {
  sizes({ x: [x, '… C H W'] });
  return moved(x, axis === 'row' ? [1, 2, 0] : [2, 1, 0]);
}

/**
 * Lines put back in their places: undoes `linesOf`.
 *
 * @param lines rows (…, H, W, C) or columns (…, W, H, C)
 * @returns (…, C, H, W)
 */
export function imageOf(lines: Tensor, axis: Axis): Tensor {
  sizes({ lines: [lines, '… A B C'] });
  return moved(lines, axis === 'row' ? [2, 0, 1] : [2, 1, 0]);
}

/**
 * Weights inside lines as weights between all places of the image, counted row by row: zero between places of different lines.
 *
 * @param weights of rows (H, heads, W, W) or of columns (W, heads, H, H): line, head, query, key
 * @param head which head's, from 0
 * @returns (H · W, H · W)
 */
export function overImage(weights: Tensor, axis: Axis, head = 0): Tensor {
  const { N, L } = sizes({ weights: [weights, 'N heads L L'] });
  return tidy(() => {
    const own = gather(weights, head, 1); // (N, L, L)
    const same = eye(N); // (N, N): 1 where two places are in the same line
    const spread =
      axis === 'row'
        ? mul(expandDims(own, 2), reshape(same, [N, 1, N, 1])) // (H, W, 1, W) · (H, 1, H, 1)
        : mul(expandDims(transpose(own, [1, 0, 2]), 3), reshape(same, [1, N, 1, N])); // (H, W, H, 1) · (1, W, 1, W)
    return reshape(spread, [N * L, N * L]);
  });
}

/** Puts the last three axes into another order. */
function moved(x: Tensor, order: readonly [number, number, number]): Tensor {
  const leading = x.rank - 3;
  const before = Array.from({ length: leading }, (_, axis) => axis);
  return transpose(x, [...before, ...order.map((axis) => leading + axis)]);
}
