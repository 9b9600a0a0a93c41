// The reader's own sentence at any temperature and with any member of the family: how many words each word still sees.
import { matMul, reshape } from '@tensorflow/tfjs-core';
import { bars } from '../../../figures/bars.ts';
import { walk } from '../../../figures/walk.ts';
import { entropy } from '../../../math/softmax.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { wordVectors } from '../../../math/words.ts';
import { range, text } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import { pick } from '../../../widget/text.ts';
import { tokenise } from '../../../widget/tokens.ts';
import { softAttention } from '../kernel.ts';
import { steps, temperatureControl, type Context } from '../trace.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence });
const features = 4;

export default defineWidget({
  id: 'soft-attention/sentence',
  title: { en: 'Your sentence, from even to one-hot', zh: '你的句子：从平分到独占' },
  provenance: {
    en: 'Random: a query, a key and a value for each distinct word, drawn from the seed. Nothing is trained.',
    zh: '随机：不同的词各有自己的查询、键和值，由随机种子生成，没有经过训练。',
  },
  mechanism: 'soft-attention',
  controls: {
    text: input,
    tau: temperatureControl(),
    alpha: range({
      label: { en: 'α of the entmax', zh: 'entmax 的 α' },
      min: 1,
      max: 2,
      step: 0.05,
      value: 1,
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 3 }),
  },
  compute({ text: line, tau, alpha, seed }, lang) {
    const tokens = readTokens(input, line, lang);
    const known = tokenise(pick(sentence, lang), lang);
    const [q, k, v] = [0, 1, 2].map((part) => wordVectors(tokens, known, features, 3 * seed + part)) as [
      Matrix,
      Matrix,
      Matrix,
    ];
    const temperature = 10 ** tau;
    const { entropies, ...trace } = matrices(() => {
      const s = matMul(matrix(q), matrix(k), false, true);
      const result = softAttention(s, matrix(v), { alpha, temperature });
      return { s, ...result, entropies: reshape(entropy(result.weights), [1, -1]) };
    });
    return {
      matrices: { v, ...trace },
      axes: { queries: tokens, keys: tokens },
      context: { temperature, alpha },
      seen: trace.weights.map((row) => row.filter((weight) => weight > 0).length),
      entropies: entropies[0] ?? [],
      tokens,
    };
  },
  figures: [
    ...walk<{ alpha?: number }, Context>({ weights: steps.weights, output: steps.output }),
    {
      name: 'entropy',
      title: { en: 'Entropy of each row', zh: '每一行的熵' },
      type: bars,
      data: ({ entropies, tokens }, _params, lang) => ({
        labels: tokens,
        values: entropies,
        title: lang === 'zh' ? '熵（nat）' : 'entropy (nats)',
        labelTitle: lang === 'zh' ? '查询' : 'query',
        domain: [0, Math.ceil(Math.log(tokens.length) * 2) / 2 || 1],
        color: 'var(--ink-soft)',
      }),
    },
  ],
  readout({ seen, tokens }, _params, lang) {
    const mean = fixed(seen.reduce((sum, count) => sum + count, 0) / seen.length, 1);
    return lang === 'zh'
      ? `每个词平均看到 ${mean} 个词（权重不为 0），一共 ${tokens.length} 个。`
      : `Each word gives a weight above 0 to ${mean} of ${tokens.length} words on average.`;
  },
});
