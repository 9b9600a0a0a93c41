// A sentence in which every word prefers its neighbours, the more the steeper the slope.
import { walk } from '../../../figures/walk.ts';
import { choice, range, text, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import { features, wordInputs } from '../../masked-attention/trace.ts';
import { head, masked, steps, type Choices, type Context } from '../trace.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence });

export default defineWidget({
  id: 'alibi/sentence',
  title: { en: 'Near words weigh more', zh: '近的词更重' },
  provenance: {
    en: 'Random: each distinct word has a query, a key and a value drawn from the seed. Nothing is trained.',
    zh: '随机：不同的词各有自己的查询、键和值，由随机种子生成，没有经过训练。',
  },
  mechanism: 'alibi',
  controls: {
    text: input,
    m: range({ label: { en: 'slope m', zh: '斜率 m' }, min: 0, max: 2, step: 0.05, value: 0.5 }),
    content: choice({
      label: { en: 'scores before the bias', zh: '加偏置之前的分数' },
      options: {
        random: { en: 'random', zh: '随机' },
        equal: { en: 'all equal', zh: '全都相等' },
      },
      value: 'random',
    }),
    symmetric: toggle({ label: { en: 'look to both sides', zh: '两边都看' }, value: false }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 3 }),
  },
  compute({ text: line, m, content, symmetric, seed }, lang) {
    const tokens = readTokens(input, line, lang);
    const words = wordInputs(tokens, seed, lang);
    const q = content === 'equal' ? words.q.map((row) => row.map(() => 0)) : words.q;
    const form = symmetric ? ('symmetric' as const) : ('distance' as const);
    const trace = head({ ...words, q }, m, form);
    const far = trace.weights.map((row, i) => row.reduce((sum, a, j) => sum + a * Math.abs(i - j), 0));
    return {
      matrices: { ...words, q, ...trace, bias: symmetric ? trace.bias : masked(trace.bias) },
      axes: { queries: tokens, keys: tokens },
      context: { scale: 1 / Math.sqrt(features), normalize: 'rows' as const, slope: m, form },
      far: far.reduce((sum, x) => sum + x, 0) / far.length,
    };
  },
  figures: walk<Choices & { symmetric?: boolean }, Context>({
    weights: steps.weights,
    bias: {
      ...steps.bias,
      formula: {
        ...steps.bias.formula,
        pick: ({ symmetric = false }) => (symmetric ? 'symmetric' : 'distance'),
      },
    },
  }),
  readout({ far }, _params, lang) {
    return lang === 'zh'
      ? `一个词平均看到 ${fixed(far)} 步以外。`
      : `On average a word looks ${fixed(far)} steps away.`;
  },
});
