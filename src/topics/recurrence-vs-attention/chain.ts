// A recurrent chain and one hop of attention, and how much the last output depends on each input.
import { mul, sum } from '@tensorflow/tfjs-core';
import { gradient } from '../../math/gradient.ts';
import { random, randomMatrix, type Random } from '../../math/random.ts';
import { matrix, toMatrix, type Matrix } from '../../math/tensor.ts';
import { scaledDotProductAttention } from '../../mechanisms/scaled-dot-product/kernel.ts';
import { linear } from '../../math/linear.ts';

export const length = 32;
export const features = 6;

const lengthOf = (row: readonly number[]): number => Math.sqrt(row.reduce((total, x) => total + x * x, 0));
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((total, x, i) => total + x * (b[i] ?? 0), 0);

/** A random rotation: its rows are at right angles and have length 1 (Gram and Schmidt). */
function rotation(source: Random): Matrix {
  const rows: Matrix = [];
  for (const drawn of randomMatrix(features, features, source)) {
    const rest = rows.reduce((row, done) => {
      const share = dot(row, done);
      return row.map((x, i) => x - share * done[i]!);
    }, drawn);
    const size = lengthOf(rest);
    rows.push(rest.map((x) => x / size));
  }
  return rows;
}

/** For each distance, from 0: the length of the slope of the last output, along one direction, with respect to that input. */
export interface Slopes {
  readonly linear: readonly number[];
  readonly tanh: readonly number[];
  readonly attention: readonly number[];
}

/**
 * The states of h(t) = f(ρ R h(t−1) + x(t)), with R a rotation, for f the identity or tanh; and attention of the last token to all. The slopes of
 * the chains by the chain rule, from the last state back; that of attention by automatic differentiation through the kernel.
 */
export function slopesOf(rho: number, seed: number): Slopes {
  const source = random(seed);
  const x = randomMatrix(length, features, source).map((row) => row.map((value) => value / 2));
  const turn = rotation(source);
  const [direction = []] = randomMatrix(1, features, source);
  const unit = direction.map((value) => value / lengthOf(direction));
  const [wq, wk] = [0, 1].map(() =>
    randomMatrix(features, features, source).map((row) => row.map((value) => value / Math.sqrt(features))),
  ) as [Matrix, Matrix];
  return {
    linear: chain(x, turn, rho, unit, false),
    tanh: chain(x, turn, rho, unit, true),
    attention: hop(x, turn, wq, wk, unit),
  };
}

function chain(x: Matrix, turn: Matrix, rho: number, unit: readonly number[], bend: boolean): number[] {
  const states: Matrix = [];
  for (const row of x) {
    const before = states.at(-1) ?? row.map(() => 0);
    const sums = row.map((value, i) => value + rho * dot(turn[i]!, before));
    states.push(bend ? sums.map(Math.tanh) : sums);
  }
  const slopes: number[] = [];
  let at = [...unit];
  for (const state of states.toReversed()) {
    const inside = bend ? at.map((value, i) => value * (1 - state[i]! ** 2)) : at;
    slopes.push(lengthOf(inside));
    at = inside.map((_, i) => rho * inside.reduce((total, value, j) => total + value * turn[j]![i]!, 0));
  }
  return slopes;
}

function hop(x: Matrix, turn: Matrix, wq: Matrix, wk: Matrix, unit: readonly number[]): number[] {
  const all = matrix(x);
  const slope = gradient((at) => {
    const query = linear(matrix([x.at(-1)!]), matrix(wq));
    const { output } = scaledDotProductAttention(query, linear(at, matrix(wk)), linear(at, matrix(turn)));
    return sum(mul(output, matrix([[...unit]])));
  }, all);
  const rows = toMatrix(slope);
  all.dispose();
  slope.dispose();
  return rows.map(lengthOf).toReversed();
}
