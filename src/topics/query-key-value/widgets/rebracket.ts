// Without the softmax three matrices are only multiplied, and may be bracketed the other way round.
import { abs, matMul, max, reshape, sub } from '@tensorflow/tfjs-core';
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import { numbers } from '../../../figures/numbers.ts';
import { scaledDotProductAttention } from '../../../mechanisms/scaled-dot-product/kernel.ts';
import { random, randomMatrix } from '../../../math/random.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count, scientific } from '../../../widget/format.ts';
import type { Lang } from '../../../widget/text.ts';

const numbered = (letter: string, length: number): string[] =>
  Array.from({ length }, (_, i) => `${letter}${i + 1}`);
const words = {
  en: { queries: 'queries', features: 'features', values: 'features of the values' },
  zh: { queries: '查询', features: '特征', values: '值的特征' },
};

function grid(
  values: Matrix,
  scale: HeatmapData['scale'],
  rows: 'queries' | 'features',
  lang: Lang,
): HeatmapData {
  return {
    values,
    rows: numbered(rows === 'queries' ? 'q' : '', values.length),
    columns: numbered('', values[0]?.length ?? 0),
    rowTitle: words[lang][rows],
    columnTitle: words[lang].values,
    scale,
  };
}

export default defineWidget({
  id: 'query-key-value/rebracket',
  title: { en: 'Two ways to bracket Q Kᵀ V', zh: '给 Q Kᵀ V 加括号的两种方式' },
  provenance: { en: 'Random: Q, K and V are drawn from the seed.', zh: '随机：Q、K、V 由随机种子生成。' },
  mechanism: 'scaled-dot-product',
  controls: {
    n: range({ label: { en: 'tokens n', zh: '词元数 n' }, min: 1, max: 12, step: 1, value: 6 }),
    d: range({ label: { en: 'features d', zh: '特征数 d' }, min: 1, max: 6, step: 1, value: 2 }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 1 }),
    softmax: toggle({ label: { en: 'softmax on the left side', zh: '左边用 softmax' }, value: false }),
  },
  compute({ n, d, seed, softmax }) {
    const source = random(seed);
    const [q, k, v] = [randomMatrix(n, d, source), randomMatrix(n, d, source), randomMatrix(n, d, source)];
    return matrices(() => {
      const [Q, K, V] = [matrix(q), matrix(k), matrix(v)];
      const { output: left } = scaledDotProductAttention(Q, K, V, {
        scale: false,
        normalize: softmax ? 'rows' : 'none',
      });
      const state = matMul(K, V, true, false); // (d, n) · (n, d) → (d, d)
      const right = matMul(Q, state); // (n, d) · (d, d) → (n, d)
      const difference = max(abs(sub(left, right)));
      return { left, state, right, difference: reshape(difference, [1, 1]) };
    });
  },
  figures: [
    {
      name: 'left',
      title: { en: 'Scores first', zh: '先算分数' },
      formula: {
        variants: { none: String.raw`(\Q\K^{\top})\V`, rows: String.raw`\softmax(\Q\K^{\top})\V` },
        pick: ({ softmax }) => (softmax ? 'rows' : 'none'),
      },
      type: heatmap,
      data: ({ left }, _params, lang) => grid(left, 'output', 'queries', lang),
    },
    {
      name: 'state',
      title: { en: 'Keys and values first', zh: '先算键与值' },
      formula: String.raw`\K^{\top}\V`,
      type: heatmap,
      data: ({ state }, _params, lang) => grid(state, 'value', 'features', lang),
    },
    {
      name: 'right',
      title: { en: 'Then the queries', zh: '再乘查询' },
      formula: String.raw`\Q(\K^{\top}\V)`,
      type: heatmap,
      data: ({ right }, _params, lang) => grid(right, 'output', 'queries', lang),
    },
    {
      name: 'cost',
      title: { en: 'Multiplications', zh: '乘法次数' },
      type: numbers,
      data: ({ difference }, { n, d }, lang) => {
        const zh = lang === 'zh';
        return {
          head: ['', zh ? '先算分数' : 'scores first', zh ? '先算键与值' : 'keys and values first'],
          rows: [
            { label: zh ? '公式' : 'formula', values: ['2n²d', '2nd²'] },
            { label: `n = ${n}, d = ${d}`, values: [count(2 * n * n * d), count(2 * n * d * d)] },
            {
              label: zh ? '两边输出的最大差' : 'largest difference of the outputs',
              values: ['–', scientific(difference[0]?.[0] ?? Number.NaN)],
            },
          ],
        };
      },
    },
  ],
});
