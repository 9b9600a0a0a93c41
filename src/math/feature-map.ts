// Feature maps between matrices and tensors: one matrix for each channel, one number for each place.
import { tensor3d, type Tensor, type Tensor3D } from '@tensorflow/tfjs-core';
import { shapeText } from './shape.ts';
import { type Matrix } from './tensor.ts';

/**
 * Matrices as the channels of a feature map, (C, H, W).
 * @throws when there are none, or when they differ in size.
 */
export function featureMap(channels: readonly (readonly (readonly number[])[])[]): Tensor3D {
  const [rows, columns] = [channels[0]?.length ?? 0, channels[0]?.[0]?.length ?? 0];
  const fits = channels.every((one) => one.length === rows && one.every((row) => row.length === columns));
  if (!fits || rows * columns === 0) {
    throw new Error('invalid feature map: its channels must be matrices of one size');
  }
  return tensor3d(channels.flat(2), [channels.length, rows, columns], 'float32');
}

/**
 * The channels of a feature map (C, H, W) as matrices.
 * @throws when the tensor has another number of axes.
 */
export function channelsOf(map: Tensor): Matrix[] {
  if (map.rank !== 3) throw new Error(`invalid feature map: its shape is ${shapeText(map.shape)}`);
  return map.arraySync() as Matrix[];
}
