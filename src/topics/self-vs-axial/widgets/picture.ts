// One place of a picture under both: the weights of self-attention, those of its row, and those of rows and columns together.
import { eye, reshape, transpose } from '@tensorflow/tfjs-core';
import { picture, type PictureData } from '../../../figures/picture.ts';
import { bank } from '../../../math/filter-bank.ts';
import { matrices, type Matrix } from '../../../math/tensor.ts';
import { featuresOf, grid, side, weightsOf } from '../../../mechanisms/axial-attention/pictured.ts';
import { selfAttention } from '../../../mechanisms/self-attention/kernel.ts';
import { image, range } from '../../../widget/controls.ts';
import { defineWidget, type FigureSlot } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { pixelsOf } from '../../../widget/picture.ts';
import { pick, type Text } from '../../../widget/text.ts';

const lines = [...Array(grid).keys()];
const mapOf = (entry: (i: number, j: number) => number): Matrix =>
  lines.map((i) => lines.map((j) => entry(i, j)));
const line = (en: string, zh: string, value: number) =>
  range({ label: { en, zh }, min: 1, max: grid, step: 1, value });

interface Trace {
  readonly at: { readonly row: number; readonly column: number };
  readonly full: Matrix;
  readonly row: Matrix;
  readonly both: Matrix;
}

interface Shown {
  readonly picture: string;
  readonly opacity: number;
  readonly row: number;
  readonly column: number;
}

/** The weights of self-attention between all places, from the same features and with the same scale. */
function fullOf(shown: string, sharpness: number, place: number): readonly number[] {
  const { weights } = matrices(() => {
    const x = transpose(reshape(featuresOf(shown), [bank.length, grid * grid])); // (places, channels)
    const same = eye(bank.length);
    const scale = sharpness / Math.sqrt(bank.length);
    return { weights: selfAttention(x, { wq: same, wk: same, wv: same }, { scale }).weights };
  });
  return weights[place] ?? [];
}

function panel(
  name: 'full' | 'row' | 'both',
  title: Text,
  formula: string,
): FigureSlot<Shown, Trace, PictureData> {
  return {
    name,
    title,
    formula,
    type: picture,
    data: (trace, params, lang) => ({
      label: pick(title, lang),
      side,
      pixels: pixelsOf(params.picture, side),
      overlay: {
        name: pick(title, lang),
        values: trace[name],
        scale: 'weights',
        extent: Math.max(...trace[name].flat()),
        opacity: params.opacity,
      },
      at: trace.at,
      explain: (i, j) => ({ text: `[${i + 1}, ${j + 1}] = ${fixed(trace[name][i]?.[j] ?? 0, 4)}` }),
    }),
    pick: ({ row, column }) => ({ row: row + 1, column: column + 1 }),
  };
}

/** Half the sum of the differences: the share of its attention that a place would have to move. */
const apart = (a: Matrix, b: Matrix): number =>
  a.flat().reduce((sum, weight, i) => sum + Math.abs(weight - (b.flat()[i] ?? 0)), 0) / 2;

export default defineWidget({
  id: 'self-vs-axial/picture',
  title: { en: 'One picture, two ways', zh: '一张图，两种看法' },
  provenance: {
    en: 'Not trained: queries, keys and values are the features of a fixed filter bank on 8 × 8 places, the same for both.',
    zh: '未经训练：查询、键、值都是固定滤波器组在 8 × 8 个位置上的特征，两种注意力用同一份。',
  },
  mechanism: 'axial-attention',
  controls: {
    picture: image({ label: { en: 'picture', zh: '图片' }, value: 'cat' }),
    row: line('row of the place', '位置的行号', 4),
    column: line('column of the place', '位置的列号', 7),
    sharpness: range({ label: { en: 'sharpness', zh: '锐度' }, min: 0, max: 4, step: 0.1, value: 0.6 }),
    opacity: range({
      label: { en: 'opacity of the maps', zh: '图层的不透明度' },
      min: 0.2,
      max: 1,
      step: 0.1,
      value: 0.7,
    }),
  },
  compute({ picture: shown, row, column, sharpness }): Trace {
    const at = { row: row - 1, column: column - 1 };
    const weights = weightsOf(shown, sharpness);
    const full = fullOf(shown, sharpness, at.row * grid + at.column);
    const inRow = weights.row[at.row]?.[at.column] ?? [];
    const inColumn = weights.column[at.column]?.[at.row] ?? [];
    return {
      at,
      full: mapOf((i, j) => full[i * grid + j] ?? 0),
      row: mapOf((i, j) => (i === at.row ? (inRow[j] ?? 0) : 0)),
      both: mapOf((i, j) => (inColumn[i] ?? 0) * (weights.row[i]?.[at.column]?.[j] ?? 0)),
    };
  },
  figures: [
    panel('full', { en: 'Self-attention', zh: '自注意力' }, String.raw`A`),
    panel('row', { en: 'Axial, after rows', zh: '轴向，行之后' }, String.raw`A_{\text{row}}`),
    panel(
      'both',
      { en: 'Axial, after both', zh: '轴向，行列之后' },
      String.raw`A_{\text{col}}A_{\text{row}}`,
    ),
  ],
  readout({ full, both }, _params, lang) {
    const share = fixed(100 * apart(full, both), 0);
    return lang === 'zh'
      ? `自注意力一层就给全部 64 个位置分了权重；轴向要两层。两张图相差注意力的 ${share}%。`
      : `Self-attention shares out to all 64 places in one layer, axial attention in two. The two maps differ in ${share} % of the attention.`;
  },
});
