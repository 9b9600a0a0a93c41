// What the widgets share: the reader's sentence as random vectors, random parameters, and a trace read into matrices, head by
// head.
import { tensor1d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { mergeHeads } from '../../math/heads.ts';
import { random, randomMatrix } from '../../math/random.ts';
import { matrix, toMatrix, type Matrix } from '../../math/tensor.ts';
import { wordVectors } from '../../math/words.ts';
import { range, text, type RangeControl } from '../../widget/controls.ts';
import { sentence } from '../../widget/sentence.ts';
import { pick, type Lang, type Text } from '../../widget/text.ts';
import { tokenise } from '../../widget/tokens.ts';
import { multiHeadAttention, type Options } from './kernel.ts';

/** Features of a token, d_model: they divide into 1, 2, 4 or 8 heads. */
export const features = 8;

export const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence });

export const seedControl = range({
  label: { en: 'seed', zh: '随机种子' },
  min: 1,
  max: 20,
  step: 1,
  value: 3,
});

/** The number of heads that divide the features, on a slider of powers of two. */
export function headsControl({ value = 2, max = 3 } = {}): RangeControl {
  return range({
    label: { en: 'heads h', zh: '头数 h' },
    min: 0,
    max,
    step: 1,
    value,
    show: (power) => String(2 ** power),
  });
}

export const randomVectors: Text = {
  en: 'Random: a vector for each distinct word, and all four projections, drawn from the seed. Nothing is trained, so no weight says anything about the words, except that equal words have equal weights.',
  zh: '随机：每个不同的词有一个向量，四个投影也都由随机种子生成。这里没有经过训练，权重说明不了词的任何事，只有一点例外：相同的词，权重也相同。',
};

/** Parameters as plain numbers: (out, in). */
export type Drawn = Record<'wq' | 'wk' | 'wv' | 'wo', Matrix>;

/** Four square matrices of variance 1 / size, which keeps vectors spread as they were. */
export function drawParameters(seed: number, size = features): Drawn {
  const stream = random(seed);
  const draw = (): Matrix =>
    randomMatrix(size, size, stream).map((row) => row.map((x) => x / Math.sqrt(size)));
  return { wq: draw(), wk: draw(), wv: draw(), wo: draw() };
}

/** One vector for each token: equal words have equal ones. */
export function drawTokens(tokens: readonly string[], lang: Lang, seed: number, size = features): Matrix {
  return wordVectors(tokens, tokenise(pick(sentence, lang), lang), size, seed + 1000);
}

/** A trace in plain numbers: one matrix for each head, the heads put side by side, and the output. */
export interface HeadsTrace {
  readonly q: readonly Matrix[];
  readonly k: readonly Matrix[];
  readonly v: readonly Matrix[];
  readonly products: readonly Matrix[];
  readonly scores: readonly Matrix[];
  readonly weights: readonly Matrix[];
  readonly heads: readonly Matrix[];
  /** What the output projection gets: (T, H · E). */
  readonly joined: Matrix;
  readonly output: Matrix;
  /** The mean of the weights over the heads. */
  readonly average: Matrix;
}

/**
 * Runs the kernel: `x` asks, `y` hands over keys and values; in self-attention they are the same. `open` says of each key whether
 * queries may attend to it.
 */
export function attend(
  x: Matrix,
  y: Matrix,
  drawn: Drawn,
  { open, ...options }: Options & { readonly open?: readonly boolean[] },
): HeadsTrace {
  let trace: HeadsTrace | undefined;
  tidy(() => {
    const [wq, wk, wv, wo] = [drawn.wq, drawn.wk, drawn.wv, drawn.wo].map(matrix) as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    const source = matrix(y);
    const parameters = { wq, wk, wv, wo };
    const mask = open && tensor1d([...open], 'bool');
    const all = multiHeadAttention(matrix(x), source, source, parameters, {
      ...options,
      mask,
      average: true,
    });
    const each = (tensor: Tensor) => tensor.arraySync() as Matrix[];
    trace = {
      q: each(all.q),
      k: each(all.k),
      v: each(all.v),
      products: each(all.products),
      scores: each(all.scores),
      weights: each(all.weights),
      heads: each(all.heads),
      joined: toMatrix(mergeHeads(all.heads)),
      output: toMatrix(all.output),
      average: toMatrix(all.average!),
    };
  });
  return trace!;
}

/** The rows of a projection (out, in) that belong to one head. */
export function rowsOf(parameters: Matrix, head: number, heads: number): Matrix {
  const width = parameters.length / heads;
  return parameters.slice(head * width, (head + 1) * width);
}
