// Weights that sum to one, and two ways not to: sigmoid gates, and a softmax with a sink.
import { bars, type BarsData } from '../../../figures/bars.ts';
import { matrices, matrix as tensor } from '../../../math/tensor.ts';
import { matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, numbered } from '../../../widget/format.ts';
import type { Lang } from '../../../widget/text.ts';
import { softAttention } from '../kernel.ts';

/** The value of every key: whatever averages must give it back. */
const value = 10;

const total = (weights: readonly number[]): number => weights.reduce((sum, weight) => sum + weight, 0);

function chart(weights: readonly number[], labels: readonly string[], lang: Lang): BarsData {
  return {
    labels,
    values: weights,
    title: lang === 'zh' ? '权重' : 'weight',
    labelTitle: lang === 'zh' ? '键' : 'key',
    domain: [0, 1],
    color: 'var(--scale-weights)',
  };
}

const names = (weights: readonly number[]): string[] => numbered('k', weights.length);

export default defineWidget({
  id: 'soft-attention/gates',
  title: { en: 'Softmax, gates and a sink', zh: 'softmax、门控与汇' },
  provenance: {
    en: 'Constructed: scores chosen by hand; every key has the same value, 10.',
    zh: '人为构造：分数是手工选定的，每个键的值都是 10。',
  },
  mechanism: 'soft-attention',
  controls: {
    s: matrix({
      label: { en: 'scores', zh: '分数' },
      symbol: 'S',
      value: [[2, 1, 0, -2]],
      maxRows: 1,
      limit: 100,
    }),
    sink: range({
      label: { en: 'logit of the sink', zh: '汇的分数' },
      min: -6,
      max: 6,
      step: 0.25,
      value: 1,
    }),
  },
  compute({ s, sink }) {
    const row = s[0] ?? [];
    const attend = (scores: readonly number[], values: readonly number[]) => {
      const { weights, output } = matrices(() =>
        softAttention(tensor([scores]), tensor(values.map((entry) => [entry]))),
      );
      return { weights: weights[0] ?? [], output: output[0]?.[0] ?? Number.NaN };
    };
    const gates = row.map((score) => 1 / (1 + Math.exp(-score)));
    return {
      softmax: attend(
        row,
        row.map(() => value),
      ),
      gates: { weights: gates, output: value * total(gates) },
      // The sink is one more key, with the value 0.
      sink: attend([...row, sink], [...row.map(() => value), 0]),
    };
  },
  figures: [
    {
      name: 'softmax',
      title: { en: 'Softmax', zh: 'softmax' },
      formula: String.raw`a_j=e^{s_j}/\textstyle\sum_l e^{s_l}`,
      caption: {
        en: 'One total is shared out: what one gains, the others lose.',
        zh: '总量固定：一个多得，别的就少得。',
      },
      type: bars,
      data: ({ softmax: { weights } }, _params, lang) => chart(weights, names(weights), lang),
    },
    {
      name: 'gates',
      title: { en: 'Sigmoid gates', zh: 'sigmoid 门控' },
      formula: String.raw`g_j=1/(1+e^{-s_j})`,
      caption: { en: 'Each gate looks at its own score only.', zh: '每个门只看自己的分数。' },
      type: bars,
      data: ({ gates: { weights } }, _params, lang) => ({
        ...chart(weights, names(weights), lang),
        color: 'var(--scale-negative)',
      }),
    },
    {
      name: 'sink',
      title: { en: 'Softmax with a sink', zh: '带汇的 softmax' },
      formula: String.raw`a_j=e^{s_j}/\bigl(e^{b}+\textstyle\sum_l e^{s_l}\bigr)`,
      caption: { en: 'The sink takes a share and has no value.', zh: '汇也分走一份，但它没有值。' },
      type: bars,
      data: ({ sink: { weights } }, _params, lang) =>
        chart(weights, [...names(weights.slice(0, -1)), lang === 'zh' ? '汇' : 'sink'], lang),
    },
  ],
  readout({ softmax, gates, sink }, _params, lang) {
    const sums = [softmax.weights, gates.weights, sink.weights.slice(0, -1)].map((weights) =>
      fixed(total(weights)),
    );
    const outputs = [softmax, gates, sink].map(({ output }) => fixed(output, 1));
    return lang === 'zh'
      ? `各键权重之和：softmax ${sums[0]}，门控 ${sums[1]}，带汇 ${sums[2]}。输出：${outputs.join('，')}。`
      : `Sum over the keys: softmax ${sums[0]}, gates ${sums[1]}, with a sink ${sums[2]}. Output: ${outputs.join(', ')}.`;
  },
});
