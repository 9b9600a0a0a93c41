// What the widgets share: the reader's sentence as vectors, untrained parameters, and the choice between the two conventions.
import { add, div, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { random, randomMatrix, type Random } from '../../math/random.ts';
import { matrix, toMatrix, type Matrix } from '../../math/tensor.ts';
import { wordVectors } from '../../math/words.ts';
import { choice, range, text } from '../../widget/controls.ts';
import { sentence } from '../../widget/sentence.ts';
import { pick, type Lang, type Text } from '../../widget/text.ts';
import { tokenise } from '../../widget/tokens.ts';
import { sinusoidalEncoding } from '../positional-encoding/kernel.ts';
import type { LayerParameters, StackParameters } from './kernel.ts';

/** Small enough to be read: features of a token, the heads that share them, and the width of the feed-forward network. */
export const features = 4;
export const heads = 2;
export const inner = 8;

export const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence, maxTokens: 12 });

export const seedControl = range({
  label: { en: 'seed', zh: '随机种子' },
  min: 1,
  max: 20,
  step: 1,
  value: 19,
});

export const conventionControl = choice({
  label: { en: 'LayerNorm', zh: 'LayerNorm' },
  options: {
    post: { en: 'after the sum (post-norm)', zh: '在求和之后（post-norm）' },
    pre: { en: 'before the sub-layer (pre-norm)', zh: '在子层之前（pre-norm）' },
  },
  value: 'post',
});

export const untrained: Text = {
  en: 'Untrained: word vectors and parameters are random, drawn from the seed; gains are 1 and biases 0, as before training. What is shown is the arithmetic, not language.',
  zh: '未经训练：词向量和参数都由随机种子生成；增益为 1，偏置为 0，与训练之前一样。这里看的是算法，不是语言。',
};

export interface Sizes {
  readonly features?: number;
  readonly inner?: number;
  readonly decoder?: boolean;
}

/** The parameters of a layer: weights of variance 1 / inputs, which keeps vectors spread as they were. Call it in a tidy. */
export function drawLayer(source: Random, sizes: Sizes = {}): LayerParameters {
  const { features: E = features, inner: F = inner, decoder = false } = sizes;
  const draw = (rows: number, columns: number): Tensor =>
    div(matrix(randomMatrix(rows, columns, source)), Math.sqrt(columns));
  const attention = () => ({ wq: draw(E, E), wk: draw(E, E), wv: draw(E, E), wo: draw(E, E) });
  const feed = { w1: draw(F, E), w2: draw(E, F) };
  return {
    self: attention(),
    selfNorm: {},
    ...(decoder && { cross: attention(), crossNorm: {} }),
    feed,
    feedNorm: {},
  };
}

/** A stack of such layers, with a normalisation at its end. Call it in a tidy. */
export function drawStack(source: Random, layers: number, sizes: Sizes = {}): StackParameters {
  return { layers: Array.from({ length: layers }, () => drawLayer(source, sizes)), norm: {} };
}

/**
 * One vector for each word, equal words having equal ones, plus the sinusoids of its position unless that is left out. Call it in
 * a tidy.
 * @returns (words, size)
 */
export function embed(
  words: readonly string[],
  lang: Lang,
  seed: number,
  { positions = true, size = features }: { readonly positions?: boolean; readonly size?: number } = {},
): Tensor {
  const known = tokenise(pick(sentence, lang), lang);
  const vectors = matrix(wordVectors(words, known, size, seed + 1000));
  return positions ? add(vectors, sinusoidalEncoding([...words.keys()], size)) : vectors;
}

/** The stream from which a seed's parameters are drawn. */
export const parametersOf = (seed: number): Random => random(seed);

/** Reads what a computation leaves as numbers, and frees every tensor. */
export function read<Result>(compute: () => Result): Result {
  let result: Result | undefined;
  tidy(() => {
    result = compute();
  });
  return result!;
}

/** A tensor of two axes, or one head of a tensor of three. */
export function rowsOf(tensor: Tensor, head = 0): Matrix {
  return tensor.rank === 2 ? toMatrix(tensor) : ((tensor.arraySync() as Matrix[])[head] ?? []);
}

/** How long a vector is, √(Σx²). */
export const lengthOf = (row: readonly number[]): number =>
  Math.sqrt(row.reduce((total, x) => total + x * x, 0));
