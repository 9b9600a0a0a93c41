import { memory, mul, tensor3d } from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import { matrices, matrix, toMatrix } from './tensor.ts';

it('gives back the matrix that it was given', () => {
  expect(toMatrix(matrix([[1, 2, 3], [4, 5, -0.5]]))).toEqual([[1, 2, 3], [4, 5, -0.5]]); // prettier-ignore
});

it('refuses a matrix without numbers, and rows of different lengths', () => {
  expect(() => matrix([])).toThrow('invalid matrix: it has no numbers');
  expect(() => matrix([[], []])).toThrow('invalid matrix: it has no numbers');
  expect(() => matrix([[1, 2], [3]])).toThrow('invalid matrix: row 1 has 2 numbers, row 2 has 1');
});

it('refuses to read a tensor of another rank as a matrix', () => {
  expect(() => toMatrix(tensor3d([[[1]]]))).toThrow('invalid matrix: its shape is [1, 1, 1]');
});

it('reads a trace into matrices and frees its tensors', () => {
  const before = memory().numTensors;
  const trace = matrices(() => {
    const x = matrix([[1, 2]]);
    return { x, double: mul(x, 2) };
  });
  expect(trace).toEqual({ x: [[1, 2]], double: [[2, 4]] });
  expect(memory().numTensors).toBe(before);
});

it('frees the tensors of a computation that throws', () => {
  const before = memory().numTensors;
  expect(() => matrices(() => ({ x: mul(matrix([[1, 2]]), matrix([[1, 2, 3]])) }))).toThrow();
  expect(memory().numTensors).toBe(before);
});

it('is silent in the console', async () => {
  const spies = (['log', 'warn', 'error', 'info'] as const).map((level) => vi.spyOn(console, level));
  vi.resetModules();
  const fresh = await import('./tensor.ts');
  fresh.matrix([[1]]);
  spies.forEach((spy) => expect(spy).not.toHaveBeenCalled());
});
