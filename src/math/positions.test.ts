import { cos, sin, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { anglesOf, clippedDistances, positionsAfter } from './positions.ts';
import { toMatrix } from './tensor.ts';

it('counts positions from those of the cache', () => {
  expect(positionsAfter(0, 3)).toEqual([0, 1, 2]);
  expect(positionsAfter(5, 2)).toEqual([5, 6]);
});

it('gives each position an angle for each rate, within one turn', () => {
  expect(toMatrix(anglesOf([0, 1, 3], [1, 0.5]))).toEqual([
    [0, 0],
    [1, 0.5],
    [3, 1.5],
  ]);
  const [[far = 0] = []] = toMatrix(anglesOf([7], [1]));
  expect(far).toBeCloseTo(7 - 2 * Math.PI, 6);
});

it('knows the angle of a far position as well as that of a near one', () => {
  tidy(() => {
    const angles = anglesOf([100_003], [1]);
    expect(sin(angles).dataSync()[0]).toBeCloseTo(Math.sin(100_003), 6);
    expect(cos(angles).dataSync()[0]).toBeCloseTo(Math.cos(100_003), 6);
  });
});

it('takes positions of several sequences, and positions between two tokens', () => {
  const angles = anglesOf(tensor([[0, 1], [4, 0.5]]), [1, 0.1, 0.01]); // prettier-ignore
  expect(angles.shape).toEqual([2, 2, 3]);
  expect(angles.dataSync()[9]).toBeCloseTo(0.5, 6);
});

it('clips distances, and counts the clipped ones from 0', () => {
  expect(toMatrix(clippedDistances(3, 4, 1))).toEqual([
    [1, 2, 2, 2],
    [0, 1, 2, 2],
    [0, 0, 1, 2],
  ]);
  expect(toMatrix(clippedDistances(1, 3, 2, 2))).toEqual([[0, 1, 2]]);
  expect(toMatrix(clippedDistances(2, 2, 0))).toEqual([[0, 0], [0, 0]]); // prettier-ignore
});
