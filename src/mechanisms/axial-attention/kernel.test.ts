import fc from 'fast-check';
import { memory, ones, reshape, squeeze, tensor3d, tidy, transpose, type Tensor } from '@tensorflow/tfjs-core'; // prettier-ignore
import { describe, expect, it } from 'vitest';
import { overImage } from '../../math/lines.ts';
import { matrices, matrix, toMatrix, type Matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { selfAttention } from '../self-attention/kernel.ts';
import { expectClose, forAll, numbers, permutation, times } from '../testing.ts';
import { attendAlong, axialAttention, type LineParameters, type Options } from './kernel.ts';
import vectors from './vectors.json' with { type: 'json' };

const size = fc.integer({ min: 1, max: 4 });
type Line = Readonly<Record<'wq' | 'wk' | 'wv', Matrix>>;
interface Given {
  readonly x: Matrix[];
  readonly row: Line;
  readonly column: Line;
}

/** An image (2, H, W) and square projections for both axes. */
const given = (H: fc.Arbitrary<number> = size, W: fc.Arbitrary<number> = size): fc.Arbitrary<Given> =>
  fc.tuple(H, W).chain(([h, w]) => {
    const line = fc.record({ wq: numbers(2, 2), wk: numbers(2, 2), wv: numbers(2, 2) });
    return fc.record({ x: fc.array(numbers(h, w), { minLength: 2, maxLength: 2 }), row: line, column: line });
  });

const line = ({ wq, wk, wv }: Line): LineParameters => ({ wq: matrix(wq), wk: matrix(wk), wv: matrix(wv) });
const image = (x: Matrix[]): Tensor => tensor3d(x);
/** Places row by row, features in columns. */
const places = (x: Tensor): Tensor => transpose(reshape(x, [x.shape[0]!, -1]));

/** The outputs as matrices of places and features, the weights over all places of the image. */
function attend({ x, row, column }: Given, options?: Options) {
  return matrices(() => {
    const trace = axialAttention(image(x), { row: line(row), column: line(column) }, options);
    return {
      row: overImage(trace.rowWeights, 'row'),
      column: overImage(trace.columnWeights, 'column'),
      rowOutput: places(trace.rowOutput),
      columnOutput: places(trace.columnOutput),
      output: places(trace.output),
    };
  });
}

const positive = (m: Matrix): number => m.flat().filter((weight) => weight > 0).length;
const small = <A extends Given>({ x, row, column }: A): Given => {
  const less = (m: Matrix): Matrix => m.map((entries) => entries.map((entry) => entry / 3));
  const lessLine = ({ wq, wk, wv }: Line): Line => ({ wq: less(wq), wk: less(wk), wv });
  return { x: x.map(less), row: lessLine(row), column: lessLine(column) };
};

describe('against the reference', () => {
  it.each(runVectors(axialAttention, vectors as unknown as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('properties', () => {
  it('is self-attention inside each row, by itself', () => {
    forAll(given(), ({ x, row }) => {
      const all = toMatrix(tidy(() => places(attendAlong(image(x), 'row', line(row)).output)));
      const W = x[0]![0]!.length;
      x[0]!.forEach((_, i) => {
        const tokens = x[0]![i]!.map((__, j) => x.map((channel) => channel[i]![j]!));
        const { output } = matrices(() => selfAttention(matrix(tokens), line(row)));
        expectClose(all.slice(i * W, (i + 1) * W), output, 1e-4);
      });
    });
  });

  it('is ordinary self-attention where the image is one row', () => {
    forAll(given(fc.constant(1)), ({ x, row }) => {
      const { output, weights } = matrices(() => selfAttention(places(image(x)), line(row)));
      const axial = tidy(() => attendAlong(image(x), 'row', line(row)));
      expectClose(toMatrix(places(axial.output)), output, 1e-4);
      expectClose(toMatrix(squeeze(axial.weights, [0, 1])), weights, 1e-4);
    });
  });

  it('is self-attention of the whole image under a mask: other lines get nothing', () => {
    forAll(given(), ({ x, row }) => {
      const W = x[0]![0]!.length;
      const { masked, own } = matrices(() => {
        const attention = attendAlong(image(x), 'row', line(row));
        const own = overImage(attention.weights, 'row');
        const bias = own.arraySync() as Matrix;
        const sameRow = matrix(bias.map((r, o) => r.map((_, p) => (Math.floor(o / W) === Math.floor(p / W) ? 0 : -Infinity)))); // prettier-ignore
        return { own, masked: selfAttention(places(image(x)), line(row), { bias: sameRow }).weights };
      });
      expectClose(own, masked, 1e-4);
    });
  });

  it('shares its projections between lines: rows that change places give outputs that do', () => {
    const both = given().chain((one) => fc.tuple(fc.constant(one), permutation(one.x[0]!.length)));
    forAll(both, ([{ x, row }, order]) => {
      const along = (channels: Matrix[]) => attendAlong(image(channels), 'row', line(row)).output.arraySync() as Matrix[]; // prettier-ignore
      const shuffled = (channels: Matrix[]) => channels.map((channel) => order.map((i) => channel[i]!));
      const [want, got] = [shuffled(along(x)), along(shuffled(x))];
      got.forEach((channel, c) => expectClose(channel, want[c]!, 1e-4));
    });
  });

  it('turns into itself when the image is transposed and the axes change names', () => {
    forAll(given(), fc.constantFrom('sequence', 'sum'), ({ x, row, column }, arrangement) => {
      const turn = (m: Matrix): Matrix => m[0]!.map((_, j) => m.map((entries) => entries[j]!));
      const p = { row: line(row), column: line(column) };
      const want = axialAttention(image(x), p, { arrangement }).output.arraySync() as Matrix[];
      const got = axialAttention(image(x.map(turn)), { row: p.column, column: p.row }, { arrangement, first: 'column' }); // prettier-ignore
      (got.output.arraySync() as Matrix[]).forEach((channel, c) =>
        expectClose(turn(channel), want[c]!, 1e-4),
      );
    });
  });

  it('has 64 weights on 4 × 4 places for each axis, and all 256 in their product', () => {
    const four = fc.constant(4);
    forAll(given(four, four).map(small), (one) => {
      const { row, column } = attend(one);
      expect([row, column].map(positive)).toEqual([64, 64]);
      expect(positive(times(column, row))).toBe(256);
      expect(positive(row.map((entries, o) => entries.map((a, p) => a + column[o]![p]!)))).toBe(16 * 7);
    });
  });

  it('has an output that its weights explain: A_col A_row X W_rowᵀ W_colᵀ', () => {
    forAll(given(), (one) => {
      const { row, column, output } = attend(one);
      const turn = (m: Matrix): Matrix => m[0]!.map((_, j) => m.map((entries) => entries[j]!));
      const x = toMatrix(places(image(one.x)));
      const first = times(row, times(x, turn(one.row.wv)));
      expectClose(output, times(column, times(first, turn(one.column.wv))), 1e-4);
    });
  });

  it('lets the order matter in a sequence, and not in a sum', () => {
    forAll(given(), (one) => {
      expectClose(attend(one, { arrangement: 'sum', first: 'column' }).output, attend(one, { arrangement: 'sum' }).output); // prettier-ignore
    });
    const one = (w: number): Line => ({ wq: [[w, 0], [0, 1]], wk: [[1, 0], [0, w]], wv: [[1, 0], [0, 1]] }); // prettier-ignore
    const x = [[[1, 0], [0, 3]], [[0, 2], [1, 0]]]; // prettier-ignore
    const [a, b] = ([{}, { first: 'column' }] as Options[]).map((options) => attend({ x, row: one(1), column: one(2) }, options).output); // prettier-ignore
    expect(Math.max(...a!.flat().map((y, i) => Math.abs(y - b!.flat()[i]!)))).toBeGreaterThan(0.01);
  });

  it('does not know where a place lies in its line without vectors for steps, and knows with them', () => {
    const x = tensor3d([[[1, 5, 1]]]);
    const w = matrix([[1]]);
    const p = { wq: w, wk: w, wv: w };
    const ends = (parameters: LineParameters) => toMatrix(squeeze(attendAlong(x, 'row', parameters).output, [0])); // prettier-ignore
    const [plain] = ends(p);
    expect(plain![0]).toBe(plain![2]);
    for (const name of ['rq', 'rk', 'rv']) {
      const [placed] = ends({ ...p, [name]: matrix([[-2], [-1], [0], [1], [3]]) });
      expect(Math.abs(placed![0]! - placed![2]!)).toBeGreaterThan(0.1);
    }
  });
});

describe('regimes', () => {
  const w = { wq: [[1, 0], [0, 1]], wk: [[1, 0], [0, 1]], wv: [[1, 0], [0, 1]] }; // prettier-ignore
  const of = (x: Matrix[]) => attend({ x, row: w, column: w });

  it('gives a single place its own value', () => {
    expect(of([[[3]], [[-4]]]).output).toEqual([[3, -4]]);
  });

  it('spreads evenly over an image of one colour', () => {
    const { row, output } = of([[[2, 2], [2, 2]], [[1, 1], [1, 1]]]); // prettier-ignore
    expect(row[0]).toEqual([0.5, 0.5, 0, 0]);
    expectClose(output, Array.from({ length: 4 }, () => [2, 1])); // prettier-ignore
  });

  it('has no overflow and no underflow', () => {
    expect(of([[[1e4, 0]], [[0, 1e4]]]).output).toEqual([[1e4, 0], [0, 1e4]]); // prettier-ignore
    expect(of([[[1e-30, 0]], [[0, 1e-30]]]).row).toEqual([[0.5, 0.5], [0.5, 0.5]]); // prettier-ignore
  });

  it('keeps a NaN in its row, and carries it everywhere in two steps', () => {
    const { rowOutput, output } = of([[[NaN, 0], [0, 1]], [[0, 0], [0, 0]]]); // prettier-ignore
    expect(rowOutput.map((place) => place.some(Number.isNaN))).toEqual([true, true, false, false]);
    expect(output.every((place) => place.every(Number.isNaN))).toBe(true);
  });

  it('frees every tensor but those of its trace', () => {
    const [x, one] = [ones([2, 3, 2]), ones([2, 2])] as [Tensor, Tensor];
    const p = { wq: one, wk: one, wv: one, wo: one, rq: ones([3, 2]), rk: ones([3, 2]), rv: ones([3, 2]) };
    const before = memory().numTensors;
    const trace = axialAttention(x, { row: p, column: p }, { residual: true });
    const held = new Set(Object.values(trace).map(({ id }) => id)).size;
    expect(memory().numTensors).toBe(before + held);
    for (const tensor of Object.values(trace)) tensor.dispose();
  });
});

describe('errors', () => {
  it('names what does not fit', () => {
    const call =
      (w: number[], more: Partial<LineParameters> = {}, shape = [2, 3, 2]) =>
      () => {
        const p = { wq: ones(w), wk: ones(w), wv: ones(w), ...more };
        return axialAttention(ones(shape), { row: p, column: p });
      };
    expect(call([2, 3])).toThrow('invalid shapes: x is [3, 2, 2], w [2, 3]');
    expect(call([2, 2], {}, [3, 2])).toThrow('invalid shapes: x is [3, 2]');
    expect(call([2, 2], { rq: ones([4, 2]) })).toThrow('a table of steps is [4, 2], not (2m + 1, features)');
  });
});
