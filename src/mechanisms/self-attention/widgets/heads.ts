// One head that was written down and one that was drawn at random, on the reader's own sentence.
import { bars } from '../../../figures/bars.ts';
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { choice, range, text } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import type { Lang } from '../../../widget/text.ts';
import * as drawn from '../drawn.ts';
import { featuresOf, kinds, projectionsOf } from '../heads.ts';
import { selfAttention } from '../kernel.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence });

/** Features of a word, and of queries and keys, in the random head. */
const d = 4;

function map(values: Matrix, tokens: readonly string[], lang: Lang): HeatmapData {
  return {
    values,
    rows: tokens,
    columns: tokens,
    rowTitle: lang === 'zh' ? '查询' : 'queries',
    columnTitle: lang === 'zh' ? '键' : 'keys',
    scale: 'weights',
  };
}

export default defineWidget({
  id: 'self-attention/heads',
  title: { en: 'A sentence looks at itself', zh: '一个句子看它自己' },
  provenance: {
    en: 'One head is constructed: its projections are written down, and it does the same on every sentence. The other is random: nothing in it is trained, and which word it looks at means nothing.',
    zh: '一个头是人为构造的：投影是写好的，在任何句子上行为都一样。另一个头是随机的，没有经过训练：哪个词看哪个词，毫无含义。',
  },
  mechanism: 'self-attention',
  controls: {
    text: input,
    head: choice({ label: { en: 'attend to', zh: '看' }, options: kinds, value: 'same' }),
    beta: range({ label: { en: 'sharpness β', zh: '锐度 β' }, min: 0, max: 16, step: 0.5, value: 4 }),
    seed: range({
      label: { en: 'seed of the random head', zh: '随机头的种子' },
      min: 1,
      max: 20,
      step: 1,
      value: 7,
    }),
  },
  compute({ text: line, head, beta, seed }, lang) {
    const tokens = readTokens(input, line, lang);
    const { x, words } = featuresOf(tokens);
    const built = projectionsOf(head, words.length, tokens.length, beta);
    const weights = matrices(() => {
      const attend = (sequence: Matrix, { wq, wk, wv }: Record<'wq' | 'wk' | 'wv', Matrix>) =>
        selfAttention(matrix(sequence), { wq: matrix(wq), wk: matrix(wk), wv: matrix(wv) }).weights;
      const vectors = drawn.vectorsOf(tokens, d, seed, lang);
      return { built: attend(x, built), drawn: attend(vectors, drawn.projectionsOf(d, seed)) };
    });
    return { tokens, ...weights };
  },
  figures: [
    {
      name: 'built',
      title: { en: 'Constructed head', zh: '构造的头' },
      formula: String.raw`A=\softmax(\Q\K^{\top}\!/\sqrt{d_k})`,
      caption: {
        en: 'Each row is one word’s shares, and adds up to 1.',
        zh: '每一行是一个词分出的份额，和为 1。',
      },
      type: heatmap,
      data: ({ built, tokens }, _params, lang) => map(built, tokens, lang),
    },
    {
      name: 'drawn',
      title: { en: 'Random head', zh: '随机的头' },
      formula: String.raw`A=\softmax(\Q\K^{\top}\!/\sqrt{d_k})`,
      caption: { en: 'Untrained: other seeds give other maps.', zh: '没有训练：换个种子，就是另一张图。' },
      type: heatmap,
      data: ({ drawn, tokens }, _params, lang) => map(drawn, tokens, lang),
    },
    {
      name: 'received',
      title: { en: 'What each word receives', zh: '每个词收到多少' },
      formula: String.raw`\textstyle\sum_i a_{ij}`,
      caption: {
        en: 'The columns of the constructed head, added up. They need not be 1.',
        zh: '构造的头里各列之和，不必是 1。',
      },
      type: bars,
      data: ({ built, tokens }, _params, lang) => ({
        labels: tokens,
        values: tokens.map((_, j) => built.reduce((sum, row) => sum + (row[j] ?? 0), 0)),
        title: lang === 'zh' ? '权重之和' : 'sum of weights',
        labelTitle: lang === 'zh' ? '键' : 'key',
        domain: [0, tokens.length],
        color: 'var(--scale-weights)',
      }),
    },
  ],
  readout({ built, tokens }, _params, lang) {
    const row = built.at(-1) ?? [];
    const best = row.indexOf(Math.max(...row));
    const pairs = tokens.length ** 2;
    return lang === 'zh'
      ? `${tokens.length} 个词，${pairs} 个权重，每一对一个。最后一个词“${tokens.at(-1)}”把 ${fixed(row[best] ?? Number.NaN)} 给了第 ${best + 1} 个位置的“${tokens[best]}”。`
      : `${tokens.length} words, ${pairs} weights, one for each pair. The last word, “${tokens.at(-1)}”, gives ${fixed(row[best] ?? Number.NaN)} to “${tokens[best]}” at position ${best + 1}.`;
  },
});
