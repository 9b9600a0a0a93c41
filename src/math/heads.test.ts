import { ones, range, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { mergeHeads, repeatKeyValueHeads, splitHeads } from './heads.ts';

/** 0, 1, 2 … in a shape. */
const count = (...shape: number[]): Tensor =>
  reshape(
    range(
      0,
      shape.reduce((a, b) => a * b, 1),
    ),
    shape,
  );

it('gives neighbouring query heads the same key/value head', () => {
  const repeated = repeatKeyValueHeads(count(2, 1, 1), ones([6, 4, 1]));
  expect(repeated.shape).toEqual([6, 1, 1]);
  expect(Array.from(repeated.dataSync())).toEqual([0, 0, 0, 1, 1, 1]);
});

it('repeats heads in each batch entry', () => {
  const repeated = repeatKeyValueHeads(count(2, 2, 1, 1), ones([2, 4, 3, 1]));
  expect(Array.from(repeated.dataSync())).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
});

it('leaves keys and values alone that have as many heads, or none', () => {
  for (const shape of [
    [5, 2],
    [3, 5, 2],
    [2, 3, 5, 2],
  ]) {
    const keys = count(...shape);
    expect(repeatKeyValueHeads(keys, ones(shape))).toBe(keys);
  }
});

it('refuses heads that do not divide', () => {
  expect(() => repeatKeyValueHeads(count(2, 4, 1), ones([3, 4, 1]))).toThrow('queries are [3, 4, 1]');
  expect(() => repeatKeyValueHeads(count(6, 4, 1), ones([3, 4, 1]))).toThrow('queries are [3, 4, 1]');
  expect(() => repeatKeyValueHeads(count(0, 4, 1), ones([3, 4, 1]))).toThrow('queries are [3, 4, 1]');
});

it('cuts features into heads, side by side', () => {
  expect(splitHeads(count(2, 4), 2).arraySync()).toEqual([[[0, 1], [4, 5]], [[2, 3], [6, 7]]]); // prettier-ignore
  expect(splitHeads(count(5, 2, 6), 3).shape).toEqual([5, 3, 2, 2]);
  expect(() => splitHeads(count(2, 4), 3)).toThrow('invalid heads: 4 features do not divide into 3');
});

it('puts heads back as they were', () => {
  for (const shape of [
    [3, 8],
    [2, 3, 8],
    [2, 2, 3, 8],
  ]) {
    const x = count(...shape);
    expect(mergeHeads(splitHeads(x, 4)).arraySync()).toEqual(x.arraySync());
  }
});
