// Layer normalisation (Ba, Kiros and Hinton 2016, "Layer normalization", section 3): each vector is brought to mean 0 and
// variance 1 by itself, whatever stands beside it; and the shorter form that leaves the mean where it is.
import { add, div, mul, sqrt, square, sub, sum, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { assertStretches } from './shape.ts';
import './tensor.ts';

export interface NormOptions {
  /** Added to the variance, so that a constant vector is not divided by zero. */
  readonly eps?: number;
  /** The first of the axes that are normalised together, up to the last: −1 is the features alone. */
  readonly axis?: number;
}

/** What a vector is measured by, and what it becomes. The mean and the variance keep their axes, with length 1. */
export type Standardized = Record<'mean' | 'variance' | 'normalized', Tensor>;

/**
 * (x − mean) / √(variance + eps), with mean and variance of each vector; the variance is the biased one, divided by the number of
 * entries and not by one less.
 *
 * @param x any shape
 * @throws when x has no such axis
 */
export function standardize(x: Tensor, { eps = 1e-5, axis = -1 }: NormOptions = {}): Standardized {
  const axes = axesFrom(x, axis);
  const entries = axes.reduce((product, one) => product * x.shape[one]!, 1);
  return tidy(() => {
    const mean = div(sum(x, axes, true), entries); // (…, 1)
    const centred = sub(x, mean); // (…, D)
    const variance = div(sum(square(centred), axes, true), entries); // (…, 1)
    const normalized = div(centred, sqrt(add(variance, eps))); // (…, D)
    return { mean, variance, normalized };
  });
}

/**
 * Layer normalisation with its learned gain and bias, as torch.nn.LayerNorm has it: each vector is standardized, then every
 * feature is multiplied by its gain and moved by its bias.
 *
 * @param x any shape
 * @param gain of the shape of the normalised axes; 1 without it
 * @param bias of the shape of the normalised axes; 0 without it
 * @returns the shape of x
 * @throws when x has no such axis, or when gain or bias do not fit it
 */
export function layerNorm(x: Tensor, gain?: Tensor, bias?: Tensor, options: NormOptions = {}): Tensor {
  if (gain) assertStretches('gain', gain, 'inputs', x.shape);
  if (bias) assertStretches('bias', bias, 'inputs', x.shape);
  return tidy(() => {
    const { normalized } = standardize(x, options);
    const scaled = gain ? mul(normalized, gain) : normalized;
    return bias ? add(scaled, bias) : scaled;
  });
}

/**
 * Each vector divided by the root of the mean of its squares, without taking the mean away (Zhang and Sennrich 2019, "Root mean
 * square layer normalization", section 4), then multiplied by the gain.
 *
 * @param x any shape
 * @param gain of the shape of the normalised axes; 1 without it
 * @throws when x has no such axis, or when gain does not fit it
 */
export function rmsNorm(x: Tensor, gain?: Tensor, { eps = 1e-5, axis = -1 }: NormOptions = {}): Tensor {
  if (gain) assertStretches('gain', gain, 'inputs', x.shape);
  const axes = axesFrom(x, axis);
  const entries = axes.reduce((product, one) => product * x.shape[one]!, 1);
  return tidy(() => {
    const power = div(sum(square(x), axes, true), entries); // (…, 1)
    const scaled = div(x, sqrt(add(power, eps)));
    return gain ? mul(scaled, gain) : scaled;
  });
}

/** The axes from one to the last. */
function axesFrom({ shape, rank }: Tensor, axis: number): number[] {
  const first = axis < 0 ? axis + rank : axis;
  if (!(Number.isInteger(first) && first >= 0 && first < rank)) {
    throw new Error(`invalid axis: ${axis} of a tensor with ${rank} axes`);
  }
  return shape.map((_, i) => i).slice(first);
}
