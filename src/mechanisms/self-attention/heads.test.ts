import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matrices, matrix } from '../../math/tensor.ts';
import { forAll } from '../testing.ts';
import { featuresOf, kinds, projectionsOf, type Kind } from './heads.ts';
import { selfAttention } from './kernel.ts';

const sentences = fc.array(fc.constantFrom('the', 'The', 'cat', 'dog', 'it', '猫'), {
  minLength: 1,
  maxLength: 16,
});
const low = (word: string): string => word.toLowerCase();

function weightsOf(kind: Kind, tokens: readonly string[], beta: number) {
  const { x, words } = featuresOf(tokens);
  const { wq, wk, wv } = projectionsOf(kind, words.length, tokens.length, beta);
  const trace = matrices(() => selfAttention(matrix(x), { wq: matrix(wq), wk: matrix(wk), wv: matrix(wv) }));
  return { ...trace, words };
}

/** The positions that a head is named after. */
const targets: Record<Kind, (tokens: readonly string[], i: number) => number[]> = {
  same: (tokens, i) => tokens.flatMap((token, j) => (low(token) === low(tokens[i]!) ? [j] : [])),
  previous: (_tokens, i) => (i > 0 ? [i - 1] : []),
  next: (tokens, i) => (i + 1 < tokens.length ? [i + 1] : []),
  first: () => [0],
};

it.each(Object.keys(kinds) as Kind[])('a head constructed for %s does it on any sentence', (kind) => {
  forAll(sentences, fc.constantFrom(0, 1, 5, 110), (tokens, beta) => {
    const { weights, scores } = weightsOf(kind, tokens, beta);
    weights.forEach((row, i) => {
      const wanted = targets[kind](tokens, i);
      const far = Math.exp(-beta);
      const total = wanted.length + (tokens.length - wanted.length) * far;
      row.forEach((weight, j) => {
        expect(scores[i]![j]).toBeCloseTo(wanted.includes(j) ? beta : 0, 4);
        const share = wanted.length === 0 ? 1 / tokens.length : (wanted.includes(j) ? 1 : far) / total;
        expect(Math.abs(weight - share)).toBeLessThan(1e-5);
        // e⁻¹¹⁰ is below the smallest number of 32 bits: nothing is left for the others.
        if (beta === 110 && wanted.length > 0 && !wanted.includes(j)) expect(weight).toBe(0);
      });
    });
  });
});

it('hands over which word stands there', () => {
  const { output, words } = weightsOf('previous', ['The', 'cat', 'the', 'dog'], 110);
  expect(words).toEqual(['The', 'cat', 'dog']);
  expect(output.slice(1)).toEqual([[1, 0, 0], [0, 1, 0], [1, 0, 0]]); // prettier-ignore
});
