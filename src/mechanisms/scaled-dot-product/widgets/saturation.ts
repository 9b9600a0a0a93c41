// What large scores do to learning: the slopes of the weights along the scores, by automatic differentiation.
import { tidy, type Tensor } from '@tensorflow/tfjs-core';
import { curves } from '../../../figures/curves.ts';
import { heatmap } from '../../../figures/heatmap.ts';
import { jacobian } from '../../../math/gradient.ts';
import { random, randomMatrix } from '../../../math/random.ts';
import { softmax } from '../../../math/softmax.ts';
import { matrices, matrix, toMatrix } from '../../../math/tensor.ts';
import { range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, short } from '../../../widget/format.ts';
import { scaledDotProductAttention } from '../kernel.ts';

const keys = 8;
const queries = 12;
const powers = Array.from({ length: 10 }, (_, i) => i);

interface State {
  /** Of the first query. */
  readonly scores: readonly number[];
  readonly weights: readonly number[];
  /** Sum of the diagonal of the slopes, mean over the queries: 1 − Σ a². */
  readonly total: number;
}

interface Size {
  readonly d: number;
  readonly scaled: State;
  readonly plain: State;
}

function measure(seed: number): Size[] {
  const source = random(seed);
  const most = 2 ** (powers.at(-1) ?? 0);
  const [queriesOf, keysOf] = [randomMatrix(queries, most, source), randomMatrix(keys, most, source)];
  const stateOf = (q: Tensor, k: Tensor, scale: number | false): State => {
    const { scores, weights } = scaledDotProductAttention(q, k, k, { scale });
    const rows = toMatrix(weights);
    const totals = rows.map((row) => 1 - row.reduce((sum, a) => sum + a * a, 0));
    return {
      scores: toMatrix(scores)[0] ?? [],
      weights: rows[0] ?? [],
      total: totals.reduce((sum, x) => sum + x, 0) / totals.length,
    };
  };
  const sizes: Size[] = [];
  tidy(() => {
    for (const power of powers) {
      const d = 2 ** power;
      const [q, k] = [queriesOf, keysOf].map((all) => matrix(all.map((row) => row.slice(0, d)))) as [
        Tensor,
        Tensor,
      ];
      sizes.push({ d, scaled: stateOf(q, k, 1 / Math.sqrt(d)), plain: stateOf(q, k, false) });
    }
  });
  return sizes;
}

let kept: { readonly seed: number; readonly sizes: readonly Size[] } | undefined;

const labels = Array.from({ length: keys }, (_, i) => `k${i + 1}`);

export default defineWidget({
  id: 'scaled-dot-product/saturation',
  title: { en: 'What is left to learn from', zh: '还剩多少可学' },
  provenance: {
    en: `Random: ${queries} queries and ${keys} keys with independent features of mean 0 and variance 1; slopes by automatic differentiation.`,
    zh: `随机：${queries} 个查询、${keys} 个键，各特征相互独立，均值为 0，方差为 1；斜率由自动微分算出。`,
  },
  mechanism: 'scaled-dot-product',
  controls: {
    power: range({
      label: { en: 'features dₖ', zh: '特征数 dₖ' },
      min: 0,
      max: powers.at(-1) ?? 0,
      step: 1,
      value: 6,
      show: (power) => String(2 ** power),
    }),
    scaled: toggle({ label: { en: 'divide by √dₖ', zh: '除以 √dₖ' }, value: true }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 1 }),
  },
  compute({ power, scaled, seed }) {
    if (kept?.seed !== seed) kept = { seed, sizes: measure(seed) };
    const { scores } = (kept.sizes[power] as Size)[scaled ? 'scaled' : 'plain'];
    const { slopes } = matrices(() => ({ slopes: jacobian((row) => softmax(row), matrix([scores])) }));
    return { sizes: kept.sizes, slopes };
  },
  figures: [
    {
      name: 'slopes',
      title: { en: 'Slopes of the first query’s weights', zh: '第一个查询的权重的斜率' },
      formula: String.raw`\partial a_i/\partial s_j=a_i(\delta_{ij}-a_j)`,
      caption: {
        en: 'Row i, column j: how much weight i changes with score j. The full colour is 0.25, the largest slope there is.',
        zh: '第 i 行第 j 列：权重 i 随分数 j 变化多少。最深的颜色是 0.25，斜率不会比它更大。',
      },
      type: heatmap,
      data: ({ sizes, slopes }, { power, scaled }, lang) => {
        const { weights } = (sizes[power] as Size)[scaled ? 'scaled' : 'plain'];
        const zh = lang === 'zh';
        return {
          values: slopes,
          rows: labels,
          columns: labels,
          rowTitle: zh ? '权重' : 'weights',
          columnTitle: zh ? '分数' : 'scores',
          scale: 'scores',
          extent: 0.25,
          explain: (i: number, j: number) => {
            const [a, b] = [weights[i] ?? 0, weights[j] ?? 0];
            const text = i === j ? `${short(a)}·(1 − ${short(a)})` : `−${short(a)}·${short(b)}`;
            return { text: `[${labels[i]}, ${labels[j]}] = ${text} = ${fixed(slopes[i]?.[j] ?? 0, 4)}` };
          },
        };
      },
    },
    {
      name: 'total',
      title: { en: 'Sum of the diagonal, mean over the queries', zh: '对角线之和，对所有查询取平均' },
      formula: String.raw`\sum_i a_i(1-a_i)`,
      type: curves,
      data: ({ sizes }, { power }, lang) => {
        const zh = lang === 'zh';
        return {
          x: sizes.map(({ d }) => d),
          xType: 'log',
          xTitle: 'dₖ',
          yTitle: zh ? '斜率之和' : 'sum of slopes',
          yDomain: [0, 1],
          at: 2 ** power,
          curves: [
            {
              label: zh ? '除以 √dₖ' : 'divided by √dₖ',
              color: 'var(--scale-weights)',
              y: sizes.map(({ scaled }) => scaled.total),
            },
            {
              label: zh ? '不缩放' : 'not scaled',
              color: 'var(--scale-negative)',
              dash: '6 4',
              y: sizes.map(({ plain }) => plain.total),
            },
          ],
        };
      },
    },
  ],
  readout({ sizes }, { power }, lang) {
    const { d, scaled, plain } = sizes[power] as Size;
    const [a, b] = [fixed(scaled.total, 3), fixed(plain.total, 3)];
    return lang === 'zh'
      ? `dₖ = ${d}：斜率之和缩放后是 ${a}，不缩放是 ${b}。`
      : `At dₖ = ${d} the slopes sum to ${a} with the scale and to ${b} without.`;
  },
});
