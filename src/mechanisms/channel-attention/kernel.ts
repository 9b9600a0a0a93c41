// Channel attention: a gate for each channel, made from the means of all channels. Squeeze-and-excitation (Hu et al. 2018, sections
// 3.1 and 3.2) and efficient channel attention, ECA (Wang et al. 2020, section 3.2).
import { mean, mul, reshape, sigmoid, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { relu } from '../../math/activation.ts';
import { conv2d } from '../../math/conv.ts';
import { linear } from '../../math/linear.ts';
import { sizes } from '../../math/shape.ts';

/** Two linear layers through a bottleneck of C/r hidden units. The paper's formula has no biases, its code has. */
export interface Excitation {
  /** (C/r, C) */
  readonly w1: Tensor;
  /** (C/r) */
  readonly b1?: Tensor;
  /** (C, C/r) */
  readonly w2: Tensor;
  /** (C) */
  readonly b2?: Tensor;
}

/** One small filter that slides over the row of channels. */
export interface Efficient {
  /** (K), K odd */
  readonly filter: Tensor;
}

/** From the means (…, C) to the gates (…, C) and the scaled features; `hidden` (…, C/r) is squeeze-and-excitation's only. */
export type Trace = { readonly [Name in 'hidden']?: Tensor } & Readonly<
  Record<'descriptor' | 'scores' | 'gates' | 'output', Tensor>
>;

/**
 * Multiplies every channel by a gate between 0 and 1, the same at all positions.
 *
 * @param x features (…, C, H, W)
 * @throws when the shapes do not fit, or when a filter has an even length
 */
export function channelAttention(x: Tensor, parameters: Excitation | Efficient): Trace {
  return tidy(() => {
    const descriptor = mean(x, [-2, -1]); // squeeze: (…, C)
    const excited =
      'filter' in parameters ? slide(descriptor, parameters) : excite(x, descriptor, parameters);
    const gates = sigmoid(excited.scores); // (…, C), each by itself
    const output = mul(x, reshape(gates, [...gates.shape, 1, 1])); // (…, C, H, W)

    return { descriptor, ...excited, gates, output };
  });
}

/** Squeeze-and-excitation: every score hears every channel, through the bottleneck. */
function excite(x: Tensor, descriptor: Tensor, { w1, b1, w2, b2 }: Excitation) {
  sizes({ x: [x, '… C H W'], w1: [w1, 'R C'], w2: [w2, 'C R'] });
  const hidden = relu(linear(descriptor, w1, b1)); // (…, C) → (…, C/r)
  return { hidden, scores: linear(hidden, w2, b2) }; // (…, C/r) → (…, C)
}

/** ECA: a score hears its own channel and its nearest neighbours; beyond the ends there are zeros. */
function slide(descriptor: Tensor, { filter }: Efficient) {
  const { K } = sizes({ filter: [filter, 'K'] });
  if (K % 2 === 0) throw new Error(`invalid filter: ${K} numbers: their count must be odd`);
  const row = reshape(descriptor, [-1, 1, 1, descriptor.shape.at(-1)!]); // (B, 1, 1, C)
  const scores = conv2d(row, reshape(filter, [1, 1, 1, K]), { padding: [0, (K - 1) / 2] });
  return { scores: reshape(scores, descriptor.shape) };
}

/**
 * The filter's length for C channels: the odd number nearest to (log₂ C + b) / γ, the larger of two (Wang et al. 2020, section 3.2.3).
 * @throws when C is not a positive whole number
 */
export function kernelSize(C: number, { gamma = 2, b = 1 } = {}): number {
  if (!(Number.isInteger(C) && C > 0)) throw new Error(`invalid channels: ${C}`);
  const t = Math.trunc(Math.abs((Math.log2(C) + b) / gamma));
  return t % 2 === 1 ? t : t + 1;
}
