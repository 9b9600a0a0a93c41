// Two texts of the reader's and heads between them: one that finds the same word, one that finds the word before it, and a random one.
import { randomMatrix, random } from '../../math/random.ts';
import type { Matrix } from '../../math/tensor.ts';
import { wordVectors } from '../../math/words.ts';
import { text } from '../../widget/controls.ts';
import { readTokens } from '../../widget/read-tokens.ts';
import { sentence } from '../../widget/sentence.ts';
import { pick, type Lang, type Text } from '../../widget/text.ts';
import { tokenise } from '../../widget/tokens.ts';

const question: Text = { en: 'Who chased the dog?', zh: '谁追那只狗？' };

/** The two inputs: the text that asks, and the text that is read. */
export const texts = {
  x: text({ label: { en: 'text that asks', zh: '提问的文本' }, value: question }),
  memory: text({ label: { en: 'text that is read', zh: '被读的文本' }, value: sentence }),
};

/** What a head looks for. */
export type Head = 'same' | 'before' | 'random';

export const heads = {
  same: { en: 'the same word', zh: '同一个词' },
  before: { en: 'what stands before it', zh: '它前面的词' },
  random: { en: 'random', zh: '随机' },
} as const;

/** Features of the values, and of everything in the random head. */
const features = 4;

/** Two sequences as vectors, and the projections of a head between them; `scale` is what its products are multiplied by. */
export interface Pair {
  readonly words: { readonly x: readonly string[]; readonly memory: readonly string[] };
  readonly x: Matrix;
  readonly memory: Matrix;
  readonly wq: Matrix;
  readonly wk: Matrix;
  readonly wv: Matrix;
  readonly scale: number;
}

/** Reads both texts. */
export function readPair(params: { x: string; memory: string }, lang: Lang): Pair['words'] {
  return {
    x: readTokens(texts.x, params.x, lang),
    memory: readTokens(texts.memory, params.memory, lang),
  };
}

/**
 * The head between two lists of words. A vector of the memory holds three parts: which word it is, which word comes next, and four
 * random features of the word; W_K picks the first or the second, W_V the third.
 */
export function pairOf(words: Pair['words'], head: Head, sharpness: number, seed: number, lang: Lang): Pair {
  const known = tokenise(`${pick(sentence, lang)} ${pick(question, lang)}`, lang);
  const vectors = (list: readonly string[]): Matrix => wordVectors(list, known, features, seed);
  if (head === 'random') {
    const source = random(seed + 100);
    const draw = (factor: number): Matrix =>
      randomMatrix(features, features, source).map((row) =>
        row.map((x) => (factor * x) / Math.sqrt(features)),
      );
    const [wq, wk, wv] = [draw(sharpness), draw(1), identity(features)];
    return {
      words,
      x: vectors(words.x),
      memory: vectors(words.memory),
      wq,
      wk,
      wv,
      scale: 1 / Math.sqrt(features),
    };
  }
  const plain = (word: string | undefined): string | undefined => word?.toLocaleLowerCase('und');
  const all = [...new Set([...words.x, ...words.memory].map(plain))];
  const oneHot = (word: string | undefined): number[] => all.map((other) => (other === plain(word) ? 1 : 0));
  const parts = [all.length, all.length, features];
  const own = vectors(words.memory);
  return {
    words,
    x: words.x.map(oneHot),
    memory: words.memory.map((word, j) => [
      ...oneHot(word),
      ...oneHot(words.memory[j + 1]),
      ...(own[j] ?? []),
    ]),
    wq: identity(all.length).map((row) => row.map((x) => sharpness * x)),
    wk: picking(parts, head === 'same' ? 0 : 1),
    wv: picking(parts, 2),
    scale: 1,
  };
}

const identity = (size: number): Matrix => picking([size], 0);

/** The projection that keeps one part of a vector. */
function picking(parts: readonly number[], which: number): Matrix {
  const first = parts.slice(0, which).reduce((sum, size) => sum + size, 0);
  const width = parts.reduce((sum, size) => sum + size, 0);
  return Array.from({ length: parts[which] ?? 0 }, (_, i) =>
    Array.from({ length: width }, (_unused, j) => (j === first + i ? 1 : 0)),
  );
}
