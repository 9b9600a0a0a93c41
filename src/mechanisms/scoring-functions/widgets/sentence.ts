// The reader's own sentence under a chosen score.
import { walk } from '../../../figures/walk.ts';
import { wordVectors } from '../../../math/words.ts';
import type { Matrix } from '../../../math/tensor.ts';
import { choice, range, text } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import { pick } from '../../../widget/text.ts';
import { tokenise } from '../../../widget/tokens.ts';
import { choices, drawParameters, steps, traceOf, type Choices, type Context } from '../trace.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence });

export default defineWidget({
  id: 'scoring-functions/sentence',
  title: { en: 'Your sentence under a score of your choice', zh: '你的句子，任选一种打分' },
  provenance: {
    en: 'Random: each distinct word has a vector of its own; parameters are random too. Nothing is trained: no weight says anything about the words, except that equal words have equal vectors.',
    zh: '随机：不同的词各有自己的向量，参数也是随机的。这里没有经过训练，权重说明不了词的任何事，只有一点例外：相同的词，向量也相同。',
  },
  mechanism: 'scoring-functions',
  controls: {
    text: input,
    kind: choice({ label: { en: 'score', zh: '打分' }, options: choices, value: 'cosine' }),
    d: range({ label: { en: 'features d', zh: '特征数 d' }, min: 1, max: 8, step: 1, value: 4 }),
    beta: range({
      label: { en: 'sharpness β of cosine', zh: '余弦的锐度 β' },
      min: 0,
      max: 20,
      step: 0.5,
      value: 4,
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 7 }),
  },
  compute({ text: line, kind, d, beta, seed }, lang) {
    const tokens = readTokens(input, line, lang);
    const known = tokenise(pick(sentence, lang), lang);
    const x: Matrix = wordVectors(tokens, known, d, seed + 1000);
    const parameters = drawParameters(d, input.maxTokens, seed);
    const { hidden: _, ...matrices } = traceOf(kind, { q: x, k: x, v: x }, parameters[kind], beta);
    return { matrices, axes: { queries: tokens, keys: tokens }, context: { kind, beta }, tokens };
  },
  figures: walk<Choices, Context>({
    q: {
      title: { en: 'The words: queries, keys and values', zh: '词向量：既是查询，也是键和值' },
      formula: String.raw`\Q=\K=\V=X`,
      scale: 'scores',
      axes: ['queries', 'features'],
    },
    queries: steps.queries,
    keys: steps.keys,
    scores: steps.scores,
    weights: steps.weights,
    output: steps.output,
  }),
  readout({ matrices: { weights = [] }, tokens }, _params, lang) {
    const own = weights.filter((row, i) => row[i] === Math.max(...row)).length;
    const most = fixed(Math.max(...weights.flat()));
    return lang === 'zh'
      ? `${tokens.length} 个词里，有 ${own} 个把最大的权重给了自己；最大的一个权重是 ${most}。`
      : `${own} of ${tokens.length} words give their largest weight to themselves; the largest weight of all is ${most}.`;
  },
});
