// What attention costs at the reader's own sizes.
import { curves } from '../../../figures/curves.ts';
import { numbers } from '../../../figures/numbers.ts';
import meta from '../../../mechanisms/scaled-dot-product/meta.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count, fixed } from '../../../widget/format.ts';
import { pick } from '../../../widget/text.ts';

const lengths = Array.from({ length: 13 }, (_, i) => 2 ** (i + 3));

const superscript = (formula: string): string => formula.replaceAll('^2', '²').replaceAll(' ', '');

const bytes = (size: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, size)) / 3));
  return `${fixed(size / 1000 ** power, power === 0 ? 0 : 1)} ${units[power]}`;
};

export default defineWidget({
  id: 'query-key-value/cost',
  title: { en: 'The cost at your sizes', zh: '按你的规模计算开销' },
  mechanism: 'scaled-dot-product',
  controls: {
    n: range({
      label: { en: 'tokens n', zh: '词元数 n' },
      min: 3,
      max: 15,
      step: 1,
      value: 10,
      show: (power) => count(2 ** power),
    }),
    d: range({
      label: { en: 'features d', zh: '特征数 d' },
      min: 3,
      max: 12,
      step: 1,
      value: 6,
      show: (power) => count(2 ** power),
    }),
  },
  compute({ n, d }) {
    const [tokens, features] = [2 ** n, 2 ** d];
    return {
      tokens,
      costs: meta.costs.map(({ label, formula, count: of }) => ({
        label,
        formula,
        value: of(tokens, features),
      })),
      attention: lengths.map((length) => 2 * length * length * features),
      projections: lengths.map((length) => 3 * length * features * features),
    };
  },
  figures: [
    {
      name: 'counts',
      title: { en: 'One head, one sequence', zh: '一个头，一个序列' },
      type: numbers,
      data: ({ costs, tokens }, _params, lang) => ({
        head: ['', lang === 'zh' ? '公式' : 'formula', lang === 'zh' ? '数量' : 'count'],
        rows: [
          ...costs.map(({ label, formula, value }) => ({
            label: pick(label, lang),
            values: [superscript(formula), count(value)],
          })),
          {
            label: lang === 'zh' ? '权重所占内存（float32）' : 'memory of the weights (float32)',
            values: ['4n²', bytes(4 * tokens * tokens)],
          },
          {
            label: lang === 'zh' ? '两个词元之间的最长路径' : 'longest path between two tokens',
            values: ['1', '1'],
          },
        ],
      }),
    },
    {
      name: 'growth',
      title: { en: 'Multiplications over the length', zh: '乘法次数随长度增长' },
      caption: {
        en: 'Both axes are logarithmic. Attention overtakes the three projections at n = 1.5 d.',
        zh: '两个轴都是对数刻度。n = 1.5 d 之后，注意力超过三个投影。',
      },
      type: curves,
      data: ({ attention, projections, tokens }, _params, lang) => ({
        x: lengths,
        xType: 'log',
        yType: 'log',
        xTitle: lang === 'zh' ? '词元数 n' : 'tokens n',
        yTitle: lang === 'zh' ? '乘法次数' : 'multiplications',
        yDomain: [1e3, 1e13],
        at: tokens,
        curves: [
          { label: lang === 'zh' ? 'QKᵀ 与 AV' : 'QKᵀ and AV', color: 'var(--scale-weights)', y: attention },
          {
            label: lang === 'zh' ? '三个投影' : 'three projections',
            color: 'var(--scale-negative)',
            dash: '6 4',
            y: projections,
          },
        ],
      }),
    },
  ],
});
