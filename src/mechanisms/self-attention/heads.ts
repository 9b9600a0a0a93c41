// Heads whose projections are written down instead of learned, so that what they do is known for any sentence.
import type { Matrix } from '../../math/tensor.ts';
import type { Text } from '../../widget/text.ts';

/** What each constructed head attends to. */
export const kinds = {
  same: { en: 'the same word', zh: '相同的词' },
  previous: { en: 'the previous position', zh: '前一个位置' },
  next: { en: 'the next position', zh: '后一个位置' },
  first: { en: 'the first position', zh: '第一个位置' },
} as const satisfies Record<string, Text>;

export type Kind = keyof typeof kinds;

/** A sentence as a head sees it: which word a token is, and where it stands, each as a one-hot vector. */
export interface Features {
  /** (n, m + n): m distinct words, then n positions. */
  readonly x: Matrix;
  /** The distinct words, in the order of their first appearance; case does not count. */
  readonly words: readonly string[];
}

export function featuresOf(tokens: readonly string[]): Features {
  const lower = tokens.map((token) => token.toLocaleLowerCase('und'));
  const distinct = [...new Set(lower)];
  return {
    x: lower.map((word, i) => [
      ...distinct.map((other) => one(other === word)),
      ...tokens.map((_, j) => one(i === j)),
    ]),
    words: distinct.map((word) => tokens[lower.indexOf(word)] ?? word),
  };
}

/**
 * The projections of a head, (out, in). A key says which word stands there, or which position it is; a query asks for one of
 * them, with the sharpness β: after the scale, its score is β where they agree and 0 elsewhere. A query whose position does not
 * exist (before the first, after the last) is zero, and its weights are even. A value says which word stands there.
 */
export function projectionsOf(
  kind: Kind,
  words: number,
  positions: number,
  beta: number,
): Record<'wq' | 'wk' | 'wv', Matrix> {
  const size = kind === 'same' ? words : positions;
  const loud = beta * Math.sqrt(size); // undoes the scale 1/√d
  const table = (rows: number, entry: (out: number, word: number, position: number) => number): Matrix =>
    Array.from({ length: rows }, (_, out) => [
      ...Array.from({ length: words }, (_word, i) => entry(out, i, Number.NaN)),
      ...Array.from({ length: positions }, (_position, i) => entry(out, Number.NaN, i)),
    ]);
  const isWord = (out: number, word: number): number => one(out === word);
  const asked: Record<Kind, (out: number, word: number, position: number) => boolean> = {
    same: (out, word) => out === word,
    previous: (out, _word, position) => out === position - 1,
    next: (out, _word, position) => out === position + 1,
    first: (out, _word, position) => out === 0 && !Number.isNaN(position),
  };
  return {
    wq: table(size, (out, word, position) => loud * one(asked[kind](out, word, position))),
    wk: table(size, (out, word, position) => one(out === (kind === 'same' ? word : position))),
    wv: table(words, isWord),
  };
}

const one = (is: boolean): number => (is ? 1 : 0);
