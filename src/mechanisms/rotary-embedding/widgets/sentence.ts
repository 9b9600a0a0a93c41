// The reader's sentence with rotary embedding and without: order is seen, and where the sentence begins is not.
import { matMul } from '@tensorflow/tfjs-core';
import { heatmap } from '../../../figures/heatmap.ts';
import { walk } from '../../../figures/walk.ts';
import { positionsAfter } from '../../../math/positions.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { wordVectors } from '../../../math/words.ts';
import { range, text } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import { pick } from '../../../widget/text.ts';
import { tokenise } from '../../../widget/tokens.ts';
import { rotaryAttention } from '../kernel.ts';
import { baseControl, steps, type Choices, type Context } from '../trace.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence });
const features = 4;

export default defineWidget({
  id: 'rotary-embedding/sentence',
  title: { en: 'Your sentence, turned', zh: '你的句子，转动之后' },
  provenance: {
    en: 'Random: a query, a key and a value for each distinct word, drawn from the seed. Nothing is trained.',
    zh: '随机：不同的词各有自己的查询、键和值，由随机种子生成，没有经过训练。',
  },
  mechanism: 'rotary-embedding',
  controls: {
    start: range({
      label: { en: 'position of the first word', zh: '第一个词的位置' },
      min: 0,
      max: 100,
      step: 1,
      value: 0,
    }),
    base: baseControl({ value: 2 }),
    text: input,
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 3 }),
  },
  compute({ start, base, text: line, seed }, lang) {
    const tokens = readTokens(input, line, lang);
    const known = tokenise(pick(sentence, lang), lang);
    const [q, k, v] = [0, 1, 2].map((part) => wordVectors(tokens, known, features, 3 * seed + part)) as [
      Matrix,
      Matrix,
      Matrix,
    ];
    const positions = positionsAfter(start, tokens.length);
    const { plain, ...trace } = matrices(() => ({
      ...rotaryAttention(matrix(q), matrix(k), matrix(v), {
        base: 10 ** base,
        queryPositions: positions,
        keyPositions: positions,
      }),
      plain: matMul(matrix(q), matrix(k), false, true),
    }));
    return {
      matrices: { q, k, v, ...trace },
      axes: { queries: tokens, keys: tokens },
      context: {
        scale: 1 / Math.sqrt(features),
        normalize: 'rows' as const,
        base: 10 ** base,
        layout: 'interleaved' as const,
        dims: features,
        starts: [start, start] as const,
      },
      plain: plain.map((row) => row.map((product) => product / Math.sqrt(features))),
      tokens,
    };
  },
  figures: [
    ...walk<Choices, Context>({ rotatedK: steps.rotatedK }),
    {
      name: 'plain',
      title: { en: 'Scores without turning', zh: '不转动时的分数' },
      formula: String.raw`\role{query}{q_m}\cdot\role{key}{k_n}/\sqrt{d_k}`,
      type: heatmap,
      data: ({ plain, tokens }, _params, lang) => ({
        values: plain,
        rows: tokens,
        columns: tokens,
        rowTitle: lang === 'zh' ? '查询' : 'queries',
        columnTitle: lang === 'zh' ? '键' : 'keys',
        scale: 'scores',
      }),
    },
    ...walk<Choices, Context>({ scores: steps.scores, weights: steps.weights }),
  ],
  readout({ matrices: { weights = [] }, tokens }, _params, lang) {
    const row = weights.at(-1) ?? [];
    const best = row.indexOf(Math.max(...row));
    const [last, first, weight] = [tokens.at(-1), tokens[best], fixed(row[best] ?? Number.NaN)];
    return lang === 'zh'
      ? `“${last}”给“${first}”（第 ${best + 1} 个词）的权重最大：${weight}。`
      : `“${last}” gives its largest weight, ${weight}, to “${first}”, word ${best + 1}.`;
  },
});
