// Parameters of coordinate attention as plain numbers: random ones, from a seed, as wide as the authors' code makes them.
import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import { random } from '../../math/random.ts';
import type { Matrix } from '../../math/tensor.ts';
import type { Parameters } from './kernel.ts';

/** The numbers of every parameter: rows for a convolution, a list where there is one for each channel. */
export type Plain = Readonly<Record<'w1' | 'wh' | 'ww', Matrix> & Record<'b1' | 'bh' | 'bw', number[]>> & {
  readonly norm: Readonly<Record<'gamma' | 'beta' | 'mean' | 'variance', number[]>>;
};

/** How many channels are left between the convolutions, for C channels and the reduction r. */
export function widthFor(C: number, r = 32): number {
  return Math.max(8, Math.floor(C / r));
}

/**
 * Random convolutions without biases and a batch normalisation that changes nothing, for C channels.
 * @param gain what the last two convolutions are multiplied by: how far the gates open and close
 */
export function drawParameters(C: number, seed: number, gain = 1): Plain {
  const source = random(seed);
  const M = widthFor(C);
  const draw = (rows: number, columns: number, deviation: number): Matrix =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => source.normal(0, deviation)));
  const all = (x: number, length: number): number[] => Array<number>(length).fill(x);
  return {
    ...{ w1: draw(M, C, 1 / Math.sqrt(C)), b1: all(0, M) },
    norm: { gamma: all(1, M), beta: all(0, M), mean: all(0, M), variance: all(1, M) },
    ...{ wh: draw(C, M, gain / Math.sqrt(M)), bh: all(0, C) },
    ...{ ww: draw(C, M, gain / Math.sqrt(M)), bw: all(0, C) },
  };
}

/** The parameters as tensors. */
export function tensorsOf({ norm, ...plain }: Plain): Parameters {
  return { ...tensors(plain), norm: tensors(norm) };
}

function tensors<Name extends string>(
  plain: Readonly<Record<Name, Matrix | number[]>>,
): Record<Name, Tensor> {
  const all = Object.entries<Matrix | number[]>(plain).map(([name, numbers]) => [name, tensor(numbers)]);
  return Object.fromEntries(all) as Record<Name, Tensor>;
}

/** How many learned numbers there are for C channels: of the convolutions, and γ and β of the normalisation. */
export function countOf(C: number, r = 32): number {
  const M = widthFor(C, r);
  return 3 * C * M + 2 * C + M + 2 * M;
}
