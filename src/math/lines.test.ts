import { range, reshape, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { imageOf, linesOf, overImage } from './lines.ts';

const image = (...shape: number[]): Tensor => reshape(range(0, shape.reduce((all, size) => all * size)), shape); // prettier-ignore

describe('lines', () => {
  it('are rows, or columns, of vectors', () => {
    const x = image(2, 2, 3); // channels 0 … 5 and 6 … 11
    expect(linesOf(x, 'row').arraySync()).toEqual([[[0, 6], [1, 7], [2, 8]], [[3, 9], [4, 10], [5, 11]]]); // prettier-ignore
    expect(linesOf(x, 'column').arraySync()).toEqual([[[0, 6], [3, 9]], [[1, 7], [4, 10]], [[2, 8], [5, 11]]]); // prettier-ignore
  });

  it('go back to where they were, batches too', () => {
    for (const shape of [
      [1, 1, 1],
      [2, 3, 4],
      [2, 5, 1, 3],
      [2, 2, 3, 4, 2],
    ])
      // prettier-ignore
      for (const axis of ['row', 'column'] as const) {
        const x = image(...shape);
        expect(imageOf(linesOf(x, axis), axis).arraySync()).toEqual(x.arraySync());
      }
  });

  it('refuse what is no image', () => {
    expect(() => linesOf(image(2, 3), 'row')).toThrow('invalid shapes: x is [2, 3]');
    expect(() => imageOf(image(2, 3), 'row')).toThrow('invalid shapes: lines is [2, 3]');
  });
});

describe('weights over the image', () => {
  const rows = tensor([[[[1, 2], [3, 4]]], [[[5, 6], [7, 8]]], [[[9, 10], [11, 12]]]]); // prettier-ignore

  it('are blocks for rows', () => {
    expect(overImage(rows, 'row').arraySync()).toEqual([
      [1, 2, 0, 0, 0, 0],
      [3, 4, 0, 0, 0, 0],
      [0, 0, 5, 6, 0, 0],
      [0, 0, 7, 8, 0, 0],
      [0, 0, 0, 0, 9, 10],
      [0, 0, 0, 0, 11, 12],
    ]);
  });

  it('are diagonals for columns: here three columns of two places', () => {
    expect(overImage(rows, 'column').arraySync()).toEqual([
      [1, 0, 0, 2, 0, 0],
      [0, 5, 0, 0, 6, 0],
      [0, 0, 9, 0, 0, 10],
      [3, 0, 0, 4, 0, 0],
      [0, 7, 0, 0, 8, 0],
      [0, 0, 11, 0, 0, 12],
    ]);
  });

  it('are those of one head', () => {
    expect(overImage(image(1, 2, 2, 2), 'row', 1).arraySync()).toEqual([[4, 5], [6, 7]]); // prettier-ignore
  });

  it('are as many queries as keys', () => {
    expect(() => overImage(image(2, 1, 2, 3), 'row')).toThrow('invalid shapes: weights is [2, 1, 2, 3]');
  });
});
