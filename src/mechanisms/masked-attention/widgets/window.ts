// A sentence that looks ahead and back only so far: the causal mask is the case of 0 words ahead.
import { walk, type Walk } from '../../../figures/walk.ts';
import { combineMasks, maskOf, windowMask } from '../../../math/mask.ts';
import { matrices, matrix } from '../../../math/tensor.ts';
import { range, text, type RangeControl } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import type { Text } from '../../../widget/text.ts';
import { maskedAttention } from '../kernel.ts';
import { features, steps, wordInputs, type Choices, type Context } from '../trace.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence });

/** The end of the sliders, which stands for any distance. */
const most = 7;

const distance = (label: Text, value: number): RangeControl =>
  range({ label, min: 0, max: most, step: 1, value, show: (far) => (far === most ? '∞' : String(far)) });

const reach = (far: number): number => (far === most ? Infinity : far);

export default defineWidget({
  id: 'masked-attention/window',
  title: { en: 'How far a word may look', zh: '一个词可以看多远' },
  provenance: {
    en: 'Random: each distinct word has a query, a key and a value drawn from the seed. Nothing is trained.',
    zh: '随机：不同的词各有自己的查询、键和值，由随机种子生成，没有经过训练。',
  },
  mechanism: 'masked-attention',
  controls: {
    text: input,
    ahead: distance({ en: 'words ahead', zh: '往后看几个词' }, 0),
    back: distance({ en: 'words back', zh: '往前看几个词' }, most),
    padding: range({
      label: { en: 'padding words at the end', zh: '末尾有几个是填充' },
      min: 0,
      max: 16,
      step: 1,
      value: 0,
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 3 }),
  },
  compute({ text: line, ahead, back, padding, seed }, lang): Walk<Context> {
    const tokens = readTokens(input, line, lang);
    const { q, k, v } = wordInputs(tokens, seed, lang);
    const n = tokens.length;
    const trace = matrices(() => {
      const words = maskOf([tokens.map((_, j) => (j < n - padding ? 1 : 0))]); // (1, n)
      const near = windowMask(n, n, { ahead: reach(ahead), back: reach(back) }); // (n, n)
      return maskedAttention(matrix(q), matrix(k), matrix(v), { mask: combineMasks(words, near)! });
    });
    return {
      matrices: { q, k, v, ...trace },
      axes: { queries: tokens, keys: tokens },
      context: { scale: 1 / Math.sqrt(features), normalize: 'rows', when: 'before' },
    };
  },
  figures: walk<Choices, Context>({
    weights: steps.weights,
    scores: { ...steps.scores, formula: steps.scores.formula.variants.masked },
  }),
  readout({ matrices: { allowed = [] } }, _params, lang) {
    const open = allowed.flat().reduce((sum, x) => sum + x, 0);
    const all = allowed.length ** 2;
    const closed = allowed.filter((row) => row.every((x) => x === 0)).length;
    if (lang === 'zh') {
      return `${all} 个格子里，${open} 个看得见。${closed > 0 ? `有 ${closed} 行什么也看不见，权重全是 0。` : ''}`;
    }
    const none = closed > 0 ? ` ${closed} rows have nothing to see, and their weights are all 0.` : '';
    return `${open} of ${all} cells are open.${none}`;
  },
});
