// The dot product of two encodings: for sinusoids a function of the distance alone, for vectors of their own none.
import { matMul } from '@tensorflow/tfjs-core';
import { dotProduct } from '../../../figures/arithmetic.ts';
import { curves } from '../../../figures/curves.ts';
import { heatmap } from '../../../figures/heatmap.ts';
import { positionsAfter } from '../../../math/positions.ts';
import { randomMatrix } from '../../../math/random.ts';
import { matrices, matrix } from '../../../math/tensor.ts';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { sinusoidalEncoding } from '../kernel.ts';
import { baseControl } from '../trace.ts';

const farthest = 64;
/** Positions of the heatmap. */
const shown = 12;
/** The two positions from which the curves count. */
const starts = [0, 20] as const;

export default defineWidget({
  id: 'positional-encoding/distance',
  title: { en: 'Two positions, one product', zh: '两个位置，一个点积' },
  provenance: {
    en: 'The sinusoids are computed. “Learned” is random here: that is how a table of vectors begins, before training.',
    zh: '正弦编码是算出来的。“学习的编码”在这里是随机的：训练之前，一张向量表就是这个样子。',
  },
  mechanism: 'positional-encoding',
  controls: {
    distance: range({
      label: { en: 'distance Δ', zh: '距离 Δ' },
      min: 0,
      max: farthest,
      step: 1,
      value: 6,
    }),
    power: range({
      label: { en: 'features d', zh: '特征数 d' },
      min: 1,
      max: 7,
      step: 1,
      value: 5,
      show: (power) => String(2 ** power),
    }),
    base: baseControl(),
    kind: choice({
      label: { en: 'encoding', zh: '编码' },
      options: {
        sinusoidal: { en: 'sinusoidal', zh: '正弦' },
        learned: { en: 'learned, before training', zh: '学习的，训练之前' },
      },
      value: 'sinusoidal',
    }),
  },
  compute({ power, base, kind }) {
    const d = 2 ** power;
    const last = farthest + starts[1] + 1;
    const { encoding, products } = matrices(() => {
      // Sinusoids have the length √(d/2); random vectors are drawn with about the same.
      const table =
        kind === 'sinusoidal'
          ? sinusoidalEncoding(positionsAfter(0, last), d, { base: 10 ** base })
          : matrix(randomMatrix(last, d, 5).map((row) => row.map((x) => x / Math.SQRT2)));
      return { encoding: table, products: matMul(table, table, false, true) }; // (last, d), (last, last)
    });
    const from = (start: number): number[] =>
      positionsAfter(start, farthest + 1).map((other) => {
        const product = (i: number, j: number): number => products[i]?.[j] ?? Number.NaN;
        return product(start, other) / Math.sqrt(product(start, start) * product(other, other));
      });
    return {
      curves: starts.map(from),
      encoding,
      products,
    };
  },
  figures: [
    {
      name: 'curve',
      title: { en: 'Product by distance', zh: '点积随距离的变化' },
      formula: String.raw`\dfrac{p_m\cdot p_{m+\Delta}}{\lVert p_m\rVert\,\lVert p_{m+\Delta}\rVert}`,
      caption: {
        en: 'Counted from position 0 and from position 20. For sinusoids the two curves are one.',
        zh: '一条从位置 0 算起，一条从位置 20 算起。正弦编码的两条曲线重合。',
      },
      type: curves,
      data: ({ curves: [first = [], second = []] }, { distance }, lang) => ({
        x: positionsAfter(0, farthest + 1),
        xTitle: lang === 'zh' ? '距离 Δ' : 'distance Δ',
        yTitle: lang === 'zh' ? '点积 ÷ 两个长度' : 'product ÷ both lengths',
        yDomain: [-1, 1],
        at: distance,
        curves: [
          {
            label: lang === 'zh' ? '从 20 起' : 'from 20',
            color: 'var(--scale-positive)',
            y: second,
          },
          {
            label: lang === 'zh' ? '从 0 起' : 'from 0',
            color: 'var(--scale-negative)',
            dash: '4 4',
            y: first,
          },
        ],
      }),
    },
    {
      name: 'products',
      title: { en: 'Every position with every other', zh: '两两的点积' },
      formula: String.raw`PP^{\top}`,
      caption: {
        en: 'Along each diagonal the distance is the same, and so is the product of sinusoids.',
        zh: '同一条对角线上距离相同，正弦编码的点积也就相同。',
      },
      type: heatmap,
      data: ({ products, encoding }, _params, lang) => ({
        values: products.slice(0, shown).map((row) => row.slice(0, shown)),
        rows: positionsAfter(0, shown).map(String),
        columns: positionsAfter(0, shown).map(String),
        rowTitle: lang === 'zh' ? '位置' : 'positions',
        columnTitle: lang === 'zh' ? '位置' : 'positions',
        scale: 'scores',
        explain: (i: number, j: number) => ({
          text: `p${i} · p${j} = ${dotProduct(encoding[i] ?? [], encoding[j] ?? [], products[i]?.[j] ?? 0)}`,
        }),
      }),
    },
  ],
  readout({ products: all }, { distance }, lang) {
    const [a, b] = starts.map((start) => fixed(all[start]?.[start + distance] ?? Number.NaN, 3));
    return lang === 'zh'
      ? `距离 ${distance}：位置 0 与 ${distance} 的点积是 ${a}，位置 20 与 ${20 + distance} 的是 ${b}。`
      : `Distance ${distance}: positions 0 and ${distance} have the product ${a}, positions 20 and ${20 + distance} have ${b}.`;
  },
});
