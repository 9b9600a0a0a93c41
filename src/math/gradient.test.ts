import {
  add,
  cast,
  div,
  equal,
  exp,
  expandDims,
  log,
  matMul,
  memory,
  mul,
  neg,
  reshape,
  sigmoid,
  sqrt,
  square,
  sub,
  sum,
  tanh,
  tensor,
  tidy,
  topk,
  transpose,
  where,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gelu, relu } from './activation.ts';
import { gradient, jacobian } from './gradient.ts';
import { applyMask, causalMask } from './mask.ts';
import { layerNorm } from './norm.ts';
import { randomMatrix } from './random.ts';
import { entropy, softmax } from './softmax.ts';
import { matrix, type Matrix } from './tensor.ts';

/** The slope along each entry by two neighbours; float32 allows three digits. */
function slopes(f: (x: Tensor) => Tensor, x: Matrix, step = 1e-2): number[] {
  const at = (i: number, j: number, by: number) =>
    tidy(
      () => f(matrix(x.map((row, k) => row.map((y, l) => (k === i && l === j ? y + by : y))))).dataSync()[0]!,
    );
  return x.flatMap((row, i) => row.map((_, j) => (at(i, j, step) - at(i, j, -step)) / (2 * step)));
}

function expectSlopes(f: (x: Tensor) => Tensor, x: Matrix): void {
  const got = Array.from(gradient(f, matrix(x)).dataSync());
  slopes(f, x).forEach((want, i) =>
    expect(Math.abs(got[i]! - want)).toBeLessThan(2e-3 * Math.max(1, Math.abs(want))),
  );
}

const x = randomMatrix(2, 3, 1);
const positive = x.map((row) => row.map((y) => 1 + Math.abs(y)));
const w = matrix(randomMatrix(2, 3, 2));
const tall = matrix(randomMatrix(3, 2, 3));
const row = matrix([[0.5, 2, 3]]);
/** One number that depends on every entry, each in its own measure. */
const one = (y: Tensor) => sum(mul(y, tensor(randomMatrix(1, y.size, 5)[0]!, y.shape)));

describe('the gradient agrees with finite differences', () => {
  it.each<[string, (x: Tensor) => Tensor]>([
    ['add', (x) => add(x, w)],
    ['sub', (x) => sub(w, x)],
    ['mul', (x) => mul(x, w)],
    ['mul by itself', (x) => mul(x, x)],
    ['div', (x) => div(w, add(square(x), 1))],
    ['div by a number', (x) => div(x, 4)],
    ['neg', neg],
    ['exp', exp],
    ['tanh', tanh],
    ['sigmoid', sigmoid],
    ['square', square],
    ['sum along rows', (x) => sum(x, 1)],
    ['sum along columns, axis kept', (x) => mul(sum(x, 0, true), w)],
    ['matMul, left', (x) => matMul(x, tall)],
    ['matMul, right', (x) => matMul(tall, x)],
    ['matMul, left transposed', (x) => matMul(x, w, true)],
    ['matMul, right of a transposed', (x) => matMul(w, x, true)],
    ['matMul, left of a transposed', (x) => matMul(x, w, false, true)],
    ['matMul, right transposed', (x) => matMul(w, x, false, true)],
    ['matMul, both transposed', (x) => matMul(x, tall, true, true)],
    ['matMul, right, both transposed', (x) => matMul(tall, x, true, true)],
    ['matMul with itself', (x) => matMul(x, x, false, true)],
    ['reshape', (x) => mul(reshape(x, [3, 2]), tall)],
    ['expandDims', (x) => expandDims(x, 1)],
    ['transpose', (x) => mul(transpose(x), tall)],
    ['cast', (x) => cast(x, 'float32')],
    ['where', (x) => where(tensor([[1, 0, 1], [0, 1, 1]], [2, 3], 'bool'), x, mul(x, 3))], // prettier-ignore
    ['a choice by the input itself', (x) => where(equal(x, 0), 1, square(x))],
    ['relu', (x) => relu(sub(x, 0.3))],
    ['gelu', gelu],
    ['softmax', (x) => softmax(x)],
    ['softmax along columns', (x) => softmax(x, 0)],
    ['softmax over everything', (x) => softmax(x, [0, 1])],
    ['entropy', (x) => entropy(softmax(x))],
    ['attention', (x) => matMul(softmax(matMul(x, w, false, true)), w)],
    ['layer normalisation', (x) => layerNorm(x, tensor([1, 2, 3]), tensor([0, 1, 0]))],
    ['masked attention', (x) => matMul(softmax(applyMask(matMul(x, x, false, true), causalMask(2, 2))), x)],
  ])('%s', (_, f) => expectSlopes((at) => one(f(at)), x));

  it.each<[string, (x: Tensor) => Tensor]>([
    ['log', log],
    ['sqrt', sqrt],
  ])('%s', (_, f) => expectSlopes((at) => one(f(at)), positive));

  it('of what was stretched: the slopes are summed', () => {
    expectSlopes((at) => one(mul(at, w)), [[1, 2, 3]]);
    expectSlopes((at) => one(div(w, at)), [[1], [2]]); // prettier-ignore
    expectSlopes((at) => one(add(reshape(at, [3]), w)), [[1, 2, 3]]);
    expectSlopes((at) => one(sub(w, at)), [[2]]);
  });
});

it('takes a number in any shape, and nothing else', () => {
  expect(gradient((at) => sum(at, [0, 1], true), matrix(x)).arraySync()).toEqual([[1, 1, 1], [1, 1, 1]]); // prettier-ignore
  expect(() => gradient((at) => sum(at, 1), matrix(x))).toThrow(
    'invalid function: it gives [2], not one number',
  );
});

it('refuses a step whose derivative it does not know', () => {
  expect(() => gradient((at) => sum(topk(at, 1).values), matrix(x))).toThrow('TopK');
});

it('can be taken of a gradient', () => {
  const second = gradient(
    (at) => sum(gradient((inner) => sum(mul(inner, square(inner))), at)),
    matrix([[2, 3]]),
  );
  expect(second.arraySync()).toEqual([[12, 18]]);
});

describe('the jacobian', () => {
  it('of the softmax is diag(a) − aaᵀ', () => {
    const scores = tensor([0.5, -1, 2]);
    const a = Array.from(softmax(scores).dataSync());
    const got = jacobian((at) => softmax(at), scores).arraySync() as Matrix;
    a.forEach((ai, i) =>
      a.forEach((aj, j) => expect(got[i]![j]).toBeCloseTo((i === j ? ai : 0) - ai * aj, 6)),
    );
  });

  it('has a row for each output and a column for each input', () => {
    expect(jacobian((at) => matMul(at, tall), matrix(x)).shape).toEqual([4, 6]);
    expect(jacobian((at) => mul(at, row), matrix([[1, 1, 1]])).arraySync()).toEqual(
      (row.arraySync() as Matrix)[0]!.map((y, i) => [0, 1, 2].map((j) => (i === j ? y : 0))),
    );
  });
});

describe('softmax', () => {
  it('has a zero slope where everything is masked, and where a key is', () => {
    const scores = matrix([[-Infinity, -Infinity], [1, -Infinity]]); // prettier-ignore
    const got = gradient((at) => sum(mul(softmax(at), matrix([[1, 2]]))), scores).arraySync();
    expect(got).toEqual([[0, 0], [0, 0]]); // prettier-ignore
  });

  it('vanishes when saturated', () => {
    const got = gradient(
      (at) => sum(mul(softmax(at), matrix([[1, 2]]))),
      matrix([[1000, -1000]]),
    ).arraySync();
    expect(got).toEqual([[0, 0]]);
  });

  it('propagates a NaN', () => {
    const got = gradient((at) => sum(mul(softmax(at), matrix([[1, 2]]))), matrix([[NaN, 1]])).arraySync();
    expect(got).toEqual([[NaN, NaN]]);
  });
});

it('lets entropy have the slope 0 at a weight of 0, as nothing else is finite there', () => {
  expect(gradient((at) => sum(entropy(at)), matrix([[0, 1]])).arraySync()).toEqual([[0, -1]]);
});

it('leaks no tensors', () => {
  const at = matrix(x);
  const before = memory().numTensors;
  gradient((y) => one(softmax(y)), at).dispose();
  jacobian((y) => softmax(y), at).dispose();
  expect(memory().numTensors).toBe(before);
});
