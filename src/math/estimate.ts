// Estimates from draws: running means with their standard errors, and the noise that Gumbel-softmax draws with.
import { random, type Random } from './random.ts';
import type { Matrix } from './tensor.ts';

/** The means of the first 1, 2, … numbers. */
export interface Running {
  readonly mean: Float64Array;
  /** The standard error of each mean, s/√n with s² = Σ(x − mean)²/(n − 1); NaN for a single number. */
  readonly error: Float64Array;
}

/** Running means and standard errors, in one pass (Welford 1962, Technometrics 4). */
export function running(values: ArrayLike<number>): Running {
  const { length } = values;
  const [mean, error] = [new Float64Array(length), new Float64Array(length)];
  let [at, squares] = [0, 0];
  for (let i = 0; i < length; i += 1) {
    const x = values[i]!;
    const n = i + 1;
    const before = x - at;
    at += before / n;
    squares += before * (x - at);
    mean[i] = at;
    error[i] = n === 1 ? Number.NaN : Math.sqrt(squares / (n - 1) / n);
  }
  return { mean, error };
}

/** A matrix of independent standard Gumbel numbers, −log(−log u), from a seed or from a stream at hand. */
export function gumbelMatrix(rows: number, columns: number, source: number | Random): Matrix {
  const stream = typeof source === 'number' ? random(source) : source;
  const inside = (u: number): number => u + 2 ** -33; // neither 0 nor 1
  const gumbel = (): number => -Math.log(-Math.log(inside(stream.uniform())));
  return Array.from({ length: rows }, () => Array.from({ length: columns }, gumbel));
}
