// Three layers that make a sequence of a sequence: what each computes, how far a signal travels, what it can do at once.
import { curves } from '../../../figures/curves.ts';
import { numbers } from '../../../figures/numbers.ts';
import { range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count } from '../../../widget/format.ts';

/** The width of the convolution. */
const k = 3;
const lengths = Array.from({ length: 13 }, (_, i) => 2 ** (i + 3));
const names = {
  attention: { en: 'self-attention', zh: '自注意力' },
  recurrence: { en: 'recurrence', zh: '循环' },
  convolution: { en: `convolution, k = ${k}`, zh: `卷积，k = ${k}` },
} as const;

type Kind = keyof typeof names;
const kinds = Object.keys(names) as Kind[];

/** Multiplications of one layer, n tokens of d features: the leading terms, or with every matrix that the layer has. */
const countOf: Record<Kind, (n: number, d: number, whole: boolean) => number> = {
  attention: (n, d, whole) => (whole ? 2 * n * n * d + 4 * n * d * d : n * n * d),
  recurrence: (n, d, whole) => (whole ? 2 * n * d * d : n * d * d),
  convolution: (n, d) => k * n * d * d,
};

const formulas: Record<Kind, readonly [string, string]> = {
  attention: ['n²d', '2n²d + 4nd²'],
  recurrence: ['nd²', '2nd²'],
  convolution: ['knd²', 'knd²'],
};

/** The longest path between two tokens, and how many steps must wait for one another. */
const pathOf: Record<Kind, (n: number) => number> = {
  attention: () => 1,
  recurrence: (n) => n,
  // A stack of layers of width k without gaps between their taps.
  convolution: (n) => Math.ceil((n - 1) / (k - 1)),
};

const colors: Record<Kind, string> = {
  attention: 'var(--c-query)',
  recurrence: 'var(--c-key)',
  convolution: 'var(--c-value)',
};

export default defineWidget({
  id: 'self-attention/layers',
  title: { en: 'Self-attention, recurrence, convolution', zh: '自注意力、循环与卷积' },
  mechanism: 'self-attention',
  controls: {
    n: range({
      label: { en: 'tokens n', zh: '词元数 n' },
      min: 3,
      max: 15,
      step: 1,
      value: 7,
      show: (power) => count(2 ** power),
    }),
    d: range({
      label: { en: 'features d', zh: '特征数 d' },
      min: 3,
      max: 12,
      step: 1,
      value: 9,
      show: (power) => count(2 ** power),
    }),
    whole: toggle({ label: { en: 'count every matrix', zh: '每个矩阵都算' }, value: false }),
  },
  compute({ n, d, whole }) {
    const [tokens, features] = [2 ** n, 2 ** d];
    return {
      tokens,
      curves: kinds.map((kind) => lengths.map((length) => countOf[kind](length, features, whole))),
      here: kinds.map((kind) => countOf[kind](tokens, features, whole)),
      paths: kinds.map((kind) => pathOf[kind](tokens)),
    };
  },
  figures: [
    {
      name: 'growth',
      title: { en: 'Multiplications over the length', zh: '乘法次数随长度增长' },
      type: curves,
      data: ({ curves: lines, tokens }, _params, lang) => ({
        x: lengths,
        curves: kinds.map((kind, i) => ({
          label: names[kind][lang],
          color: colors[kind],
          ...(i === 0 ? {} : { dash: i === 1 ? '5 3' : '2 3' }),
          y: lines[i] ?? [],
        })),
        xTitle: lang === 'zh' ? '词元数 n' : 'tokens n',
        yTitle: lang === 'zh' ? '乘法次数' : 'multiplications',
        xType: 'log',
        yType: 'log',
        yDomain: [1e2, 1e14],
        at: tokens,
      }),
    },
    {
      name: 'table',
      title: { en: 'One layer at your sizes', zh: '按你的规模，一层' },
      type: numbers,
      data: ({ here, paths }, { whole }, lang) => ({
        head:
          lang === 'zh'
            ? ['', '公式', '乘法次数', '最长路径']
            : ['', 'formula', 'multiplications', 'longest path'],
        rows: kinds.map((kind, i) => ({
          label: names[kind][lang],
          values: [formulas[kind][whole ? 1 : 0], count(here[i] ?? 0), count(paths[i] ?? 0)],
        })),
      }),
    },
  ],
  readout({ here: [attention = 0, recurrence = 0] }, _params, lang) {
    const ratio = Math.max(attention / recurrence, recurrence / attention);
    const factor = Number.isInteger(ratio) ? count(ratio) : ratio.toFixed(1);
    if (ratio === 1)
      return lang === 'zh'
        ? '自注意力与循环的乘法次数相同。'
        : 'Self-attention and recurrence take the same number of multiplications.';
    if (lang === 'zh')
      return attention > recurrence
        ? `自注意力的乘法次数是循环的 ${factor} 倍。`
        : `循环的乘法次数是自注意力的 ${factor} 倍。`;
    return attention > recurrence
      ? `Self-attention takes ${factor} times as many multiplications as recurrence.`
      : `Recurrence takes ${factor} times as many multiplications as self-attention.`;
  },
});
