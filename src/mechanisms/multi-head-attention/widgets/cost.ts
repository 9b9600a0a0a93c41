// More heads of the same d_model: the multiplications stay, the stored weights grow.
import { curves } from '../../../figures/curves.ts';
import { numbers } from '../../../figures/numbers.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count, fixed } from '../../../widget/format.ts';

const most = 6;
const counts = Array.from({ length: most + 1 }, (_, power) => 2 ** power);
const twoTo = (power: number): string => count(2 ** power);

export default defineWidget({
  id: 'multi-head-attention/cost',
  title: { en: 'What more heads cost', zh: '头多了，开销怎么变' },
  mechanism: 'multi-head-attention',
  controls: {
    h: range({
      label: { en: 'heads h', zh: '头数 h' },
      min: 0,
      max: most,
      step: 1,
      value: 3,
      show: twoTo,
    }),
    n: range({
      label: { en: 'tokens n', zh: '词元数 n' },
      min: 3,
      max: 15,
      step: 1,
      value: 10,
      show: twoTo,
    }),
    d: range({
      label: { en: 'features d', zh: '特征数 d' },
      min: most,
      max: 12,
      step: 1,
      value: 9,
      show: twoTo,
    }),
  },
  compute({ h, n, d }) {
    const [heads, tokens, features] = [2 ** h, 2 ** n, 2 ** d];
    return {
      heads,
      features,
      projections: 4 * tokens * features ** 2,
      attention: 2 * tokens ** 2 * features,
      weights: heads * tokens ** 2,
      parameters: 4 * features ** 2,
      multiplied: counts.map(() => 4 * tokens * features ** 2 + 2 * tokens ** 2 * features),
      stored: counts.map((each) => each * tokens ** 2),
    };
  },
  figures: [
    {
      name: 'counts',
      title: { en: 'At your sizes', zh: '按你的规模' },
      type: numbers,
      data: ({ heads, features, projections, attention, weights, parameters }, _params, lang) => {
        const zh = lang === 'zh';
        return {
          head: ['', zh ? '公式' : 'formula', zh ? '数量' : 'count'],
          rows: [
            { label: zh ? '每头的特征' : 'features of a head', values: ['d/h', count(features / heads)] },
            { label: zh ? '学到的参数' : 'learned parameters', values: ['4d²', count(parameters)] },
            {
              label: zh ? '乘法：四个投影' : 'multiplications: four projections',
              values: ['4nd²', count(projections)],
            },
            {
              label: zh ? '乘法：点积与各头输出' : 'multiplications: products and heads',
              values: ['2n²d', count(attention)],
            },
            {
              label: zh ? '所存的权重；指数运算' : 'stored weights; exponentials',
              values: ['hn²', count(weights)],
            },
          ],
        };
      },
    },
    {
      name: 'growth',
      title: { en: 'Over the number of heads', zh: '随头数变化' },
      caption: {
        en: 'Both axes are logarithmic. Only what is stored depends on h.',
        zh: '两个轴都是对数刻度。随 h 变的只有所存的数。',
      },
      type: curves,
      data: ({ heads, multiplied, stored }, _params, lang) => ({
        x: counts,
        xType: 'log',
        yType: 'log',
        xTitle: lang === 'zh' ? '头数 h' : 'heads h',
        yTitle: lang === 'zh' ? '次数，个数' : 'count',
        yDomain: [10, 1e14],
        at: heads,
        curves: [
          {
            label: lang === 'zh' ? '乘法次数' : 'multiplications',
            color: 'var(--scale-negative)',
            dash: '6 4',
            y: multiplied,
          },
          {
            label: lang === 'zh' ? '所存的权重' : 'stored weights',
            color: 'var(--scale-weights)',
            y: stored,
          },
        ],
      }),
    },
  ],
  readout({ heads, weights, projections, attention }, _params, lang) {
    const bytes = weights * 4;
    const size = bytes >= 1e9 ? `${fixed(bytes / 1e9, 1)} GB` : `${fixed(bytes / 1e6, 1)} MB`;
    const total = count(projections + attention);
    return lang === 'zh'
      ? `${heads} 个头：乘法 ${total} 次，头再多也不变；权重若存下来，每个数 4 字节，共 ${size}。`
      : `${heads} ${heads === 1 ? 'head' : 'heads'}: ${total} multiplications, as with any other number; the weights, if stored at 4 bytes each, take ${size}.`;
  },
});
