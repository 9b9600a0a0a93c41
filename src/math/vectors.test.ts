import { add, memory, mul, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { compare, largestDifference, runVectors, type Case, type Vectors } from './vectors.ts';

const tolerance = { abs: 0.25, rel: 0.125 };
const one = (data: number[]) => ({ shape: [data.length], data });

function file(...cases: Case[]): Vectors {
  return {
    mechanism: 'm',
    kernel: 'affine',
    arguments: ['x', 'w'],
    source: 's',
    torch: '1',
    tolerance,
    cases,
  };
}

const simple: Case = {
  name: 'simple',
  inputs: { w: { scale: one([2]) }, x: one([1, 2]) },
  options: { shift: 1, more: { bias: one([0, 1]) } },
  outputs: { y: one([3, 6]), 'inner.0.scaled': one([2, 4]) },
};

interface Given {
  readonly shift?: number;
  readonly more?: { readonly bias: Tensor };
}

function affine(x: Tensor, w: { scale: Tensor }, { shift = 0, more }: Given = {}) {
  const scaled = mul(x, w.scale);
  return { y: add(add(scaled, shift), more?.bias ?? 0), inner: [{ scaled }] };
}

describe('runVectors', () => {
  it('calls the kernel with its arguments in order, and options, and compares each output', () => {
    expect(runVectors(affine, file(simple))).toEqual([
      { case: 'simple', output: 'y', difference: 0, relative: 0, allowed: 1, agrees: true },
      { case: 'simple', output: 'inner.0.scaled', difference: 0, relative: 0, allowed: 0.75, agrees: true },
    ]);
  });

  it('says by how much a kernel is off', () => {
    const off = { ...simple, outputs: { y: one([1, 8]) } };
    const comparisons = runVectors(affine, file(simple, off));
    expect(comparisons.map(({ agrees }) => agrees)).toEqual([true, true, false]);
    expect(largestDifference(comparisons)).toBe(0.25);
  });

  it('leaks no tensors', () => {
    const before = memory().numTensors;
    runVectors(affine, file(simple));
    expect(memory().numTensors).toBe(before);
  });

  it('refuses a case whose input, output or shape is not there', () => {
    const run = (changes: Partial<Case>) => () => runVectors(affine, file({ ...simple, ...changes }));
    expect(run({ inputs: { x: one([1, 2]) } })).toThrow('invalid case: "simple" has no input w');
    expect(run({ outputs: { z: one([1]) } })).toThrow('invalid case: "simple" has no z in its trace');
    expect(run({ outputs: { y: one([3]) } })).toThrow('invalid shapes: y of "simple" is [2], not [1]');
  });
});

describe('compare', () => {
  const off = (got: number[], want: (number | 'inf' | '-inf' | 'nan')[]) =>
    compare(got, want, tolerance).difference;

  it('takes equal infinities and two NaN for equal', () => {
    expect(off([Infinity, -Infinity, NaN], ['inf', '-inf', 'nan'])).toBe(0);
  });

  it('never agrees where one is finite or NaN and the other is not', () => {
    expect(off([NaN], [1])).toBe(Infinity);
    expect(off([1], ['nan'])).toBe(Infinity);
    expect(off([Infinity], ['-inf'])).toBe(Infinity);
    expect(off([-Infinity], [1])).toBe(Infinity);
    expect(compare([NaN], ['inf'], tolerance).agrees).toBe(false);
  });

  it('allows more where the numbers are larger, infinities aside', () => {
    expect(compare([1], [1], tolerance).allowed).toBe(0.375);
    expect(compare([-200, Infinity], [-200, 'inf'], tolerance).allowed).toBe(25.25);
  });
});
