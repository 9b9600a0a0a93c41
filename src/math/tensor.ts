// Matrices of plain numbers and tensors, and the way from one to the other. Whatever makes a tensor comes through this
// module, because it is the one place where TensorFlow.js gets its backend: the portable one, in plain JavaScript.
import '@tensorflow/tfjs-backend-cpu';
import { enableProdMode, tensor2d, tidy, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';

// Production mode does one thing in TensorFlow.js: its hints to the console (in Node: to install another package) stop.
enableProdMode();

/** Rows of numbers, all of one length. */
export type Matrix = number[][];

/** Every tensor of a trace as a matrix. */
export type Matrices<Trace> = { [Name in keyof Trace]: Matrix };

/**
 * A matrix as a tensor.
 * @throws when there are no numbers in it, or when its rows differ in length.
 */
export function matrix(rows: readonly (readonly number[])[]): Tensor2D {
  const columns = rows[0]?.length ?? 0;
  if (columns === 0) throw new Error('invalid matrix: it has no numbers');
  const odd = rows.findIndex((row) => row.length !== columns);
  if (odd >= 0) {
    throw new Error(`invalid matrix: row 1 has ${columns} numbers, row ${odd + 1} has ${rows[odd]?.length}`);
  }
  return tensor2d(rows.flat(), [rows.length, columns], 'float32');
}

/**
 * A tensor of shape (rows, columns) as a matrix.
 * @throws when the tensor has another number of axes.
 */
export function toMatrix(tensor: Tensor): Matrix {
  if (tensor.rank !== 2) throw new Error(`invalid matrix: its shape is [${tensor.shape.join(', ')}]`);
  return tensor.arraySync() as Matrix;
}

/**
 * Computes a trace of rank-2 tensors and reads it into matrices; every tensor made on the way is freed.
 *
 *     const { weights, output } = matrices(() => scaledDotProductAttention(matrix(q), matrix(k), matrix(v)));
 */
export function matrices<Trace extends { readonly [Name in keyof Trace]: Tensor }>(
  compute: () => Trace,
): Matrices<Trace> {
  let read: Matrices<Trace> | undefined;
  tidy(() => {
    read = Object.fromEntries(
      Object.entries<Tensor>(compute()).map(([name, tensor]) => [name, toMatrix(tensor)]),
    ) as Matrices<Trace>;
  });
  return read!;
}
