// Over 250 lines: every way to choose, its gradient, the numbers of the article, and the extremes of each.
import fc from 'fast-check';
import {
  cast,
  matMul,
  memory,
  ones,
  sum as total,
  tensor,
  tensor2d,
  tensor3d,
  tidy,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gradient } from '../../math/gradient.ts';
import { random } from '../../math/random.ts';
import { matrices, matrix, toMatrix, type Matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { expectClose, forAll, numbers } from '../testing.ts';
import { gumbelSoftmax, hardAttention, reinforce, type Options } from './kernel.ts';
import gradients from './gradients.json' with { type: 'json' };
import gumbelGradients from './gumbel-gradients.json' with { type: 'json' };
import vectors from './vectors.json' with { type: 'json' };

type Plain = Omit<Options, 'uniform' | 'gumbels' | 'mask'> & { u?: Matrix; g?: Matrix; open?: Matrix };

/** Hard attention on matrices, in float32. */
function attend(scores: Matrix, v: Matrix, { u, g, open, ...options }: Plain = {}) {
  return matrices(() =>
    hardAttention(matrix(scores), matrix(v), {
      ...options,
      ...(u && { uniform: matrix(u) }),
      ...(g && { gumbels: matrix(g) }),
      ...(open && { mask: cast(matrix(open), 'bool') }),
    }),
  );
}

const sum = (row: readonly number[]) => row.reduce((total, x) => total + x, 0);
const urn = { scores: [[5, 3, 2].map(Math.log)], v: [[0], [10], [20]] };
const scoresAndValues = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 3 }))
  .chain(([T, S, E]) => fc.record({ scores: numbers(T, S), v: numbers(S, E) }));
const unit = fc.integer({ min: 0, max: 9999 }).map((x) => x / 10000);

describe('against the reference', () => {
  it.each(runVectors(hardAttention, vectors as unknown as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );

  const estimate = (logits: Tensor, reward: Tensor, choice: Tensor, baseline: number) => ({
    gradient: reinforce(logits, reward, choice, baseline),
  });
  it.each(runVectors(estimate, gradients as Vectors))(
    'estimates as PyTorch does: $case',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('gradients by automatic differentiation', () => {
  const through = (logits: Tensor, gumbels: Tensor, reward: Tensor, tau: number, hard: boolean) => ({
    gradient: gradient((x) => total(matMul(gumbelSoftmax(x, gumbels, { tau, hard }), reward)), logits),
  });
  it.each(runVectors(through, gumbelGradients as unknown as Vectors))(
    'goes straight through as in PyTorch: $case',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );

  it('has the same gradient with a one-hot sample as with the soft one', () => {
    forAll(numbers(2, 4), numbers(2, 4), numbers(4, 1), (logits, gumbels, reward) => {
      const [soft, hard] = [false, true].map((is) =>
        matrices(() => through(matrix(logits), matrix(gumbels), matrix(reward), 0.7, is)),
      );
      expectClose(hard!.gradient, soft!.gradient);
    });
  });
});

describe('the numbers of the article', () => {
  it('has a soft output of 7, an argmax of 0, and samples of mean 7 and variance 61', () => {
    const { weights, output } = attend(urn.scores, urn.v, { choose: 'argmax' });
    expectClose(weights, [[0.5, 0.3, 0.2]]);
    expect(output).toEqual([[0]]);
    const mean = sum(weights[0]!.map((a, i) => a * urn.v[i]![0]!));
    expect(mean).toBeCloseTo(7, 5);
    expect(sum(weights[0]!.map((a, i) => a * (urn.v[i]![0]! - mean) ** 2))).toBeCloseTo(61, 4);
  });

  it.each([
    [0, 81.98],
    [7, 24.724],
    [10.0968, 18.774],
  ])(
    'has, with the baseline %d, the exact gradient as its mean and a total variance of %d',
    (b, variance) => {
      const rows = tidy(
        () =>
      toMatrix(reinforce(tensor(urn.scores[0]!), matrix(urn.v), matrix([[1, 0, 0], [0, 1, 0], [0, 0, 1]]), b)), // prettier-ignore
      );
      const alpha = [0.5, 0.3, 0.2];
      const mean = [0, 1, 2].map((j) => sum(rows.map((row, s) => alpha[s]! * row[j]!)));
      expectClose([mean], [[-3.5, 0.9, 2.6]]);
      const spread = rows.map((row, s) => alpha[s]! * sum(row.map((x, j) => (x - mean[j]!) ** 2)));
      expect(sum(spread)).toBeCloseTo(variance, 2);
    },
  );
});

describe('properties', () => {
  it('chooses one location in each row when it samples, and none of probability zero', () => {
    forAll(scoresAndValues, unit, ({ scores, v }, u) => {
      const { weights, choice, output } = attend(scores, v, { u: scores.map(() => [u]) });
      choice.forEach((row, i) => {
        const s = row.indexOf(1);
        expect([...row].sort()).toEqual([...row.slice(1).map(() => 0), 1]);
        expect(weights[i]![s]).toBeGreaterThan(0);
        expectClose([output[i]!], [v[s]!]);
      });
    });
  });

  it('chooses each location for as long a stretch of u as its probability', () => {
    forAll(numbers(1, 5), (scores) => {
      const steps = 1000;
      const all = Array.from({ length: steps }, (_, i) => [[(i + 0.5) / steps]]);
      const { weights, choice } = hardAttention(matrix(scores), matrix([[1], [1], [1], [1], [1]]), {
        uniform: tensor3d(all),
      });
      const counts = [0, 1, 2, 3, 4].map((j) =>
        sum((choice.arraySync() as number[][][]).map(([row]) => row![j]!)),
      );
      const want = weights.arraySync() as Matrix;
      counts.forEach((n, j) => expect(Math.abs(n - steps * want[0]![j]!)).toBeLessThanOrEqual(1.01));
    });
  });

  it('draws with frequencies near the probabilities, by uniform numbers and by Gumbel noise', () => {
    const [n, source] = [20000, random(1)];
    const u = Array.from({ length: n }, () => [[source.uniform()]]);
    const g = Array.from({ length: n }, () => [
      [0, 1, 2].map(() => -Math.log(-Math.log(1 - source.uniform()))),
    ]);
    const frequencies = (options: Options) =>
      tidy(() => {
        const { choice } = hardAttention(matrix(urn.scores), matrix(urn.v), options);
        const rows = choice.arraySync() as number[][][];
        return [0, 1, 2].map((j) => sum(rows.map(([row]) => row![j]!)) / n);
      });
    // The draws are seeded, so that this either always holds or never; 0.02 is six standard errors.
    for (const got of [
      frequencies({ uniform: tensor3d(u) }),
      frequencies({ choose: 'gumbel', gumbels: tensor3d(g) }),
      frequencies({ choose: 'gumbel', gumbels: tensor3d(g), tau: 0.1 }),
    ]) {
      [0.5, 0.3, 0.2].forEach((a, j) => expect(Math.abs(got[j]! - a)).toBeLessThan(0.02));
    }
  });

  it('estimates without bias: the mean over all locations is the exact gradient, whatever the baseline', () => {
    forAll(
      fc.integer({ min: 1, max: 6 }).chain((S) => fc.tuple(numbers(1, S), numbers(S, 1))),
      fc.integer({ min: -20, max: 20 }),
      ([scores, rewards], b) => {
        const every = rewards.map((_, i) => rewards.map((_row, j) => (i === j ? 1 : 0)));
        const alpha = attend(scores, rewards, { choose: 'argmax' }).weights[0]!;
        const rows = tidy(() => toMatrix(reinforce(matrix(scores), matrix(rewards), matrix(every), b)));
        const expected = alpha.map((_, j) => sum(rows.map((row, s) => alpha[s]! * row[j]!)));
        const mean = sum(alpha.map((a, s) => a * rewards[s]![0]!));
        const exact = alpha.map((a, j) => a * (rewards[j]![0]! - mean));
        // Rounding is as large as the rewards are, however small the gradient.
        const size = Math.max(...rewards.map(([r]) => Math.abs(r! - b)));
        expected.forEach((x, j) => expect(Math.abs(x - exact[j]!)).toBeLessThanOrEqual(1e-6 * (1 + size)));
      },
    );
  });

  it('is argmax at k = 1 and soft attention at k = S', () => {
    forAll(scoresAndValues, ({ scores, v }) => {
      const top = (k: number) => attend(scores, v, { choose: 'topk', k });
      expect(top(1)).toEqual(attend(scores, v, { choose: 'argmax' }));
      const { weights, choice } = top(scores[0]!.length);
      expectClose(choice, weights);
    });
  });

  it('keeps the k largest weights of a row, which then sum to one', () => {
    forAll(scoresAndValues, fc.integer({ min: 1, max: 8 }), ({ scores, v }, k) => {
      const { weights, choice } = attend(scores, v, { choose: 'topk', k });
      choice.forEach((row, i) => {
        const kept = row.flatMap((c, j) => (c > 0 ? [weights[i]![j]!] : []));
        expect(kept.length).toBe(Math.min(k, row.length));
        const left = row.flatMap((c, j) => (c > 0 ? [] : [weights[i]![j]!]));
        expect(Math.max(0, ...left)).toBeLessThanOrEqual(Math.min(...kept));
        expect(sum(row)).toBeCloseTo(1, 5);
      });
    });
  });

  it('chooses by Gumbel noise where perturbed logits are largest, at every temperature', () => {
    forAll(
      fc.integer({ min: 1, max: 6 }).chain((S) => fc.tuple(numbers(3, S), numbers(3, S))),
      fc.constantFrom(0.1, 0.5, 1, 5),
      ([logits, gumbels], tau) => {
        const [soft, hard] = [false, true].map((is) =>
          tidy(() => toMatrix(gumbelSoftmax(matrix(logits), matrix(gumbels), { tau, hard: is }))),
        ) as [Matrix, Matrix];
        soft.forEach((row, i) => {
          expect(sum(row)).toBeCloseTo(1, 5);
          const at = hard[i]!.indexOf(1);
          expect(sum(hard[i]!)).toBe(1);
          expect(row[at]).toBe(Math.max(...row));
          const perturbed = logits[i]!.map((x, j) => x + gumbels[i]![j]!);
          expect(perturbed[at]).toBeCloseTo(Math.max(...perturbed), 4);
        });
      },
    );
  });

  it('treats a batch as a loop over its entries', () => {
    forAll(fc.array(numbers(2, 3), { minLength: 1, maxLength: 3 }), (batch) => {
      const v = [[1, 2], [3, 4], [5, 6]]; // prettier-ignore
      const { choice } = hardAttention(tensor3d(batch), tensor3d(batch.map(() => v)), {
        choose: 'topk',
        k: 2,
      });
      expect(choice.arraySync()).toEqual(
        batch.map((scores) => attend(scores, v, { choose: 'topk', k: 2 }).choice),
      );
    });
  });
});

describe('regimes', () => {
  const v = [[1], [2], [3]];
  const ways: [string, Plain][] = [
    ['sample', { u: [[0.9999999]] }],
    ['sample at 0', { u: [[0]] }],
    ['argmax', { choose: 'argmax' }],
    ['top 2', { choose: 'topk', k: 2 }],
    ['Gumbel', { choose: 'gumbel', g: [[3, 2, 1]] }],
    ['soft Gumbel', { choose: 'gumbel', g: [[3, 2, 1]], hard: false }],
  ];

  it.each(ways)('never chooses what is masked (%s)', (_name, options) => {
    const { choice } = attend([[5, 1, 9]], v, { ...options, open: [[0, 1, 0]] });
    expect(choice).toEqual([[0, 1, 0]]);
  });

  it.each(ways)('gives zeros where everything is masked (%s)', (_name, options) => {
    const { choice, output } = attend([[5, 1, 9]], v, { ...options, open: [[0, 0, 0]] });
    expect([choice, output]).toEqual([[[0, 0, 0]], [[0]]]);
  });

  it.each(ways)('makes NaN of a NaN (%s)', (_name, options) => {
    expect(attend([[0, NaN, 1]], v, options).output).toEqual([[NaN]]);
  });

  it.each(ways)('chooses the one that saturates (%s)', (_name, options) => {
    expect(attend([[-1e4, 1e4, 0]], v, options).output).toEqual([[2]]);
  });

  it('takes the first of equal weights', () => {
    expect(attend([[1, 2, 2]], v, { choose: 'argmax' }).choice).toEqual([[0, 1, 0]]);
    expect(attend([[2, 2, 2]], v, { choose: 'topk', k: 2 }).choice).toEqual([[0.5, 0.5, 0]]);
  });

  it('chooses some location for every u below 1, of any weights', () => {
    forAll(numbers(1, 7), (scores) => {
      const { choice } = attend(
        scores,
        scores[0]!.map((x) => [x]),
        { u: [[1 - 2 ** -24]] },
      );
      expect(sum(choice[0]!)).toBe(1);
    });
  });

  it('frees every tensor but the four of its trace', () => {
    const [scores, values] = [matrix([[1, 2, 3]]), matrix(v)];
    const before = memory().numTensors;
    const trace = hardAttention(scores, values, { choose: 'topk', k: 2 });
    expect(memory().numTensors).toBe(before + 4);
    Object.values(trace).forEach((one) => one.dispose());
    expect(scores.isDisposed).toBe(false);
    [scores, values].forEach((one) => one.dispose());
  });
});

describe('errors', () => {
  const of = (...shape: number[]) => ones(shape);

  it('names shapes that do not fit', () => {
    expect(() => hardAttention(of(2, 3), of(4, 1), { choose: 'argmax' })).toThrow(
      'S is 3 in scores and 4 in v',
    );
    expect(() => gumbelSoftmax(of(2, 3), of(2, 4))).toThrow(
      'invalid shapes: logits is [2, 3], gumbels are [2, 4]',
    );
    expect(() => reinforce(of(3), of(4, 1), of(5, 3))).toThrow(
      'invalid shapes: reward is [4, 1], choices are [5, 3]',
    );
  });

  it('asks for the noise that it needs', () => {
    expect(() => hardAttention(of(2, 3), of(3, 1))).toThrow('invalid options: sample needs uniform');
    expect(() => hardAttention(of(2, 3), of(3, 1), { choose: 'gumbel' })).toThrow('gumbel needs gumbels');
  });

  it('refuses a k and a temperature that mean nothing', () => {
    for (const k of [0, 1.5, NaN])
      expect(() => hardAttention(of(2, 3), of(3, 1), { choose: 'topk', k })).toThrow(`invalid k: ${k}`);
    for (const tau of [0, -1, NaN])
      expect(() => gumbelSoftmax(tensor2d([[1, 2]]), of(1, 2), { tau })).toThrow(
        `invalid temperature: ${tau}`,
      );
  });
});
