import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomMatrix } from './random.ts';
import { singularValues } from './singular.ts';

const close = (got: readonly number[], want: readonly number[]): void => {
  expect(got.length).toBe(want.length);
  got.forEach((x, i) => expect(Math.abs(x - want[i]!)).toBeLessThan(1e-9));
};

describe('singular values', () => {
  it('are the sizes of the diagonal of a diagonal matrix, the largest first', () => {
    close(singularValues([[3, 0], [0, -4]]), [4, 3]); // prettier-ignore
  });

  it('are those of numpy.linalg.svd', () => {
    close(singularValues([[1, 2], [3, 4]]), [5.464985704219043, 0.3659661906262574]); // prettier-ignore
    close(singularValues([[1, 2, 3], [4, 5, 6]]), [9.508032000695724, 0.7728696356734838]); // prettier-ignore
  });

  it('are the same for the transpose', () => {
    const matrix = randomMatrix(3, 5, 1);
    close(singularValues(matrix[0]!.map((_, j) => matrix.map((row) => row[j]!))), singularValues(matrix));
  });

  it('say the rank: one for an outer product, none for zeros', () => {
    const entry = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 2, maxLength: 8 }),
        fc.array(entry, { minLength: 2, maxLength: 8 }),
        (a, b) => {
          const [first = 0, ...rest] = singularValues(a.map((x) => b.map((y) => x * y)));
          expect(Math.abs(first / (Math.hypot(...a) * Math.hypot(...b)) - 1)).toBeLessThan(1e-12);
          rest.forEach((x) => expect(x / first).toBeLessThan(1e-12));
        },
      ),
    );
    expect(singularValues([[0, 0], [0, 0]])).toEqual([0, 0]); // prettier-ignore
  });

  it('have squares that sum to the sum of all squares', () => {
    const matrix = randomMatrix(6, 6, 2);
    const squares = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x * x, 0);
    expect(Math.abs(squares(singularValues(matrix)) - squares(matrix.flat()))).toBeLessThan(1e-9);
  });

  it('are NaN where the matrix is', () => expect(singularValues([[NaN, 1], [2, 3]]).some(Number.isNaN)).toBe(true)); // prettier-ignore
});
