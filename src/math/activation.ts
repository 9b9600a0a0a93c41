// What stands between the two linear layers of a feed-forward network: without it, two would be one.
import { add, clipByValue, erf, div, mul, relu as positive, tidy, type Tensor } from '@tensorflow/tfjs-core';
import './tensor.ts';

export type Activation = 'relu' | 'gelu';

/**
 * max(0, x): what is negative is cut off.
 * @param x any shape
 */
export function relu(x: Tensor): Tensor {
  return positive(x);
}

/**
 * x · Φ(x), with the share Φ(x) = (1 + erf(x / √2)) / 2 of a standard normal distribution that lies below x: the exact form of
 * Hendrycks and Gimpel 2016, "Gaussian error linear units", section 2, and PyTorch's default; not the one with tanh.
 * @param x any shape; at ±∞, which Φ would multiply by 0 or 1, the result is NaN or ∞
 */
export function gelu(x: Tensor): Tensor {
  return tidy(() => mul(div(x, 2), add(erf(div(x, Math.SQRT2)), 1)));
}

/**
 * x · min(max(x + 3, 0), 6) / 6: like x times its sigmoid, in three straight pieces (Howard et al. 2019, "Searching for
 * MobileNetV3", section 5.2). Zero up to −3, x itself from 3 on.
 * @param x any shape; −∞ gives NaN, as 0 · ∞ does
 */
export function hswish(x: Tensor): Tensor {
  return tidy(() => mul(x, div(clipByValue(add(x, 3), 0, 6), 6)));
}

/** The function of a name. */
export const activations: Readonly<Record<Activation, (x: Tensor) => Tensor>> = { relu, gelu };
