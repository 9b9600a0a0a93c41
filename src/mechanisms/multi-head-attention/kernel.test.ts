import fc from 'fast-check';
import {
  add,
  concat,
  memory,
  ones,
  range,
  reshape,
  slice,
  tensor,
  tidy,
  zeros,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { linear } from '../../math/linear.ts';
import { matrices, matrix, toMatrix, type Matrix } from '../../math/tensor.ts';
import { fromTorch, fromTorchMasks, type TorchState } from '../../math/torch-attention.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { scaledDotProductAttention } from '../scaled-dot-product/kernel.ts';
import { expectClose, forAll, numbers, permutation, permuted } from '../testing.ts';
import { multiHeadAttention, type Options, type Parameters } from './kernel.ts';
import torch from './torch.json' with { type: 'json' };
import vectors from './vectors.json' with { type: 'json' };

const parameters = ({ wq, wk, wv, wo }: Record<'wq' | 'wk' | 'wv' | 'wo', Matrix>): Parameters => ({
  wq: matrix(wq),
  wk: matrix(wk),
  wv: matrix(wv),
  wo: matrix(wo),
});

/** The output and nothing else, of a sequence that attends to itself. */
const attend = (x: Matrix, p: Parameters, options: Options): Matrix =>
  tidyMatrix(() => multiHeadAttention(matrix(x), matrix(x), matrix(x), p, options).output);

function tidyMatrix(compute: () => Tensor): Matrix {
  return matrices(() => ({ it: compute() })).it;
}

const size = fc.integer({ min: 1, max: 4 });
/** A sequence (T, 4) and square parameters for 1, 2 or 4 heads. */
const input = fc.record({ T: size, heads: fc.constantFrom(1, 2, 4) }).chain(({ T, heads }) =>
  fc.record({
    heads: fc.constant(heads),
    x: numbers(T, 4),
    p: fc.record({ wq: numbers(4, 4), wk: numbers(4, 4), wv: numbers(4, 4), wo: numbers(4, 4) }),
  }),
);

describe('against the reference', () => {
  it.each(runVectors(multiHeadAttention, vectors as unknown as Vectors))(
    'agrees with the formula in PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );

  /** torch.nn.MultiheadAttention, by the kernel. */
  function module(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    state: TorchState,
    options: Options & { forbidden?: Tensor; ignored?: Tensor },
  ) {
    const { forbidden, ignored, ...rest } = options;
    const mask = fromTorchMasks({ attention: forbidden, padding: ignored }, rest.heads);
    return multiHeadAttention(query, key, value, fromTorch(state), { average: true, ...rest, mask });
  }

  it.each(runVectors(module, torch as unknown as Vectors))(
    'agrees with torch.nn.MultiheadAttention on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('properties', () => {
  it('is scaled dot-product attention between two projections, where there is one head', () => {
    forAll(input, ({ x, p }) => {
      const { wq, wk, wv, wo } = parameters(p);
      const want = tidyMatrix(() => {
        const [q, k, v] = [wq, wk, wv].map((w) => linear(matrix(x), w));
        return linear(scaledDotProductAttention(q!, k!, v!).output, wo);
      });
      expectClose(attend(x, { wq, wk, wv, wo }, { heads: 1 }), want);
    });
  });

  it('is the sum of its heads, each through its columns of W_O', () => {
    forAll(input, ({ x, p, heads }) => {
      const { wq, wk, wv, wo } = parameters(p);
      const D = 4 / heads;
      const want = tidyMatrix(() => {
        const found = Array.from({ length: heads }, (_, h) => {
          const own = (w: Tensor) => slice(w, [h * D, 0], [D, 4]);
          const [q, k, v] = [wq, wk, wv].map((w) => linear(matrix(x), own(w)));
          const { output } = scaledDotProductAttention(q!, k!, v!);
          return linear(output, slice(wo, [0, h * D], [4, D]));
        });
        return found.reduce((sum, one) => add(sum, one));
      });
      expectClose(attend(x, { wq, wk, wv, wo }, { heads }), want);
    });
  });

  it('gives equal heads equal weights, and twice the output of one', () => {
    forAll(numbers(3, 4), numbers(2, 4), numbers(2, 4), numbers(2, 4), numbers(4, 2), (x, wq, wk, wv, wo) => {
      const one = parameters({ wq, wk, wv, wo });
      const wide = wo.map((row) => [...row, ...row]);
      const two = parameters({ wq: [...wq, ...wq], wk: [...wk, ...wk], wv: [...wv, ...wv], wo: wide });
      const { weights } = multiHeadAttention(matrix(x), matrix(x), matrix(x), two, { heads: 2 });
      const [first, second] = weights.arraySync() as [Matrix, Matrix];
      expectClose(first, second, 0);
      const twice = attend(x, one, { heads: 1 }).map((row) => row.map((y) => 2 * y));
      expectClose(attend(x, two, { heads: 2 }), twice);
    });
  });

  it('does not see the order of tokens: outputs change places with them', () => {
    forAll(
      input.chain((one) => fc.tuple(fc.constant(one), permutation(one.x.length))),
      ([{ x, p, heads }, order]) => {
        const learned = parameters(p);
        expectClose(
          attend(permuted(x, order), learned, { heads }),
          permuted(attend(x, learned, { heads }), order),
        );
      },
    );
  });

  it('does not see the order of its heads, when the columns of W_O move with them', () => {
    forAll(input, ({ x, p, heads }) => {
      const D = 4 / heads;
      const turned = (rows: Matrix): Matrix => [...rows.slice(D), ...rows.slice(0, D)];
      const wo = p.wo.map((row) => [...row.slice(D), ...row.slice(0, D)]);
      const moved = parameters({ wq: turned(p.wq), wk: turned(p.wk), wv: turned(p.wv), wo });
      expectClose(attend(x, moved, { heads }), attend(x, parameters(p), { heads }));
    });
  });

  it('leaks nothing when causal: what comes later changes no output', () => {
    forAll(input, numbers(1, 4), ({ x, p, heads }, [other]) => {
      const learned = parameters(p);
      const changed = [...x.slice(0, -1), other!];
      const before = attend(x, learned, { heads, causal: true }).slice(0, -1);
      if (before.length === 0) return;
      expectClose(attend(changed, learned, { heads, causal: true }).slice(0, -1), before);
    });
  });
});

describe('regimes', () => {
  const eye = (n: number) =>
    tensor(
      Array.from({ length: n * n }, (_, i) => Number(i % (n + 1) === 0)),
      [n, n],
    );
  const plain = (n = 2): Parameters => ({ wq: eye(n), wk: eye(n), wv: eye(n), wo: eye(n) });

  it('gives zeros and the bias of the output where nothing is open', () => {
    const p = { ...plain(), bo: tensor([7, -7]) };
    const mask = zeros([2, 2], 'bool');
    expect(attend([[1, 2], [3, 4]], p, { heads: 2, mask })).toEqual([[7, -7], [7, -7]]); // prettier-ignore
  });

  it('stays finite where scores are enormous, and lets NaN through', () => {
    expect(attend([[1e4, 0], [0, 1e4]], plain(), { heads: 1 })).toEqual([[1e4, 0], [0, 1e4]]); // prettier-ignore
    const bad = attend([[Number.NaN, 1], [1, 1]], plain(), { heads: 2 }); // prettier-ignore
    expect(bad).toEqual([[NaN, NaN], [NaN, NaN]]); // prettier-ignore
  });

  it('shares its weights with a key of zeros, which hands over nothing', () => {
    const x = matrix([[0, 0]]);
    const { weights, heads } = multiHeadAttention(x, x, matrix([[6, 8]]), plain(), { heads: 1, zero: true });
    expect(toMatrix(reshape(weights, [1, 2]))).toEqual([[0.5, 0.5]]);
    expect(toMatrix(reshape(heads, [1, 2]))).toEqual([[3, 4]]);
  });

  it('frees every tensor but those of its trace', () => {
    const x = reshape(range(0, 24), [2, 3, 4]);
    const p = { ...plain(4), extraKey: ones([4]), extraValue: ones([4]) };
    const before = memory().numTensors;
    const trace = multiHeadAttention(x, x, x, p, { heads: 2, causal: true, zero: true, average: true });
    expect(memory().numTensors).toBe(before + 9);
    Object.values(trace).forEach((one) => one.dispose());
  });
});

describe('errors', () => {
  const p = (): Parameters => ({ wq: ones([4, 4]), wk: ones([4, 4]), wv: ones([4, 4]), wo: ones([4, 4]) });
  const call = (shapes: [number[], number[], number[]], parameters: Parameters, options: Options) => () =>
    tidy(() => {
      const [query, key, value] = shapes.map((shape) => ones(shape)) as [Tensor, Tensor, Tensor];
      return multiHeadAttention(query, key, value, parameters, options);
    });

  it('names what does not fit', () => {
    const same: [number[], number[], number[]] = [[3, 4], [5, 4], [5, 4]]; // prettier-ignore
    expect(call([[3, 4], [5, 4], [6, 4]], p(), { heads: 2 })).toThrow('S is 5 in key and 6 in value'); // prettier-ignore
    expect(call([[2, 3, 4], [5, 4], [5, 4]], p(), { heads: 2 })).toThrow('invalid shapes: query is [2, 3, 4]'); // prettier-ignore
    expect(call([[3, 2], [5, 4], [5, 4]], p(), { heads: 2 })).toThrow('invalid shapes: x is [3, 2]'); // prettier-ignore
    expect(call(same, p(), { heads: 3 })).toThrow('invalid heads: 4 features do not divide into 3');
    expect(call(same, p(), { heads: 0 })).toThrow('invalid heads');
    expect(call(same, { ...p(), wk: ones([2, 4]) }, { heads: 2 })).toThrow('D is 2 in q and 1 in k');
    expect(call(same, { ...p(), wo: ones([4, 2]) }, { heads: 2 })).toThrow('invalid shapes: x is [3, 4]');
    expect(call(same, p(), { heads: 2, mask: ones([3, 6], 'bool') })).toThrow(
      'invalid shapes: mask is [3, 6]',
    );
  });

  it('wants a value for a learned key, and as wide as the others', () => {
    const same: [number[], number[], number[]] = [[3, 4], [5, 4], [5, 4]]; // prettier-ignore
    const extraKey = ones([4]);
    expect(call(same, { ...p(), extraKey }, { heads: 2 })).toThrow('S is 6 in k and 5 in v');
    const wide = { extraKey: concat([extraKey, extraKey]), extraValue: extraKey };
    expect(call(same, { ...p(), ...wide }, { heads: 2 })).toThrow('its last vector [8]');
  });
});
