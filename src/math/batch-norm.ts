// Batch normalisation, in the layout of PyTorch: features are (…, C, H, W).
import { add, div, mul, reshape, sqrt, sub, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { sizes } from './shape.ts';
import './tensor.ts';

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
