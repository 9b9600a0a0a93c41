// Which place can reach which: the weights of rows and of columns between all places, and their product.
import { add, matMul, reshape } from '@tensorflow/tfjs-core';
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import { maps } from '../../../figures/maps.ts';
import { matrices, type Matrix } from '../../../math/tensor.ts';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import type { Lang } from '../../../widget/text.ts';
import { featuresOf, parametersOf, weightsOf } from '../drawn.ts';

type Listing = 'rows' | 'columns';

/** The places in the order of a list, row by row or column by column, as indices into the first. */
function orderOf(H: number, W: number, listing: Listing): number[] {
  const places = [...Array(H * W).keys()];
  return listing === 'rows' ? places : places.map((k) => (k % H) * W + Math.floor(k / H));
}

const reordered = (m: Matrix, order: readonly number[]): Matrix =>
  order.map((o) => order.map((p) => m[o]?.[p] ?? 0));
const positive = (m: Matrix): number => m.flat().filter((weight) => weight > 0).length;

interface Trace {
  readonly places: readonly string[];
  readonly row: Matrix;
  readonly column: Matrix;
  readonly both: Matrix;
  /** The feature maps' size. */
  readonly size: readonly [H: number, W: number];
}

function map(values: Matrix, trace: Trace, lang: Lang): HeatmapData {
  const { places } = trace;
  return {
    values,
    rows: places,
    columns: places,
    rowTitle: lang === 'zh' ? '查询' : 'queries',
    columnTitle: lang === 'zh' ? '键' : 'keys',
    scale: 'weights',
    extent: Math.max(...values.flat()),
    explain: (o, p) => ({ text: `[${places[o]}, ${places[p]}] = ${fixed(values[o]?.[p] ?? 0, 4)}` }),
  };
}

const names = [
  { en: 'in rows', zh: '行内' },
  { en: 'in columns', zh: '列内' },
  { en: 'both', zh: '合在一起' },
] as const;

export default defineWidget({
  id: 'axial-attention/pattern',
  title: { en: 'Which place reaches which', zh: '谁够得着谁' },
  provenance: {
    en: 'Random: features and projections drawn from the seed. The zeros are not drawn; they are the mechanism.',
    zh: '随机：特征和投影由随机种子生成。零不是随机来的，它们就是这个机制。',
  },
  mechanism: 'axial-attention',
  controls: {
    rows: range({ label: { en: 'rows H', zh: '行数 H' }, min: 1, max: 5, step: 1, value: 4 }),
    columns: range({ label: { en: 'columns W', zh: '列数 W' }, min: 1, max: 5, step: 1, value: 4 }),
    both: choice<'product' | 'sum'>({
      label: { en: 'rows and columns', zh: '行与列' },
      options: {
        product: { en: 'in sequence', zh: '先行后列' },
        sum: { en: 'as a sum', zh: '相加' },
      },
      value: 'product',
    }),
    shown: choice<'row' | 'column' | 'both'>({
      label: { en: 'weights shown', zh: '显示哪个的权重' },
      options: { row: names[0], column: names[1], both: names[2] },
      value: 'both',
    }),
    listing: choice<Listing>({
      label: { en: 'places listed', zh: '位置的排法' },
      options: {
        rows: { en: 'row by row', zh: '逐行' },
        columns: { en: 'column by column', zh: '逐列' },
      },
      value: 'rows',
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 3 }),
  },
  compute({ rows: H, columns: W, both, listing, seed }): Trace {
    const order = orderOf(H, W, listing);
    const found = matrices(() => {
      const arrangement = both === 'sum' ? 'sum' : 'sequence';
      const { row, column } = weightsOf(featuresOf(H, W, seed), parametersOf(seed), { arrangement });
      return {
        row,
        column,
        both: reshape(both === 'sum' ? add(row, column) : matMul(column, row), row.shape),
      };
    });
    const [row, column, whole] = [found.row, found.column, found.both].map((m) => reordered(m, order));
    return {
      places: order.map((place) => `${Math.floor(place / W) + 1},${(place % W) + 1}`),
      row: row!,
      column: column!,
      both: whole!,
      size: [H, W],
    };
  },
  figures: [
    {
      name: 'open',
      title: { en: 'Where the weights are not zero', zh: '哪些权重不为 0' },
      caption: {
        en: 'Each row is a place that looks, each column a place that is looked at.',
        zh: '每一行是一个在看的位置，每一列是一个被看的位置。',
      },
      type: maps,
      data: ({ row, column, both }, _params, lang) => ({
        maps: [row, column, both].map((m, k) => ({
          label: names[k]![lang],
          values: m.map((entries) => entries.map((weight) => Number(weight > 0))),
        })),
        scale: 'weights',
        labelTitle: lang === 'zh' ? '矩阵' : 'matrix',
      }),
    },
    {
      name: 'weights',
      title: { en: 'The weights of one of them', zh: '其中一个的权重' },
      formula: {
        variants: {
          row: String.raw`A_{\text{row}}`,
          column: String.raw`A_{\text{col}}`,
          product: String.raw`A_{\text{col}}A_{\text{row}}`,
          sum: String.raw`A_{\text{row}}+A_{\text{col}}`,
        },
        pick: ({ shown, both }) => (shown === 'both' ? both : shown),
      },
      caption: {
        en: 'Full colour is the largest entry of this matrix.',
        zh: '最浓的颜色是这个矩阵里最大的数。',
      },
      type: heatmap,
      data: (trace, { shown }, lang) => map(trace[shown], trace, lang),
    },
  ],
  goals: {
    // Both together still have zeros, and the image is no single line.
    holes: ({ both, size: [H, W] }) => H > 1 && W > 1 && positive(both) < (H * W) ** 2,
    // One axis alone is all of self-attention.
    line: ({ row, size: [, W] }) => W > 1 && positive(row) === row.length ** 2,
  },
  readout({ row, column, both, size: [H, W] }, _params, lang) {
    const all = (H * W) ** 2;
    const [a, b, c] = [row, column, both].map(positive);
    return lang === 'zh'
      ? `${all} 对位置里不为 0 的：行内 ${a}，列内 ${b}，合在一起 ${c}。`
      : `Of ${all} pairs of places, not zero: ${a} inside rows, ${b} inside columns, ${c} together.`;
  },
});
