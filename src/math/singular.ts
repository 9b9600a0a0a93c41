// The singular values of a small matrix, by Jacobi's one-sided rotations (Golub and Van Loan, "Matrix computations", 4th ed.,
// section 8.6.3): pairs of rows are turned until all rows are at right angles; their lengths are then the singular values.
import type { Matrix } from './tensor.ts';

/**
 * All singular values, the largest first: as many as the shorter side has. The rank is how many are not 0.
 *
 *     singularValues([[3, 0], [0, 4]]) // [4, 3]
 */
export function singularValues(matrix: readonly ArrayLike<number>[]): number[] {
  const rows = shorterFirst(matrix);
  for (let sweep = 0; sweep < 30; sweep += 1) {
    let turned = 0;
    for (let p = 0; p < rows.length; p += 1) {
      for (let q = p + 1; q < rows.length; q += 1) turned = Math.max(turned, turn(rows[p]!, rows[q]!));
    }
    if (turned < 1e-12) break;
  }
  return rows.map((row) => Math.hypot(...row)).sort((a, b) => b - a);
}

/** The matrix, or its transpose: the rows are what is turned, so the fewer the better. */
function shorterFirst(matrix: readonly ArrayLike<number>[]): Matrix {
  const rows = matrix.map((row) => Array.from(row));
  const columns = rows[0]?.length ?? 0;
  if (columns >= rows.length) return rows;
  return Array.from({ length: columns }, (_, j) => rows.map((row) => row[j]!));
}

/** Turns two rows in their plane until they are at right angles. Answers with the cosine that they had. */
function turn(a: number[], b: number[]): number {
  const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)];
  const cosine = Math.abs(ab) / Math.sqrt(aa * bb);
  if (!(cosine > 1e-15)) return 0; // at right angles, or one is zero
  const zeta = (bb - aa) / (2 * ab);
  const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta)); // the smaller of the two angles
  const c = 1 / Math.hypot(1, t);
  for (let i = 0; i < a.length; i += 1) {
    const [x, y] = [a[i]!, b[i]!];
    a[i] = c * (x - t * y);
    b[i] = c * (t * x + y);
  }
  return cosine;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0);
}
