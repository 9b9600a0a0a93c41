// Heads that are made and not learned: each looks at one kind of place, on any sentence. A token is two marks, one for its word
// and one for its position, so that matrices of zeros and ones can ask for either.
import type { Matrix } from '../../math/tensor.ts';
import type { Text } from '../../widget/text.ts';
import type { Drawn } from './sentence.ts';

/** What a head looks for: an equal word, a place so many steps away, or the first word. */
export interface Look {
  readonly name: Text;
  readonly at: 'same' | 'first' | number;
}

export const looks: readonly Look[] = [
  { name: { en: 'one back', zh: '前一个词' }, at: -1 },
  { name: { en: 'two ahead', zh: '后面第二个词' }, at: 2 },
  { name: { en: 'same word', zh: '相同的词' }, at: 'same' },
  { name: { en: 'first word', zh: '第一个词' }, at: 'first' },
];

/** How much louder a fit is than a misfit: with up to four heads of 16 features read as one, still e¹² times. */
const loud = 100;

const zeros = (rows: number, columns: number): Matrix =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0));

/** For each token the number of its word, by first appearance; case does not count. */
export function wordNumbers(tokens: readonly string[]): number[] {
  const words = tokens.map((token) => token.toLocaleLowerCase('und'));
  const distinct = [...new Set(words)];
  return words.map((word) => distinct.indexOf(word));
}

/**
 * The tokens as vectors (n, 2n), a one at the word and a one at the position, and parameters for one head of n features for each
 * look. The values are the marks of the words, and W_O leaves the heads side by side. A place that the sentence lacks fits no key.
 */
export function constructed(
  tokens: readonly string[],
  wanted: readonly Look[],
): { readonly x: Matrix; readonly drawn: Drawn } {
  const n = tokens.length;
  const x = wordNumbers(tokens).map((word, i) =>
    Array.from({ length: 2 * n }, (_, j) => Number(j === word || j === n + i)),
  );
  const [wq, wk, wv] = [0, 1, 2].map(() => zeros(wanted.length * n, 2 * n)) as [Matrix, Matrix, Matrix];
  const wo = zeros(wanted.length * n, wanted.length * n);
  wanted.forEach(({ at }, head) => {
    for (let i = 0; i < n; i += 1) {
      const asked = at === 'same' ? i : at === 'first' ? 0 : i + at; // the mark that the token or word i asks for
      const marks = at === 'same' ? i : n + i;
      if (asked >= 0 && asked < n) wq[head * n + asked]![marks] = loud;
      wk[head * n + i]![marks] = 1;
      wv[head * n + i]![i] = 1;
      wo[head * n + i]![head * n + i] = 1;
    }
  });
  return { x, drawn: { wq, wk, wv, wo } };
}
