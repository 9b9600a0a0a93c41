import fc from 'fast-check';
import { fill, memory, ones, tensor3d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { matrix, toMatrix, type Matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { scaledDotProductAttention } from '../scaled-dot-product/kernel.ts';
import { expectClose, forAll, numbers, permutation, permuted, times } from '../testing.ts';
import { nonLocal, pairwiseWeights, type Options, type Pairwise, type Trace } from './kernel.ts';
import vectors from './vectors.json' with { type: 'json' };

const kinds: Pairwise[] = ['embedded', 'gaussian', 'dot', 'concat'];

type Plain = Record<'wTheta' | 'wPhi' | 'wG' | 'wZ' | 'wF', Matrix>;
type Positions = Exclude<keyof Trace, 'change' | 'output'>;

const transposed = (m: Matrix): Matrix => m[0]!.map((_, j) => m.map((row) => row[j]!));

/** The block on positions (N, C), laid out as an image of one row; images come back as positions. */
function block(x: Matrix, plain: Plain, options: Options = {}): Record<keyof Trace, Matrix> {
  return tidy(() => {
    const image = tensor3d([...transposed(x).map((channel) => [channel])]); // (C, 1, N)
    const parameters = Object.fromEntries(Object.entries(plain).map(([name, rows]) => [name, matrix(rows)]));
    const trace = nonLocal(image, parameters as Record<keyof Plain, Tensor>, options);
    const ofImage = (one: Tensor): Matrix =>
      transposed((one.arraySync() as Matrix[]).map(([row]) => row as never));
    const names: Positions[] = ['theta', 'phi', 'g', 'scores', 'weights', 'y'];
    const read = Object.fromEntries(names.map((name) => [name, toMatrix(trace[name])]));
    return { ...read, change: ofImage(trace.change), output: ofImage(trace.output) } as never;
  });
}

const size = fc.integer({ min: 1, max: 4 });
const inputs = fc.tuple(size, size, size).chain(([N, C, D]) =>
  fc.record({
    x: numbers(N, C),
    plain: fc.record({
      wTheta: numbers(D, C),
      wPhi: numbers(D, C),
      wG: numbers(D, C),
      wZ: numbers(C, D),
      wF: numbers(1, 2 * D),
    }),
  }),
);

describe('against the reference', () => {
  it.each(runVectors(nonLocal, vectors as unknown as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('properties', () => {
  it.each(kinds)('does not know where a position is: moved positions move the output (%s)', (pairwise) => {
    forAll(
      inputs.chain((all) => fc.tuple(fc.constant(all), permutation(all.x.length))),
      ([{ x, plain }, order]) => {
        const { output } = block(x, plain, { pairwise });
        expectClose(block(permuted(x, order), plain, { pairwise }).output, permuted(output, order));
      },
    );
  });

  it.each(['embedded', 'gaussian'] as const)('has rows that sum to 1 (%s)', (pairwise) => {
    forAll(inputs, fc.boolean(), ({ x, plain }, scaled) => {
      for (const row of block(x, plain, { pairwise, scaled }).weights)
        expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
    });
  });

  it('is scaled dot-product attention between its embeddings, when it is scaled', () => {
    forAll(inputs, ({ x, plain }) => {
      const { theta, phi, g, y } = block(x, plain, { scaled: true });
      const want = tidy(() =>
        toMatrix(scaledDotProductAttention(matrix(theta), matrix(phi), matrix(g)).output),
      );
      expectClose(y, want);
    });
  });

  it('is the embedded function for the Gaussian with embeddings that change nothing', () => {
    forAll(inputs, ({ x, plain }) => {
      const identity = x[0]!.map((_, i) => x[0]!.map((__, j) => +(i === j)));
      const same = { ...plain, wTheta: identity, wPhi: identity };
      expectClose(block(x, plain, { pairwise: 'gaussian' }).weights, block(x, same).weights);
    });
  });

  it('needs no pairs for the dot product: θ (φᵀ g) / N is the same', () => {
    forAll(inputs, ({ x, plain }) => {
      const { theta, phi, g, y } = block(x, plain, { pairwise: 'dot' });
      const small = times(transposed(phi), g).map((row) => row.map((value) => value / x.length));
      expectClose(y, times(theta, small), 1e-4);
    });
  });

  it('orders the positions in the same way for everyone with concatenation', () => {
    forAll(inputs, ({ x, plain }) => {
      const { phi, scores } = block(x, plain, { pairwise: 'concat' });
      const ofKeys = phi.map((row) => row.reduce((sum, v, i) => sum + v * plain.wF[0]![row.length + i]!, 0));
      for (const row of scores)
        for (let a = 0; a < row.length; a += 1)
          for (let b = 0; b < row.length; b += 1)
            if (ofKeys[a]! < ofKeys[b]!) expect(row[a]!).toBeLessThanOrEqual(row[b]! + 1e-4);
    });
  });

  it.each(kinds)('computes any rows by themselves: %s', (pairwise) => {
    forAll(inputs, ({ x, plain }) => {
      const { theta, phi, weights } = block(x, plain, { pairwise });
      const last = tidy(() => {
        const part = matrix(theta.slice(-1));
        return toMatrix(pairwiseWeights(part, matrix(phi), { wF: matrix(plain.wF) }, { pairwise }).weights);
      });
      expectClose(last, weights.slice(-1));
    });
  });

  it.each(kinds)('is the identity while W_z is 0: %s', (pairwise) => {
    forAll(inputs, ({ x, plain }) => {
      const wZ = plain.wZ.map((row) => row.map(() => 0));
      expectClose(block(x, { ...plain, wZ }, { pairwise }).output, x);
    });
  });
});

describe('regimes', () => {
  const one = { wTheta: [[1]], wPhi: [[1]], wG: [[1]], wZ: [[1]], wF: [[1, 1]] };

  it('has no overflow in the softmax', () => {
    expect(block([[1e10], [-1e10]], one).weights).toEqual([[1, 0], [0, 1]]); // prettier-ignore
  });

  it('reads one position as it is', () => {
    expect(block([[3]], one).output).toEqual([[6]]);
    expect(block([[3]], one, { pairwise: 'dot' }).output).toEqual([[30]]);
  });

  it.each(kinds)('makes NaN of NaN: %s', (pairwise) => {
    for (const value of block([[Number.NaN], [1]], one, { pairwise }).output.flat()) expect(value).toBeNaN();
  });

  it('reads a quarter of the positions with pooling, and leaves out what fills no window', () => {
    const p = { wTheta: ones([2, 3]), wPhi: ones([2, 3]), wG: ones([2, 3]), wZ: ones([3, 2]) };
    for (const pool of ['after', 'before'] as const) {
      const { weights, output } = nonLocal(ones([3, 5, 4]), p, { pool });
      expect(weights.shape).toEqual([20, 4]);
      expect(output.shape).toEqual([3, 5, 4]);
    }
  });

  it('pools before and after the same when the embedding is not negative and sparse, and not else', () => {
    const image = tensor3d([[[1, 4], [2, 3]]]); // prettier-ignore
    const of = (sign: number, pool: 'after' | 'before') => {
      const w = fill([1, 1], sign);
      return nonLocal(image, { wTheta: w, wPhi: w, wG: w, wZ: w }, { pool }).phi.dataSync()[0];
    };
    expect([of(1, 'after'), of(1, 'before')]).toEqual([4, 4]);
    expect([of(-1, 'after'), of(-1, 'before')]).toEqual([-1, -4]);
  });

  it('frees every tensor but those of its trace', () => {
    const x = ones([2, 3, 2, 4]);
    const p = {
      wTheta: ones([2, 3]),
      wPhi: ones([2, 3]),
      wG: ones([2, 3]),
      wZ: ones([3, 2]),
      wF: ones([1, 4]),
    };
    const before = memory().numTensors;
    for (const pairwise of kinds) {
      const trace = nonLocal(x, p, { pairwise, pool: 'after' });
      expect(memory().numTensors).toBe(before + 8);
      Object.values(trace).forEach((tensor) => tensor.dispose());
    }
  });
});

describe('errors', () => {
  const p = { wTheta: ones([2, 3]), wPhi: ones([2, 3]), wG: ones([2, 3]), wZ: ones([3, 2]) };

  it('names what is missing', () => {
    const { wTheta: _, ...rest } = p;
    expect(() => nonLocal(ones([3, 2, 2]), rest)).toThrow('invalid parameters: wTheta is missing');
    expect(() => nonLocal(ones([3, 2, 2]), rest, { pairwise: 'gaussian' })).not.toThrow();
    expect(() => nonLocal(ones([3, 2, 2]), p, { pairwise: 'concat' })).toThrow('concat needs wF');
  });

  it('names what does not fit', () => {
    expect(() => nonLocal(ones([3, 2, 2]), { ...p, wF: ones([1, 3]) }, { pairwise: 'concat' })).toThrow(
      'invalid shapes: wF is [1, 3], and must be [1, 4]',
    );
    expect(() => nonLocal(ones([4, 2, 2]), p)).toThrow('invalid shapes');
    expect(() => nonLocal(ones([3, 1, 4]), p, { pool: 'after' })).toThrow('does not fit');
  });
});
