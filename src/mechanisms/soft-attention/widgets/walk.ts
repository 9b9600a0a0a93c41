// The formula, step by step, on scores and values that can be checked in the head.
import { walk } from '../../../figures/walk.ts';
import { matrices, matrix as tensor } from '../../../math/tensor.ts';
import { choice, matrix } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, numbered } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import { softAttention } from '../kernel.ts';
import { steps, temperatureControl, type Context } from '../trace.ts';

const alphas = { softmax: 1, entmax15: 1.5, sparsemax: 2 } as const;

export default defineWidget({
  id: 'soft-attention/walk',
  title: { en: 'From scores to the output', zh: '从分数到输出' },
  provenance: {
    en: 'Constructed: two queries and three keys, to be checked by hand. Drag a number sideways, type it, or paste your own.',
    zh: '人为构造：两个查询、三个键，可以手算核对。每个数可以左右拖动，也可以键入，还可以粘贴自己的矩阵。',
  },
  mechanism: 'soft-attention',
  controls: {
    s: matrix({
      label: { en: 'scores s', zh: '分数 s' },
      symbol: 'S',
      value: [
        [2, 1, 0],
        [0, 0, 0.5],
      ],
    }),
    v: matrix({
      label: { en: 'V, values', zh: '值 V' },
      symbol: 'V',
      scale: 'value',
      step: 1,
      value: [
        [0, 6],
        [10, 0],
        [20, 3],
      ],
    }),
    tau: temperatureControl(),
    normalizer: choice({
      label: { en: 'weights by', zh: '权重由谁得出' },
      options: {
        softmax: { en: 'softmax', zh: 'softmax' },
        entmax15: { en: 'entmax-1.5', zh: 'entmax-1.5' },
        sparsemax: { en: 'sparsemax', zh: 'sparsemax' },
      },
      value: 'softmax',
    }),
  },
  compute({ s, v, tau, normalizer }) {
    if (s[0]?.length !== v.length) {
      throw new InputProblem({
        en: `There are ${s[0]?.length} scores in a row and ${v.length} values: each score needs one value.`,
        zh: `一行有 ${s[0]?.length} 个分数，却有 ${v.length} 个值：每个分数对应一个值。`,
      });
    }
    const temperature = 10 ** tau;
    const trace = matrices(() => softAttention(tensor(s), tensor(v), { temperature, normalizer }));
    return {
      matrices: { s, v, ...trace },
      axes: {
        queries: numbered('q', s.length),
        keys: numbered('k', v.length),
      },
      context: { temperature, alpha: alphas[normalizer] },
    };
  },
  figures: walk<{ normalizer?: keyof typeof alphas; alpha?: number }, Context>({
    ...steps,
    weights: {
      ...steps.weights,
      formula: {
        variants: {
          softmax: String.raw`a=\softmax(s/\tau)`,
          entmax15: String.raw`a=1.5\text{-entmax}(s/\tau)`,
          sparsemax: String.raw`a=\text{sparsemax}(s/\tau)`,
        },
        pick: ({ normalizer = 'softmax' }) => normalizer,
      },
    },
  }),
  readout({ matrices: { weights = [] } }, _params, lang) {
    const sums = weights.map((row) => fixed(row.reduce((sum, weight) => sum + weight, 0)));
    const zeros = weights.flat().filter((weight) => weight === 0).length;
    return lang === 'zh'
      ? `各行权重之和：${sums.join('，')}。恰好为 0 的权重：${zeros} 个。`
      : `Sum of each row of weights: ${sums.join(', ')}. Weights that are exactly 0: ${zeros}.`;
  },
});
