// What the tests of kernels share: arbitrary matrices for fast-check, and closeness as it is asked of a kernel.
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Matrix } from '../math/tensor.ts';

/** Checks a property on arbitrary inputs. */
export function forAll<Inputs extends [unknown, ...unknown[]]>(
  ...property: Parameters<typeof fc.property<Inputs>>
): void {
  fc.assert(fc.property<Inputs>(...property));
}

/** Matrices of a size, with entries of two digits between −3 and 3. */
export function numbers(rows: number, columns: number): fc.Arbitrary<Matrix> {
  const entry = fc.integer({ min: -300, max: 300 }).map((x) => x / 100);
  const row = fc.array(entry, { minLength: columns, maxLength: columns });
  return fc.array(row, { minLength: rows, maxLength: rows });
}

/** Queries (T, D), keys (S, D) and values (S, E) of given sizes. */
export function qkvOf(T: number, S: number, D: number, E = D) {
  return fc.record({ q: numbers(T, D), k: numbers(S, D), v: numbers(S, E) });
}

const size = fc.integer({ min: 1, max: 6 });

/** Queries (T, D), keys (S, D) and values (S, E), of any small sizes. */
export const qkv = fc.tuple(size, size, size, size).chain(([T, S, D, E]) => qkvOf(T, S, D, E));

/** The same from one sequence: T = S. */
export const sequence = fc.tuple(size, size, size).chain(([T, D, E]) => qkvOf(T, T, D, E));

/** Every order of n things. */
export function permutation(n: number): fc.Arbitrary<number[]> {
  return fc.shuffledSubarray([...Array(n).keys()], { minLength: n, maxLength: n });
}

export function permuted<A>(rows: readonly A[], order: readonly number[]): A[] {
  return order.map((i) => rows[i]!);
}

/** The product of two matrices by plain loops, in float64. */
export function times(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, i) => sum + x * b[i]![j]!, 0)));
}

/** Fails unless |got − want| ≤ 1e-6 + tolerance · max |want|. */
export function expectClose(got: Matrix, want: Matrix, tolerance = 1e-5): void {
  const wanted = want.flat();
  const allowed = 1e-6 + tolerance * Math.max(...wanted.map(Math.abs));
  expect(got.map((row) => row.length)).toEqual(want.map((row) => row.length));
  got.flat().forEach((x, i) => expect(Math.abs(x - wanted[i]!)).toBeLessThanOrEqual(allowed));
}
