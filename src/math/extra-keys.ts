// Keys that stand for no token, after the last one: learned, or of zeros. Every query may attend to them, whatever a mask says.
import { broadcastTo, concat, fill, ones, reshape, zeros, type Tensor } from '@tensorflow/tfjs-core';
import { shapeText } from './shape.ts';
import './tensor.ts';

/**
 * A sequence with one more vector at its end, the same for every sequence of a batch.
 *
 * @param x (…, S, D)
 * @param last (D), or 'zeros'; without one x stays as it is
 * @returns (…, S + 1, D)
 * @throws when the vector has not the features of x
 */
export function append(x: Tensor, last: Tensor | 'zeros' | false | undefined): Tensor {
  if (last === undefined || last === false) return x;
  const D = x.shape.at(-1) ?? 0;
  const shape = [...x.shape.slice(0, -2), 1, D];
  if (last === 'zeros') return concat([x, zeros(shape)], x.rank - 2);
  if (String(last.shape) !== String([D])) {
    throw new Error(`invalid shapes: x is ${shapeText(x.shape)}, its last vector ${shapeText(last.shape)}`);
  }
  return concat([x, broadcastTo(reshape(last, [1, D]), shape)], x.rank - 2);
}

/**
 * A mask or a bias for S keys, made for `count` more of them: they are open, and nothing is added to their scores.
 *
 * @param mask boolean mask or bias, (…, S) or (…, 1)
 * @returns (…, S + count)
 */
export function openTo(mask: Tensor | undefined, S: number, count: number): Tensor | undefined {
  if (mask === undefined || count === 0) return mask;
  const rest = mask.shape.slice(0, -1);
  const all = mask.shape.at(-1) === S ? mask : broadcastTo(mask, [...rest, S]);
  const open = mask.dtype === 'bool' ? ones([...rest, count], 'bool') : fill([...rest, count], 0);
  return concat([all, open], mask.rank - 1);
}
