// Rows, then columns, on nine pixels that can be checked by hand; with a number for each step, position-sensitive.
import { reshape, slice, tensor3d, type Tensor } from '@tensorflow/tfjs-core';
import { walk } from '../../../figures/walk.ts';
import type { Axis } from '../../../math/lines.ts';
import { matrices, matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { choice, matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import { axialAttention } from '../kernel.ts';
import { steps, type Choices, type Context } from '../trace.ts';

const side = 3;
const stepCount = 2 * side - 1;

/** A projection of one channel is one number. */
const one = (value: number): Tensor => tensor([[value]]);
const slider = (en: string, zh: string, value: number) =>
  range({ label: { en, zh }, min: -2, max: 2, step: 0.1, value });
const place = (en: string, zh: string, value: number) =>
  range({ label: { en, zh }, min: 1, max: side, step: 1, value });

/** The matrix of one line out of (lines, 1, L, L). */
const lineOf = (weights: Tensor, line: number): Tensor => {
  const L = weights.shape.at(-1)!;
  return reshape(slice(weights, [line, 0, 0, 0], [1, 1, L, L]), [L, L]);
};
const flat = (image: Tensor): Tensor => reshape(image, image.shape.slice(-2));

export default defineWidget({
  id: 'axial-attention/walk',
  title: { en: 'Nine pixels, rows and columns', zh: '九个像素，先行后列' },
  provenance: {
    en: 'Constructed: one channel, so that queries, keys and values are single numbers; the values are the pixels themselves.',
    zh: '人为构造：只有一个通道，所以查询、键、值各是一个数；值就是像素本身。',
  },
  mechanism: 'axial-attention',
  controls: {
    x: matrix({
      label: { en: 'X, pixels', zh: '像素 X' },
      symbol: 'X',
      value: [[1, 0, 2], [0, 1, 0], [0, 0, 3]], // prettier-ignore
      step: 0.5,
      limit: 20,
      maxRows: side,
      maxColumns: side,
    }),
    row: place('row shown', '显示第几行', 1),
    column: place('column shown', '显示第几列', 1),
    wq: slider('W_Q', 'W_Q', 1),
    wk: slider('W_K', 'W_K', 1),
    arrangement: choice<'sequence' | 'sum'>({
      label: { en: 'rows and columns', zh: '行与列' },
      options: {
        sequence: { en: 'in sequence', zh: '先行后列' },
        sum: { en: 'as a sum', zh: '相加' },
      },
      value: 'sequence',
    }),
    r: matrix({
      label: { en: 'steps −2 … 2: for q, for k, for v', zh: '步长 −2…2：q、k、v 各一行' },
      symbol: 'R',
      scale: 'key',
      value: Array.from({ length: 3 }, () => Array.from({ length: stepCount }, () => 0)),
      step: 0.5,
      limit: 10,
      maxRows: 3,
      maxColumns: stepCount,
    }),
  },
  compute({ x, row, column, wq, wk, arrangement, r }) {
    if (r.length !== 3 || r[0]?.length !== stepCount) {
      throw new InputProblem({
        en: `The steps need 3 rows of ${stepCount} numbers: one row each for r^q, r^k and r^v.`,
        zh: `步长表要有 3 行，每行 ${stepCount} 个数：r^q、r^k、r^v 各一行。`,
      });
    }
    const line = { row: Math.min(row, x.length) - 1, column: Math.min(column, x[0]?.length ?? 0) - 1 };
    const trace = matrices(() => {
      const [rq, rk, rv] = r.map((table) => tensor(table.map((entry) => [entry])));
      const p = { wq: one(wq), wk: one(wk), wv: one(1), rq: rq!, rk: rk!, rv: rv! };
      const made = axialAttention(tensor3d([x]), { row: p, column: p }, { arrangement, scale: false });
      const shown = (axis: Axis, weights: Tensor): Tensor => lineOf(weights, line[axis]);
      return {
        rowScores: shown('row', made.rowScores),
        rowWeights: shown('row', made.rowWeights),
        rowOutput: flat(made.rowOutput),
        columnScores: shown('column', made.columnScores),
        columnWeights: shown('column', made.columnWeights),
        columnOutput: flat(made.columnOutput),
        output: flat(made.output),
      };
    });
    return {
      matrices: { x, ...trace } as Record<string, Matrix>,
      axes: {},
      context: { wq, wk, r, line, sum: arrangement === 'sum' },
    };
  },
  figures: walk<Choices, Context>(steps),
  goals: {
    // The right-most place of the row shown takes nearly all from the left-most one.
    across: ({ matrices: { rowWeights = [] } }) =>
      rowWeights.length === side && (rowWeights[2]?.[0] ?? 0) > 0.9,
  },
  readout({ matrices: { x = [], rowOutput = [], output = [] }, context: { line } }, _params, lang) {
    const [i, j] = [line.row, line.column];
    const [before, between, after] = [x, rowOutput, output].map((image) => fixed(image[i]?.[j] ?? 0, 3));
    return lang === 'zh'
      ? `第 ${i + 1} 行第 ${j + 1} 列的像素：原来是 ${before}，行注意力给出 ${between}，输出是 ${after}。`
      : `The pixel in row ${i + 1}, column ${j + 1}: ${before} before, ${between} from its row, ${after} in the output.`;
  },
});
