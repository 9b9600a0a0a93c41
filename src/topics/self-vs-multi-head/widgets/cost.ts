// What each of the two choices changes in the counts.
import { numbers } from '../../../figures/numbers.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count } from '../../../widget/format.ts';

const twoTo = (power: number): string => count(2 ** power);

/** n tokens ask m, with h heads that divide d features. */
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
    const [heads, asking, other, features] = [2 ** h, 2 ** n, 2 ** m, 2 ** d];
    return {
      heads,
      columns: [
        costs(asking, asking, 1, features),
        costs(asking, asking, heads, features),
        costs(asking, other, 1, features),
        costs(asking, other, heads, features),
      ],
    };
  },
  figures: [
    {
      name: 'counts',
      title: { en: 'The four cases', zh: '四种情形' },
      type: numbers,
      data: ({ columns, heads }, _params, lang) => {
        const zh = lang === 'zh';
        const row = (label: string, name: keyof ReturnType<typeof costs>) => ({
          label,
          values: columns.map((column) => count(column[name])),
        });
        return {
          head: zh
            ? ['', '自，1 头', `自，${heads} 头`, '交叉，1 头', `交叉，${heads} 头`]
            : ['', 'self, 1 head', `self, ${heads}`, 'cross, 1 head', `cross, ${heads}`],
          rows: [
            row(zh ? '参数 4d²' : 'parameters 4d²', 'parameters'),
            row(zh ? '乘法：投影 2(n+m)d²' : 'multiplications: projections 2(n+m)d²', 'projections'),
            row(zh ? '乘法：点积与输出 2nmd' : 'multiplications: products, heads 2nmd', 'attention'),
            row(zh ? '权重 hnm' : 'weights hnm', 'weights'),
          ],
        };
      },
    },
  ],
  readout({ heads, columns }, _params, lang) {
    const [self, , cross] = columns;
    const ratio = (cross?.weights ?? 0) / (self?.weights ?? 1);
    const times = ratio >= 1 ? count(ratio) : `1/${count(1 / ratio)}`;
    return lang === 'zh'
      ? `多头：权重是一个头的 ${heads} 倍，其余不变。交叉：权重是自注意力的 ${times}${ratio >= 1 ? ' 倍' : ''}，参数不变。`
      : `Several heads: ${heads} times the weights of one, nothing else. Cross: ${times} ${ratio >= 1 ? 'times ' : 'of '}the weights of self, and the same parameters.`;
  },
});
