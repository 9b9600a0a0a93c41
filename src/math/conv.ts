// Convolution in the layout of PyTorch: features are (…, C, H, W), kernels (O, C, kh, kw); and its neighbours, each in a file of its own.
import {
  add,
  conv2d as convolve,
  reshape,
  tidy,
  transpose,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { assertFits, pair, type Pair } from './pair.ts';
import { sizes } from './shape.ts';
import './tensor.ts';

export { batchNorm, type BatchNorm } from './batch-norm.ts';
export { avgPool2d, maxPool2d } from './pool.ts';
export type { Pair };

export interface ConvOptions {
  /** (O): added to every position of an output channel. */
  readonly bias?: Tensor;
  /** Rows and columns of zeros around the image, on every side; 0 without it. */
  readonly padding?: Pair;
  /** How far the kernel moves from one output to the next; 1 without it. */
  readonly stride?: Pair;
}

/**
 * Slides every kernel over the image and adds up products, as torch.nn.functional.conv2d does: the kernel is not turned round.
 *
 * @param x (…, C, H, W)
 * @param kernel (O, C, kh, kw)
 * @returns (…, O, ⌊(H + 2 padding − kh) / stride⌋ + 1, the same of W)
 * @throws when the channels differ, when the biases are not as many as the outputs, or when the kernel is larger than the image
 */
export function conv2d(
  x: Tensor,
  kernel: Tensor,
  { bias, padding = 0, stride = 1 }: ConvOptions = {},
): Tensor {
  const shapes = { x: [x, '… C H W'], kernel: [kernel, 'O C Y X'] } as const;
  const { C, H, W, Y, X } = sizes(bias ? { ...shapes, bias: [bias, 'O'] } : shapes);
  const [[top, left], strides] = [pair(padding), pair(stride)];
  assertFits('kernel', [Y, X], [H + 2 * top, W + 2 * left]);
  return tidy(() => {
    const images = transpose(reshape(x, [-1, C, H, W]), [0, 2, 3, 1]) as Tensor4D; // (B, H, W, C)
    const filter = transpose(kernel, [2, 3, 1, 0]) as Tensor4D; // (kh, kw, C, O)
    const zeros: [number, number][] = [
      [0, 0],
      [top, top],
      [left, left],
      [0, 0],
    ];
    const ends = zeros as [[number, number], [number, number], [number, number], [number, number]];
    const y = convolve(images, filter, [...strides], ends, 'NHWC', [1, 1], 'floor'); // (B, H′, W′, O)
    const channels = transpose(bias ? add(y, bias) : y, [0, 3, 1, 2]); // (B, O, H′, W′)
    return reshape(channels, [...x.shape.slice(0, -3), ...channels.shape.slice(1)]);
  });
}
