// What each of the two choices changes in the counts.
import { numbers } from '../../../figures/numbers.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count } from '../../../widget/format.ts';

const twoTo = (power: number): string => count(2 ** power);

/** n tokens ask m, with h heads that divide d features: 4d² parameters, 2(n+m)d² and 2nmd multiplications, hnm weights. */
const costs = (n: number, m: number, h: number, d: number) => ({
  parameters: 4 * d * d,
  projections: 2 * (n + m) * d * d,
  attention: 2 * n * m * d,
  weights: h * n * m,
});

export default defineWidget({
  id: 'self-vs-multi-head/cost',
  title: { en: 'What each choice costs', zh: '每个选择的开销' },
  mechanism: 'multi-head-attention',
  controls: {
    h: range({ label: { en: 'heads h', zh: '头数 h' }, min: 1, max: 6, step: 1, value: 3, show: twoTo }),
    n: range({
      label: { en: 'tokens that ask n', zh: '发问的词元数 n' },
      min: 0,
      max: 14,
      step: 1,
      value: 6,
      show: twoTo,
    }),
    m: range({
      label: { en: 'tokens of the other sequence m', zh: '另一序列的词元数 m' },
      min: 0,
      max: 14,
      step: 1,
      value: 9,
      show: twoTo,
    }),
    d: range({
      label: { en: 'features d', zh: '特征数 d' },
      min: 6,
      max: 12,
      step: 1,
      value: 9,
      show: twoTo,
    }),
  },
  compute({ h, n, m, d }) {
    const [heads, asking, other, features] = [h, n, m, d].map((power) => 2 ** power) as [
      number,
      number,
      number,
      number,
    ];
    return {
      heads,
      self: costs(asking, asking, heads, features),
      cross: costs(asking, other, heads, features),
    };
  },
  figures: [
    {
      name: 'counts',
      title: { en: 'One head or several, self or cross', zh: '一个头或多个头，自或交叉' },
      type: numbers,
      data: ({ heads, self, cross }, _params, lang) => {
        const zh = lang === 'zh';
        const row = (label: string, of: (costs: typeof self) => number) => ({
          label,
          values: [of(self), of(cross)],
        });
        return {
          show: count,
          head: zh ? ['', '自注意力', '交叉注意力'] : ['', 'self', 'cross'],
          rows: [
            row(zh ? '参数' : 'parameters', ({ parameters }) => parameters),
            row(zh ? '乘法：投影' : 'multiplications: projections', ({ projections }) => projections),
            row(zh ? '乘法：点积与输出' : 'multiplications: products, heads', ({ attention }) => attention),
            row(zh ? '权重，1 个头' : 'weights, 1 head', ({ weights }) => weights / heads),
            row(zh ? `权重，${heads} 个头` : `weights, ${heads} heads`, ({ weights }) => weights),
          ],
        };
      },
    },
  ],
  readout({ heads, self, cross }, _params, lang) {
    const ratio = cross.weights / self.weights;
    const times = ratio >= 1 ? count(ratio) : `1/${count(1 / ratio)}`;
    return lang === 'zh'
      ? `多头：权重是一个头的 ${heads} 倍，其余不变。交叉：权重是自注意力的 ${times}${ratio >= 1 ? ' 倍' : ''}，参数不变。`
      : `Several heads: ${heads} times the weights of one, nothing else. Cross: ${times} ${ratio >= 1 ? 'times ' : 'of '}the weights of self, and the same parameters.`;
  },
});
