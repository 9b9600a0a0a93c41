// The network that says whether a drawing shows a cat: four convolutions, CBAM after the second and the third. model.py is the same
// in PyTorch; the attention is the site's kernel.
import { mean, relu, reshape, tensor, tidy, transpose, type Tensor } from '@tensorflow/tfjs-core';
import { conv2d, maxPool2d } from '../../math/conv.ts';
import { linear } from '../../math/linear.ts';
import type { Matrix } from '../../math/tensor.ts';
import { cbam, type Parameters } from '../../mechanisms/cbam/kernel.ts';
import { side } from './drawing.ts';
import { parameters, type Which } from './weights.ts';

/** For each convolution its stride, and the CBAM and the maximum over 2 × 2 that follow, if they do. */
const layers = [{ stride: 2 }, { stride: 1, cbam: 0 }, { stride: 1, cbam: 1 }, { stride: 1 }] as const;

/** What one CBAM did to one drawing. */
export interface Attended {
  /** What came in: C maps of H × W. */
  readonly features: readonly Matrix[];
  /** (C) */
  readonly channelGates: readonly number[];
  /** (H, W) */
  readonly spatialGates: Matrix;
}

export interface Verdict {
  readonly logit: number;
  /** That the drawing shows a cat. */
  readonly probability: number;
  readonly cbams: readonly Attended[];
}

/** The parameters of a CBAM by the names of PyTorch. */
function cbamOf(all: Readonly<Record<string, Tensor>>, at: number): Parameters {
  const of = (name: string): Tensor => all[`cbams.${at}.${name}`]!;
  return {
    channel: { w1: of('mlp.0.weight'), b1: of('mlp.0.bias'), w2: of('mlp.2.weight'), b2: of('mlp.2.bias') },
    spatial: {
      filter: of('conv.weight'),
      norm: {
        gamma: of('norm.weight'),
        beta: of('norm.bias'),
        mean: of('norm.running_mean'),
        variance: of('norm.running_var'),
      },
    },
  };
}

/** Goes through the layers up to a CBAM, or to the end without one: what each CBAM did, and the features after the last layer. */
function pass(pixels: Float32Array, which: Which, last?: number): { cbams: Attended[]; x: Tensor } {
  if (pixels.length !== 3 * side * side) {
    throw new Error(`invalid picture: ${pixels.length} numbers, not 3 × ${side} × ${side}`);
  }
  const all = parameters(which);
  const cbams: Attended[] = [];
  let x: Tensor = transpose(tensor(pixels, [side, side, 3]), [2, 0, 1]); // (3, 32, 32)
  for (const [i, layer] of layers.entries()) {
    const kernel = all[`convs.${i}.weight`]!;
    const bias = all[`convs.${i}.bias`]!;
    x = relu(conv2d(x, kernel, { bias, padding: 1, stride: layer.stride })); // (C, H, W)
    if (!('cbam' in layer)) continue;
    const trace = cbam(x, cbamOf(all, layer.cbam));
    cbams.push({
      features: x.arraySync() as Matrix[],
      channelGates: trace.channelGates.arraySync() as number[],
      spatialGates: trace.spatialGates.arraySync() as Matrix,
    });
    if (layer.cbam === last) break;
    x = maxPool2d(trace.output, 2);
  }
  return { cbams, x };
}

/**
 * Looks at a drawing.
 *
 * @param pixels red, green and blue in 0…1, 32 × 32, row by row
 * @param which the trained network, or the one that it was before training
 * @throws for another number of pixels
 */
export function look(pixels: Float32Array, which: Which): Verdict {
  let found: Verdict | undefined;
  tidy(() => {
    const { cbams, x } = pass(pixels, which);
    const all = parameters(which);
    const pooled = reshape(mean(x, [1, 2]), [1, -1]); // (1, C)
    const out = linear(pooled, all['out.weight']!, all['out.bias']);
    const [logit = Number.NaN] = out.dataSync();
    found = { logit, probability: 1 / (1 + Math.exp(-logit)), cbams };
  });
  return found!;
}

/**
 * What one CBAM does to a drawing; what comes after it in the network is not computed.
 *
 * @param at 0 for the first, 1 for the second
 */
export function attend(pixels: Float32Array, which: Which, at: number): Attended {
  let found: Attended | undefined;
  tidy(() => {
    found = pass(pixels, which, at).cbams[at];
  });
  return found!;
}
