// The reader's own sentence through the whole formula: word vectors, three projections, attention.
import { matMul } from '@tensorflow/tfjs-core';
import { dotProduct } from '../../../figures/arithmetic.ts';
import { walk, type Step } from '../../../figures/walk.ts';
import { scaledDotProductAttention } from '../../../mechanisms/scaled-dot-product/kernel.ts';
import { inputs, steps, type Choices, type Context } from '../../../mechanisms/scaled-dot-product/trace.ts';
import { random, randomMatrix } from '../../../math/random.ts';
import { wordVectors } from '../../../math/words.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { choice, range, text, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import { pick } from '../../../widget/text.ts';
import { tokenise } from '../../../widget/tokens.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence });

/** A projection is one line of arithmetic per entry: a word's vector times a row of the (out, in) parameters. */
function projected(
  name: 'q' | 'k' | 'v',
  parameters: 'wq' | 'wk' | 'wv',
  formula: string,
): Step<Choices, Context> {
  return {
    ...inputs[name],
    formula,
    explain: ({ x, [parameters]: w, [name]: result }, i, j) => ({
      text: dotProduct(x?.[i] ?? [], w?.[j] ?? [], result?.[i]?.[j] ?? Number.NaN),
      sources: { x: { row: i } },
    }),
  };
}

const walkSteps: Record<string, Step<Choices, Context>> = {
  x: {
    title: { en: 'X, the words', zh: '词向量 X' },
    formula: String.raw`X\colon n\times d`,
    scale: 'scores',
    axes: ['tokens', 'features'],
  },
  q: projected('q', 'wq', String.raw`\Q =XW_Q^{\top}`),
  k: projected('k', 'wk', String.raw`\K =XW_K^{\top}`),
  v: projected('v', 'wv', String.raw`\V =XW_V^{\top}`),
  ...steps,
};

const identity = (size: number): Matrix =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)));

export default defineWidget({
  id: 'query-key-value/sentence',
  title: { en: 'Your sentence, from words to output', zh: '你的句子：从词到输出' },
  provenance: {
    en: 'Random: each distinct word has a vector of its own; the projections are random too. Nothing here is trained: no weight says anything about the words, except that equal words have equal weights.',
    zh: '随机：不同的词各有自己的向量，投影也是随机的。这里没有经过训练，权重说明不了词的任何事，只有一点例外：相同的词，权重也相同。',
  },
  mechanism: 'scaled-dot-product',
  controls: {
    text: input,
    projections: choice({
      label: { en: 'projections', zh: '投影' },
      options: {
        random: { en: 'three of their own', zh: '三者各有投影' },
        identity: { en: 'none: Q = K = V = X', zh: '不投影：Q = K = V = X' },
      },
      value: 'random',
    }),
    d: range({ label: { en: 'features d', zh: '特征数 d' }, min: 1, max: 8, step: 1, value: 4 }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 7 }),
    scaled: toggle({ label: { en: 'divide by √d', zh: '除以 √d' }, value: true }),
  },
  compute({ text: line, projections, d, seed, scaled }, lang) {
    const tokens = readTokens(input, line, lang);
    const source = random(seed);
    // Variance 1/d: queries, keys and values are then spread like the word vectors, whatever d is.
    const draw = (): Matrix => randomMatrix(d, d, source).map((row) => row.map((x) => x / Math.sqrt(d)));
    const [wq, wk, wv] =
      projections === 'random' ? [draw(), draw(), draw()] : [identity(d), identity(d), identity(d)];
    const x = wordVectors(tokens, tokenise(pick(sentence, lang), lang), d, seed + 1000);
    const scale = scaled ? 1 / Math.sqrt(d) : 1;
    const trace = matrices(() => {
      const project = (w: Matrix) => matMul(matrix(x), matrix(w), false, true); // (n, d) · (d, d)ᵀ → (n, d)
      const [q, k, v] = [project(wq), project(wk), project(wv)];
      return { q, k, v, ...scaledDotProductAttention(q, k, v, { scale }) };
    });
    return {
      matrices: { x, wq, wk, wv, ...trace },
      axes: { tokens, queries: tokens, keys: tokens },
      context: { scale, normalize: 'rows' as const },
    };
  },
  figures: walk<Choices, Context>(walkSteps),
  readout({ matrices: { weights = [] }, axes: { tokens = [] } }, _params, lang) {
    const row = weights.at(-1) ?? [];
    const best = row.indexOf(Math.max(...row));
    const [last, first] = [tokens.at(-1) ?? '', tokens[best] ?? ''];
    const weight = fixed(row[best] ?? Number.NaN);
    return lang === 'zh'
      ? `“${last}”给“${first}”的权重最大：${weight}。平均分配时每个词得 ${fixed(1 / tokens.length)}。`
      : `“${last}” gives its largest weight, ${weight}, to “${first}”. An even share would be ${fixed(1 / tokens.length)}.`;
  },
});
