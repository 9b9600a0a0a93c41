// A place of a picture: what it takes from its row, from its column, and from everywhere after both.
import { heatmap } from '../../../figures/heatmap.ts';
import { handlesOf, picture, type PictureData } from '../../../figures/picture.ts';
import type { Matrix } from '../../../math/tensor.ts';
import { choice, image, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count, fixed } from '../../../widget/format.ts';
import { movePart, partsOf, pixelsOf } from '../../../widget/picture.ts';
import { grid, side, weightsOf } from '../pictured.ts';

const numbers = Array.from({ length: grid }, (_, i) => String(i + 1));
const mapOf = (entry: (i: number, j: number) => number): Matrix =>
  numbers.map((_, i) => numbers.map((__, j) => entry(i, j)));
const largest = (map: Matrix): number => Math.max(...map.flat());
const place = (en: string, zh: string, value: number) =>
  range({ label: { en, zh }, min: 1, max: grid, step: 1, value });

interface Trace {
  readonly at: { readonly row: number; readonly column: number };
  readonly row: Matrix;
  readonly column: Matrix;
  readonly both: Matrix;
}

interface Shown {
  readonly picture: string;
  readonly opacity: number;
}

const over = (values: Matrix, name: string, { at }: Trace, params: Shown): PictureData => ({
  label: name,
  side,
  pixels: pixelsOf(params.picture, side),
  overlay: { name, values, scale: 'weights', extent: largest(values), opacity: params.opacity },
  at,
  explain: (i, j) => ({ text: `[${i + 1}, ${j + 1}] = ${fixed(values[i]?.[j] ?? 0, 4)}` }),
});
const picked = ({ row, column }: { row: number; column: number }) => ({ row: row + 1, column: column + 1 });

export default defineWidget({
  id: 'axial-attention/cross',
  title: { en: 'Where one place looks', zh: '一个位置看向哪里' },
  provenance: {
    en: 'Not trained: queries, keys and values are the features of a fixed filter bank on 8 × 8 places, standardised and of one length.',
    zh: '未经训练：查询、键、值都是固定滤波器组在 8 × 8 个位置上的特征，已标准化，长度一致。',
  },
  mechanism: 'axial-attention',
  controls: {
    picture: image({ label: { en: 'picture', zh: '图片' }, value: 'cat' }),
    row: place('row of the place', '位置的行号', 4),
    column: place('column of the place', '位置的列号', 7),
    sharpness: range({ label: { en: 'sharpness', zh: '锐度' }, min: 0, max: 4, step: 0.1, value: 0.6 }),
    arrangement: choice<'sequence' | 'sum'>({
      label: { en: 'rows and columns', zh: '行与列' },
      options: {
        sequence: { en: 'in sequence', zh: '先行后列' },
        sum: { en: 'as a sum', zh: '相加' },
      },
      value: 'sequence',
    }),
    opacity: range({
      label: { en: 'opacity of the maps', zh: '图层的不透明度' },
      min: 0.2,
      max: 1,
      step: 0.1,
      value: 0.7,
    }),
  },
  compute({ picture: shown, row, column, sharpness, arrangement }): Trace {
    const weights = weightsOf(shown, sharpness, { arrangement });
    const at = { row: row - 1, column: column - 1 };
    const inRow = weights.row[at.row]?.[at.column] ?? [];
    const inColumn = weights.column[at.column]?.[at.row] ?? [];
    const rowMap = mapOf((i, j) => (i === at.row ? (inRow[j] ?? 0) : 0));
    const columnMap = mapOf((i, j) => (j === at.column ? (inColumn[i] ?? 0) : 0));
    return {
      at,
      row: rowMap,
      column: columnMap,
      // In a sequence, what the column hands over has come to it along its rows.
      both: mapOf((i, j) =>
        arrangement === 'sum'
          ? (rowMap[i]?.[j] ?? 0) + (columnMap[i]?.[j] ?? 0)
          : (inColumn[i] ?? 0) * (weights.row[i]?.[at.column]?.[j] ?? 0),
      ),
    };
  },
  figures: [
    {
      name: 'row',
      title: { en: 'From its row', zh: '取自所在的行' },
      formula: String.raw`A_{\text{row}}`,
      caption: { en: 'Click a place to choose it.', zh: '点一个位置，就选中它。' },
      type: picture,
      data: (trace, params, lang) => ({
        ...over(trace.row, lang === 'zh' ? '行内权重' : 'weights in the row', trace, params),
        handles: handlesOf(partsOf(params.picture), lang),
      }),
      pick: picked,
      drag: (point, params, _trace, name) => ({ picture: movePart(params.picture, name, point) }),
    },
    {
      name: 'column',
      title: { en: 'From its column', zh: '取自所在的列' },
      formula: String.raw`A_{\text{col}}`,
      type: picture,
      data: (trace, params, lang) =>
        over(trace.column, lang === 'zh' ? '列内权重' : 'weights in the column', trace, params),
      pick: picked,
    },
    {
      name: 'both',
      title: { en: 'From everywhere, after both', zh: '两步之后，取自各处' },
      formula: {
        variants: {
          sequence: String.raw`A_{\text{col}}A_{\text{row}}`,
          sum: String.raw`A_{\text{row}}+A_{\text{col}}`,
        },
        pick: ({ arrangement }) => arrangement,
      },
      caption: {
        en: 'In each picture, full colour is its largest weight.',
        zh: '每张图里，最浓的颜色是其中最大的权重。',
      },
      type: picture,
      data: (trace, params, lang) =>
        over(trace.both, lang === 'zh' ? '两步之后的权重' : 'weights after both', trace, params),
      pick: picked,
    },
    {
      name: 'numbers',
      title: { en: 'The same as numbers', zh: '同一张图，写成数' },
      type: heatmap,
      data: ({ both }, _params, lang) => ({
        values: both,
        rows: numbers,
        columns: numbers,
        rowTitle: lang === 'zh' ? '行' : 'rows',
        columnTitle: lang === 'zh' ? '列' : 'columns',
        scale: 'weights',
        extent: largest(both),
      }),
      pick: picked,
    },
  ],
  goals: {
    // A corner is chosen.
    corner: ({ at }) => [0, grid - 1].includes(at.row) && [0, grid - 1].includes(at.column),
  },
  readout({ row, column, both }, _params, lang) {
    const reached = [row, column, both].map((map) => count(map.flat().filter((weight) => weight > 0).length));
    const [a, b, c] = reached;
    const all = grid * grid;
    const own = fixed(largest(both), 3);
    return lang === 'zh'
      ? `${all} 个位置里，行内够得着 ${a} 个，列内 ${b} 个，合起来 ${c} 个；其中最大的权重是 ${own}。`
      : `Of ${all} places it reaches ${a} in its row, ${b} in its column and ${c} by both; the largest weight of these is ${own}.`;
  },
});
