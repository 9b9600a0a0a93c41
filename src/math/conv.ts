// Convolution and its neighbours in the layout of PyTorch: features are (…, C, H, W), kernels (O, C, kh, kw).
import {
  add,
  conv2d as convolve,
  max,
  mean as average,
  mul,
  reshape,
  slice,
  sqrt,
  sub,
  div,
  tidy,
  transpose,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { shapeText, sizes } from './shape.ts';
import './tensor.ts';

/** One size for both directions, or one for rows and one for columns. */
export type Pair = number | readonly [rows: number, columns: number];

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

/** What batch normalisation has learned and measured, each (C). */
export interface BatchNorm {
  readonly gamma: Tensor;
  readonly beta: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
  /** Added to the variance; 1e-5 without it. */
  readonly eps?: number;
}

/**
 * Batch normalisation as it computes after training, torch.nn.BatchNorm2d in evaluation mode: the mean and variance of each channel
 * are the ones kept from training, whatever the image (Ioffe and Szegedy 2015, algorithm 2).
 *
 * @param x (…, C, H, W)
 * @returns γ (x − mean) / √(variance + eps) + β, of the shape of x
 * @throws when the channels differ
 */
export function batchNorm(x: Tensor, { gamma, beta, mean, variance, eps = 1e-5 }: BatchNorm): Tensor {
  const each = {
    gamma: [gamma, 'C'],
    beta: [beta, 'C'],
    mean: [mean, 'C'],
    variance: [variance, 'C'],
  } as const;
  const { C } = sizes({ x: [x, '… C H W'], ...each });
  return tidy(() => {
    const ofChannels = (one: Tensor): Tensor => reshape(one, [C, 1, 1]);
    const normalized = div(sub(x, ofChannels(mean)), sqrt(add(ofChannels(variance), eps)));
    return add(mul(normalized, ofChannels(gamma)), ofChannels(beta));
  });
}

/**
 * The mean of every size × size window; windows do not overlap, and what does not fill one at the right or below is left out, as
 * torch.nn.functional.avg_pool2d has it.
 *
 * @param x (…, C, H, W)
 * @returns (…, C, ⌊H / rows⌋, ⌊W / columns⌋)
 * @throws when the window is larger than the image
 */
export function avgPool2d(x: Tensor, size: Pair): Tensor {
  return tidy(() => {
    const { split, shape } = windows(x, size);
    return reshape(average(split, [2, 4]), shape);
  });
}

/**
 * The largest entry of every size × size window, NaN if there is one in it; otherwise like {@link avgPool2d}.
 *
 * @param x (…, C, H, W)
 * @returns (…, C, ⌊H / rows⌋, ⌊W / columns⌋)
 * @throws when the window is larger than the image
 */
export function maxPool2d(x: Tensor, size: Pair): Tensor {
  return tidy(() => {
    const { split, shape } = windows(x, size);
    return reshape(max(split, [2, 4]), shape);
  });
}

/** The image cut into whole windows, (…·C, H′, rows, W′, columns), and the shape of one number for each of them. */
function windows(x: Tensor, size: Pair): { split: Tensor; shape: number[] } {
  const { H, W } = sizes({ x: [x, '… C H W'] });
  const [rows, columns] = pair(size);
  assertFits('window', [rows, columns], [H, W]);
  const [down, across] = [Math.floor(H / rows), Math.floor(W / columns)];
  const whole = slice(reshape(x, [-1, H, W]), [0, 0, 0], [-1, down * rows, across * columns]);
  return {
    split: reshape(whole, [-1, down, rows, across, columns]),
    shape: [...x.shape.slice(0, -2), down, across],
  };
}

const pair = (size: Pair): readonly [number, number] => (typeof size === 'number' ? [size, size] : size);

function assertFits(what: string, size: readonly [number, number], image: readonly [number, number]): void {
  if (size[0] > image[0] || size[1] > image[1]) {
    throw new Error(
      `invalid shapes: the ${what} is ${shapeText(size)}, the image ${shapeText(image)}: it does not fit`,
    );
  }
}
