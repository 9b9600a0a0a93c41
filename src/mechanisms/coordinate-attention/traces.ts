// The trace of coordinate attention as matrices: of the strips and gates for all channels, of planes and outputs one for each.
import { tidy, type Tensor } from '@tensorflow/tfjs-core';
import { featureMap } from '../../math/feature-map.ts';
import type { Matrix } from '../../math/tensor.ts';
import { coordinateAttention, type Options, type Trace } from './kernel.ts';
import { tensorsOf, type Plain } from './parameters.ts';

type Strips = Exclude<keyof Trace, 'plane' | 'output'>;

/** What is one matrix for all channels, and what is one for each. */
export type Plainly = Record<Strips, Matrix> & Record<'plane' | 'output', Matrix[]>;

/** Computes the trace for features (C, H, W), given as a matrix for each channel, and frees every tensor. */
export function traceOf(
  x: readonly Matrix[],
  parameters: Plain,
  activation: NonNullable<Options['activation']> = 'hswish',
): Plainly {
  let read: Plainly | undefined;
  tidy(() => {
    const trace = coordinateAttention(featureMap(x), { ...tensorsOf(parameters), activation });
    const entries = Object.entries<Tensor>(trace).map(([name, one]) => [name, one.arraySync()]);
    read = Object.fromEntries(entries) as Plainly;
  });
  return read!;
}
