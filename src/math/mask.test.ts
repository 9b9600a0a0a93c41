import { cast, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { addBias, applyMask, causalMask, combineMasks, maskOf, paddingMask, windowMask } from './mask.ts';
import { matrix } from './tensor.ts';

const booleans = (rows: number[][]) => cast(matrix(rows), 'bool');

it('aligns a causal mask top-left without a past', () => {
  expect(causalMask(2, 4).arraySync()).toEqual([[1, 0, 0, 0], [1, 1, 0, 0]]); // prettier-ignore
  expect(causalMask(3, 2).arraySync()).toEqual([[1, 0], [1, 1], [1, 1]]); // prettier-ignore
});

it('aligns a causal mask to absolute positions with a past', () => {
  expect(causalMask(2, 4, { past: 2 }).arraySync()).toEqual([[1, 1, 1, 0], [1, 1, 1, 1]]); // prettier-ignore
  expect(causalMask(1, 3, { past: 5 }).arraySync()).toEqual([[1, 1, 1]]);
});

it('is boolean', () => {
  expect(causalMask(2, 2).dtype).toBe('bool');
});

it('combines masks to what all allow, and none to none', () => {
  const [a, b] = [booleans([[1, 1, 0]]), booleans([[1], [0]])]; // (1, 3), (2, 1)
  expect((combineMasks(a, undefined, b, false) as Tensor).arraySync()).toEqual([[1, 1, 0], [0, 0, 0]]); // prettier-ignore
  expect(combineMasks(a, undefined)).toBe(a);
  expect(combineMasks(undefined, false)).toBeUndefined();
});

it('puts −∞ where the mask forbids, whatever is there', () => {
  const masked = applyMask(matrix([[1, NaN], [Infinity, 4]]), booleans([[1, 0]])); // prettier-ignore
  expect(masked.arraySync()).toEqual([[1, -Infinity], [Infinity, -Infinity]]); // prettier-ignore
});

it('stretches masks and biases to the scores, never the scores to them', () => {
  const scores = tensor([1, 2, 3, 4], [2, 1, 2]);
  expect(addBias(scores, matrix([[10, 20]])).arraySync()).toEqual([[[11, 22]], [[13, 24]]]);
  expect(() => addBias(scores, matrix([[1, 2], [3, 4]]))).toThrow('bias is [2, 2], scores are [2, 1, 2]'); // prettier-ignore
  expect(() => applyMask(matrix([[1, 2]]), booleans([[1, 1], [1, 0]]))).toThrow('mask is [2, 2], scores are [1, 2]'); // prettier-ignore
});

it('leaves scores alone without a mask or a bias', () => {
  const scores = matrix([[1]]);
  expect(applyMask(scores, undefined)).toBe(scores);
  expect(addBias(scores, undefined)).toBe(scores);
});

it('makes a mask of a table of numbers: 0 is closed', () => {
  const mask = maskOf([[1, 0, -2]]);
  expect(mask.dtype).toBe('bool');
  expect(mask.arraySync()).toEqual([[1, 0, 1]]);
});

it('opens a window around each query', () => {
  expect(windowMask(3, 3).arraySync()).toEqual(causalMask(3, 3).arraySync());
  expect(windowMask(3, 3, { back: 1 }).arraySync()).toEqual([[1, 0, 0], [1, 1, 0], [0, 1, 1]]); // prettier-ignore
  expect(windowMask(2, 3, { back: 0, ahead: 1 }).arraySync()).toEqual([[1, 1, 0], [0, 1, 1]]); // prettier-ignore
  expect(windowMask(2, 4, { back: 1, past: 2 }).arraySync()).toEqual([[0, 1, 1, 0], [0, 0, 1, 1]]); // prettier-ignore
  expect(windowMask(1, 3, { ahead: Infinity }).arraySync()).toEqual([[1, 1, 1]]);
});

it('opens the words of padded sequences, for every head and query', () => {
  const mask = paddingMask([3, 1], 3);
  expect(mask.shape).toEqual([2, 1, 1, 3]);
  expect(Array.from(mask.dataSync())).toEqual([1, 1, 1, 1, 0, 0]);
});
