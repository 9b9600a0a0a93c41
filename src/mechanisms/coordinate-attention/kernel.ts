// Coordinate attention (Hou, Zhou and Feng 2021, "Coordinate attention for efficient mobile network design", section 3.2,
// equations 4 to 9), with the batch normalisation and the h-swish of the authors' code, coordatt.py.
import {
  add,
  concat,
  expandDims,
  matMul,
  mean,
  mul,
  reshape,
  sigmoid,
  split,
  tidy,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { hswish, relu } from '../../math/activation.ts';
import { batchNorm, type BatchNorm } from '../../math/conv.ts';
import { sizes } from '../../math/shape.ts';

/** What is learned. M is the width between the convolutions: in the authors' code max(8, ⌊C / 32⌋). */
export interface Parameters {
  /** The 1×1 convolution that rows and columns share: (M, C), and its bias (M). */
  readonly w1: Tensor;
  readonly b1: Tensor;
  /** Batch normalisation after it: gain, shift, and the stored mean and variance, (M) each. */
  readonly norm: BatchNorm;
  /** The 1×1 convolution of the rows: (C, M), and its bias (C); then that of the columns. */
  readonly wh: Tensor;
  readonly bh: Tensor;
  readonly ww: Tensor;
  readonly bw: Tensor;
}

export interface Options extends Parameters {
  readonly activation?: 'hswish' | 'relu';
}

/** From the means of the strips, rows first and then columns, to the gated features. */
export type Trace = Record<
  'strips' | 'hidden' | 'normalized' | 'f' | 'gh' | 'gw' | 'plane' | 'output',
  Tensor
>;

/**
 * Every feature is multiplied by a gate of its row and a gate of its column.
 *
 * @param x features (…, C, H, W)
 * @throws when shapes do not fit
 */
export function coordinateAttention(x: Tensor, options: Options): Trace {
  const { w1, b1, norm, wh, bh, ww, bw, activation = 'hswish' } = options;
  const first = { x: [x, '… C H W'], w1: [w1, 'M C'], b1: [b1, 'M'] } as const;
  const last = { wh: [wh, 'C M'], bh: [bh, 'C'], ww: [ww, 'C M'], bw: [bw, 'C'] } as const;
  const { H, W } = sizes({ ...first, ...last });
  return tidy(() => {
    const rows = mean(x, -1); // z^h: (…, C, H), each row averaged over its W places
    const columns = mean(x, -2); // z^w: (…, C, W), each column averaged over its H places
    const strips = concat([rows, columns], -1); // [z^h, z^w]: (…, C, H + W)
    const hidden = convolve(strips, w1, b1); // (…, M, H + W)
    const normalized = reshape(batchNorm(expandDims(hidden, -1), norm), hidden.shape); // (…, M, H + W)
    const f = { hswish, relu }[activation](normalized); // (…, M, H + W)
    const [fh, fw] = split(f, [H, W], -1); // (…, M, H) and (…, M, W)
    const gh = sigmoid(convolve(fh!, wh, bh)); // g^h: (…, C, H), each in 0…1
    const gw = sigmoid(convolve(fw!, ww, bw)); // g^w: (…, C, W)
    const plane = mul(expandDims(gh, -1), expandDims(gw, -2)); // g^h g^w: (…, C, H, W), of rank 1 in every channel
    const output = mul(x, plane); // (…, C, H, W)
    return { strips, hidden, normalized, f, gh, gw, plane, output };
  });
}

/** A 1×1 convolution: the same linear map of the channels at every place. x (…, in, L), w (out, in), b (out) → (…, out, L) */
const convolve = (x: Tensor, w: Tensor, b: Tensor): Tensor => add(matMul(w, x), channel(b));

/** One number for each channel, (C), as a column (C, 1) that stretches along the places. */
const channel = (numbers: Tensor): Tensor => expandDims(numbers, -1);
