// Between argmax and soft attention: the k largest weights, divided by their sum.
import { bars } from '../../../figures/bars.ts';
import { curves } from '../../../figures/curves.ts';
import { matrices, matrix as tensorOf } from '../../../math/tensor.ts';
import { matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { hardAttention } from '../kernel.ts';
import { domainOf, mustFit, namesOf } from './sampler.ts';

const shape = { maxRows: 1, maxColumns: 8 } as const;

export default defineWidget({
  id: 'hard-attention/topk',
  title: { en: 'The k likeliest', zh: '概率最大的 k 个' },
  provenance: { en: 'Constructed: scores and values.', zh: '人为构造：分数和值。' },
  mechanism: 'hard-attention',
  controls: {
    scores: matrix({
      label: { en: 'scores', zh: '分数' },
      symbol: 'S',
      value: [[2, 1.5, 1, 0.5, 0, -0.5]],
      limit: 20,
      ...shape,
    }),
    v: matrix({
      label: { en: 'values', zh: '值' },
      symbol: 'v',
      scale: 'value',
      value: [[10, 40, 20, 80, 60, 30]],
      step: 1,
      limit: 100,
      ...shape,
    }),
    k: range({ label: { en: 'k', zh: 'k' }, min: 1, max: 8, step: 1, value: 2 }),
  },
  compute({ scores, v, k }) {
    mustFit(scores, v);
    const values = v[0] ?? [];
    const column = values.map((value) => [value]);
    const top = (count: number) =>
      matrices(() => hardAttention(tensorOf(scores), tensorOf(column), { choose: 'topk', k: count }));
    const outputs = values.map((_, i) => top(i + 1).output[0]?.[0] ?? Number.NaN);
    const { weights, choice } = top(k);
    return { alpha: weights[0] ?? [], shares: choice[0] ?? [], outputs, k: Math.min(k, values.length) };
  },
  figures: [
    {
      name: 'shares',
      title: { en: 'What each location contributes', zh: '每个位置占多少' },
      caption: { en: 'The ticks are the weights of soft attention.', zh: '刻线是软注意力的权重。' },
      type: bars,
      data: ({ alpha, shares }, { v }, lang) => ({
        labels: namesOf(v[0] ?? []),
        values: shares,
        title: lang === 'zh' ? '份额' : 'share',
        labelTitle: lang === 'zh' ? '位置 → 值' : 'location → value',
        domain: [0, 1],
        color: 'var(--scale-weights)',
        exact: { title: lang === 'zh' ? '软权重' : 'soft weight', values: alpha },
      }),
    },
    {
      name: 'outputs',
      title: { en: 'The output over k', zh: '输出随 k 的变化' },
      type: curves,
      data: ({ outputs, k }, { v }, lang) => ({
        x: outputs.length > 1 ? outputs.map((_, i) => i + 1) : [1, 2],
        xTitle: 'k',
        yTitle: lang === 'zh' ? '输出' : 'output',
        yDomain: domainOf(v[0] ?? []),
        at: k,
        curves: [
          {
            label: 'top-k',
            color: 'var(--c-output)',
            y: outputs.length > 1 ? outputs : [...outputs, ...outputs],
          },
          {
            label: lang === 'zh' ? '软' : 'soft',
            color: 'var(--accent)',
            dash: '6 4',
            y: outputs.length > 1 ? outputs.map(() => outputs.at(-1) ?? 0) : [...outputs, ...outputs],
          },
        ],
      }),
    },
  ],
  readout({ outputs, shares, k }, _params, lang) {
    const [one, now, all] = [outputs[0], outputs[k - 1], outputs.at(-1)].map((x) => fixed(x ?? 0, 1));
    const used = shares.filter((share) => share > 0).length;
    return lang === 'zh'
      ? `argmax：${one}；k = ${k}：${now}，用了 ${used} 个值；软：${all}`
      : `argmax: ${one}; k = ${k}: ${now}, from ${used} ${used === 1 ? 'value' : 'values'}; soft: ${all}`;
  },
});
