import fc from 'fast-check';
import { cast, memory, ones, tensor2d, tensor3d, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { matrices, matrix, type Matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { scaledDotProductAttention } from '../scaled-dot-product/kernel.ts';
import { expectClose, forAll, numbers, permutation, permuted, times } from '../testing.ts';
import { attentionScores, scoredAttention, type Kind, type Parameters } from './kernel.ts';
import vectors from './vectors.json' with { type: 'json' };

const kinds: Kind[] = ['dot', 'scaled', 'cosine', 'general', 'additive', 'location'];

type Plain = Partial<Record<'wa' | 'ua' | 'va' | 'ba', Matrix>> & { beta?: number };

/** Scores of matrices, in float32. */
function score(q: Matrix, k: Matrix, kind: Kind, { beta, ...plain }: Plain = {}): Matrix {
  return matrices(() => {
    const own = Object.entries(plain).map(([name, rows]) => [name, matrix(rows)]);
    const parameters = { beta, ...Object.fromEntries(own) } as Parameters;
    return { scores: attentionScores(matrix(q), matrix(k), kind, parameters).scores };
  }).scores;
}

const transposed = (m: Matrix): Matrix => m[0]!.map((_, j) => m.map((row) => row[j]!));
const identity = (n: number): Matrix =>
  [...Array(n).keys()].map((i) => [...Array(n).keys()].map((j) => +(i === j)));

const size = fc.integer({ min: 1, max: 5 });

/** Queries (T, D), keys (S, D) and parameters that fit every score: W_a (D, D) or (A, D) or (S, D). */
const inputs = fc.tuple(size, size, size, size).chain(([T, S, D, A]) =>
  fc.record({
    q: numbers(T, D),
    k: numbers(S, D),
    general: fc.record({ wa: numbers(D, D) }),
    additive: fc.record({ wa: numbers(A, D), ua: numbers(A, D), va: numbers(1, A) }),
    location: fc.record({ wa: numbers(S, D) }),
    cosine: fc.record({ beta: fc.integer({ min: 0, max: 9 }) }),
    dot: fc.constant({}),
    scaled: fc.constant({}),
  }),
);

describe('against the reference', () => {
  it.each(runVectors(scoredAttention, vectors as unknown as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('properties', () => {
  it.each(kinds.filter((kind) => kind !== 'location'))(
    'permutes its scores as the keys are permuted: %s',
    (kind) => {
      forAll(
        inputs.chain((all) => fc.tuple(fc.constant(all), permutation(all.k.length))),
        ([{ q, k, ...own }, order]) => {
          const columns = transposed(score(q, k, kind, own[kind]));
          expectClose(transposed(score(q, permuted(k, order), kind, own[kind])), permuted(columns, order));
        },
      );
    },
  );

  it('does not read the keys for location scores: any others give the same', () => {
    forAll(inputs, numbers(5, 5), ({ q, k, location }, other) => {
      const others = k.map((row, i) => row.map((_, j) => other[i]![j]!));
      expect(score(q, others, 'location', location)).toEqual(score(q, k, 'location', location));
    });
  });

  it('divides by √d, and does nothing else, for scaled dot', () => {
    forAll(inputs, ({ q, k }) => {
      const root = Math.sqrt(k[0]!.length);
      expectClose(
        score(q, k, 'scaled'),
        score(q, k, 'dot').map((row) => row.map((x) => x / root)),
      );
    });
  });

  it('is dot when the matrix of general is the identity', () => {
    forAll(inputs, ({ q, k }) => {
      expectClose(score(q, k, 'general', { wa: identity(k[0]!.length) }), score(q, k, 'dot'));
    });
  });

  it('is kᵀ W_a q for general, by plain loops', () => {
    forAll(inputs, ({ q, k, general }) => {
      expectClose(score(q, k, 'general', general), transposed(times(times(k, general.wa), transposed(q))));
    });
  });

  it('is v_aᵀ tanh(W_a q + U_a k) for additive, by plain loops', () => {
    forAll(inputs, ({ q, k, additive: { wa, ua, va } }) => {
      const [wq, uk] = [times(q, transposed(wa)), times(k, transposed(ua))];
      const want = wq.map((a) =>
        uk.map((b) => va[0]!.reduce((sum, v, i) => sum + v * Math.tanh(a[i]! + b[i]!), 0)),
      );
      expectClose(score(q, k, 'additive', { wa, ua, va }), want);
    });
  });

  it('never leaves ±‖v_a‖₁ for additive', () => {
    forAll(inputs, ({ q, k, additive }) => {
      const bound = additive.va[0]!.reduce((sum, v) => sum + Math.abs(v), 0);
      for (const s of score(q, k, 'additive', additive).flat())
        expect(Math.abs(s)).toBeLessThanOrEqual(bound + 1e-5);
    });
  });

  it('is additive with one matrix for concat', () => {
    forAll(inputs, ({ q, k, additive: { wa, ua, va } }) => {
      const joined = wa.map((row, i) => [...row, ...ua[i]!]);
      expect(score(q, k, 'additive', { wa: joined, va })).toEqual(score(q, k, 'additive', { wa, ua, va }));
    });
  });

  it('takes any lengths for cosine, and no length changes it', () => {
    const factor = fc.integer({ min: 1, max: 50 });
    forAll(inputs, factor, factor, ({ q, k, cosine }, a, b) => {
      const longer = (rows: Matrix, by: number) => rows.map((row) => row.map((x) => x * by));
      const want = score(q, k, 'cosine', cosine);
      expectClose(score(longer(q, a), longer(k, b), 'cosine', cosine), want);
      for (const s of want.flat()) expect(Math.abs(s)).toBeLessThanOrEqual(cosine.beta + 1e-5);
    });
  });

  it('turns its sign with the key for products and cosine, and with the query and key for additive', () => {
    const turned = (rows: Matrix) => rows.map((row) => row.map((x) => -x));
    forAll(inputs, ({ q, k, ...own }) => {
      for (const kind of ['dot', 'scaled', 'cosine', 'general'] as const)
        expectClose(score(q, turned(k), kind, own[kind]), turned(score(q, k, kind, own[kind])));
      expectClose(
        score(turned(q), turned(k), 'additive', own.additive),
        turned(score(q, k, 'additive', own.additive)),
      );
    });
  });

  it.each(kinds)('treats a batch as a loop over its entries: %s', (kind) => {
    forAll(inputs, ({ q, k, ...own }) => {
      const { beta, ...plain } = own[kind] as Plain;
      const parameters = {
        beta,
        ...Object.fromEntries(Object.entries(plain).map(([n, m]) => [n, matrix(m)])),
      };
      const two = [q, q.map((row) => row.map((x) => x + 1))];
      const { scores } = attentionScores(tensor3d(two), tensor3d([k, k]), kind, parameters);
      const each = two.map((rows) => score(rows, k, kind, own[kind]));
      (scores.arraySync() as Matrix[]).forEach((got, i) => expectClose(got, each[i]!));
    });
  });

  it('is scaled dot-product attention with the scaled dot', () => {
    forAll(inputs, ({ q, k }) => {
      const got = matrices(() => scoredAttention(matrix(q), matrix(k), matrix(k), { kind: 'scaled' }));
      const want = matrices(() => scaledDotProductAttention(matrix(q), matrix(k), matrix(k)));
      expectClose(got.output, want.output);
    });
  });
});

describe('regimes', () => {
  const v = matrix([[1, 2], [3, 4], [5, 6]]); // prettier-ignore
  const k = matrix([[1, 0], [0, 2], [-1, 1]]); // prettier-ignore
  const all: Parameters = { wa: matrix([[1, 2], [3, 4]]), ua: matrix([[1, 0], [0, 1]]), va: matrix([[1, -1]]) }; // prettier-ignore

  it('gives a vector without direction a cosine of zero with everything', () => {
    expect(score([[0, 0]], [[1, 2], [0, 0]], 'cosine')).toEqual([[0, 0]]); // prettier-ignore
    expect(score([[1, 1]], [[0, 0], [2, 2]], 'cosine')[0]![0]).toBe(0); // prettier-ignore
  });

  it.each([1e-30, 1e-10, 1e10, 1e30])('measures an angle between vectors of length %d', (length) => {
    const [row] = score([[length, 0]], [[0, length], [length, length]], 'cosine'); // prettier-ignore
    expect(row![0]).toBe(0);
    expect(row![1]).toBeCloseTo(Math.SQRT1_2, 6);
  });

  it('saturates for additive: a long key scores v_a times its signs', () => {
    const parameters = { wa: identity(2), ua: identity(2), va: [[2, 3]] };
    expect(score([[0, 0]], [[1e6, -1e6]], 'additive', parameters)).toEqual([[-1]]);
  });

  it('ignores what lies past the last position of location scores', () => {
    expect(score([[1]], [[1], [1], [1]], 'location', { wa: [[5], [6]] })).toEqual([[5, 6, -Infinity]]);
    expect(score([[1]], [[1]], 'location', { wa: [[5], [6]] })).toEqual([[5]]);
  });

  it('lets nobody take part where everything is masked', () => {
    const mask = tensor2d([[0, 0, 0]], [1, 3], 'bool');
    for (const kind of kinds) {
      const { weights, output } = scoredAttention(matrix([[1, 1]]), k, v, { kind, ...all, mask });
      expect([...weights.dataSync(), ...output.dataSync()], kind).toEqual([0, 0, 0, 0, 0]);
    }
  });

  it('propagates a NaN in the query, and in a key where keys are read', () => {
    const bad = matrix([[NaN, 1]]);
    for (const kind of kinds) {
      const own = kind === 'location' ? { wa: matrix([[1, 2], [3, 4], [5, 6]]) } : all; // prettier-ignore
      const { output } = scoredAttention(bad, k, v, { kind, ...own });
      expect([...output.dataSync()], kind).toEqual([NaN, NaN]);
      const wrong = matrix([[1, 0], [NaN, 2], [-1, 1]]); // prettier-ignore
      const read = scoredAttention(matrix([[1, 1]]), wrong, v, { kind, ...own }).output.dataSync();
      expect([...read].every(Number.isNaN), kind).toBe(kind !== 'location');
    }
  });

  it('frees every tensor but those of its trace', () => {
    const q = matrix([[1, 1]]);
    const wc = ones([2, 4]);
    for (const kind of kinds) {
      const before = memory().numTensors;
      const trace = scoredAttention(q, k, v, { kind, ...all, wc });
      expect(memory().numTensors - before, kind).toBe(Object.keys(trace).length);
    }
  });
});

describe('errors', () => {
  const of = (...shape: number[]) => ones(shape);

  it.each([
    ['general', {}, 'invalid parameters: general needs wa'],
    ['additive', { wa: of(3, 2) }, 'invalid parameters: additive needs ua'],
    ['additive', { wa: of(3, 2), ua: of(3, 2) }, 'invalid parameters: additive needs va'],
    ['location', {}, 'invalid parameters: location needs wa'],
    ['general', { wa: of(3, 2) }, 'E is 2 in k and 3 in wa'],
    ['additive', { wa: of(3, 2), ua: of(4, 2), va: of(1, 3) }, 'A is 3 in wa and 4 in ua'],
    ['location', { wa: of(3, 5) }, 'D is 2 in q and 5 in wa'],
  ] as const)('names what is missing or does not fit: %s with %j', (kind, parameters, message) => {
    expect(() => attentionScores(of(1, 2), of(3, 2), kind, parameters)).toThrow(message);
  });

  it('names the shapes of vectors that cannot be compared', () => {
    expect(() => attentionScores(of(1, 2), of(3, 4), 'dot')).toThrow('D is 2 in q and 4 in k');
    expect(() => scoredAttention(of(1, 2), of(3, 2), of(2, 2), { kind: 'dot' })).toThrow(
      'S is 3 in k and 2 in v',
    );
  });

  it('does not take numbers for a mask, nor a mask of another shape', () => {
    const call = (mask: Tensor) => () => scoredAttention(of(1, 2), of(3, 2), of(3, 2), { kind: 'dot', mask });
    expect(call(of(1, 3))).toThrow('bool');
    expect(call(cast(of(1, 2), 'bool'))).toThrow('invalid shapes: mask is [1, 2], scores are [1, 3]: ');
  });
});
