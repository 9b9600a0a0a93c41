// What the tests of channel attention share: its trace as plain numbers.
import { tensor, tensor3d, type Tensor } from '@tensorflow/tfjs-core';
import { matrix, type Matrix } from '../../math/tensor.ts';
import { channelAttention, type Efficient, type Excitation } from './kernel.ts';

type Lists = Record<'descriptor' | 'scores' | 'gates' | 'output', number[]> & { hidden?: number[] };

/** The trace as plain numbers; features are a matrix, a channel in each row, its positions in the columns. */
export function attend(x: Matrix, parameters: Excitation | Efficient): Lists {
  const features = tensor3d(x.flat(), [x.length, 1, x[0]!.length]);
  const trace = Object.entries<Tensor>(channelAttention(features, parameters));
  return Object.fromEntries(trace.map(([name, one]) => [name, [...one.dataSync()]])) as unknown as Lists;
}

/** Both layers, with biases or without. */
export const excitation = (w1: Matrix, w2: Matrix, b1?: number[], b2?: number[]): Excitation => ({
  w1: matrix(w1),
  w2: matrix(w2),
  ...(b1 ? { b1: tensor(b1) } : {}),
  ...(b2 ? { b2: tensor(b2) } : {}),
});
