// How the trace of axial attention reads, on an image of one channel: each number has one line of arithmetic.
import { dotProduct, softmaxWeight } from '../../figures/arithmetic.ts';
import type { Step, Walk } from '../../figures/walk.ts';
import type { Axis } from '../../math/lines.ts';
import type { Matrix } from '../../math/tensor.ts';
import { fixed, short } from '../../widget/format.ts';

/** What the arithmetic needs to know beside the matrices. */
export interface Context {
  readonly wq: number;
  readonly wk: number;
  /** Rows r^q, r^k and r^v: one number for each step, the middle one for staying. */
  readonly r: Matrix;
  /** The row and the column whose scores and weights are shown, from 0. */
  readonly line: Readonly<Record<Axis, number>>;
  readonly sum: boolean;
}

export interface Choices {
  readonly arrangement?: 'sequence' | 'sum';
}

type Matrices = Walk['matrices'];
const at = (matrix: Matrix | undefined, i: number, j: number): number => matrix?.[i]?.[j] ?? Number.NaN;
const factor = (value: number): string => (value < 0 ? `(${short(value)})` : short(value));

/** What a pass reads: the pixels, or after another pass in a sequence what that one made. */
const read = (matrices: Matrices, axis: Axis, { sum }: Context): Matrix =>
  (axis === 'row' || sum ? matrices['x'] : matrices['rowOutput']) ?? [];

/** The numbers of a line. */
const lineOf = (image: Matrix, axis: Axis, at: number): number[] =>
  axis === 'row' ? (image[at] ?? []) : image.map((row) => row[at] ?? Number.NaN);

/** The number of a table for the step from o to p. */
const step = (r: Matrix, table: number, o: number, p: number): number =>
  r[table]?.[p - o + (r[table].length - 1) / 2] ?? 0;

function scores(axis: Axis): Step<Choices, Context>['explain'] {
  return (matrices, o, p, context) => {
    const line = lineOf(read(matrices, axis, context), axis, context.line[axis]);
    const [q, k] = [context.wq * (line[o] ?? 0), context.wk * (line[p] ?? 0)];
    const [rq, rk] = [0, 1].map((table) => step(context.r, table, o, p)) as [number, number];
    const terms = [[q, k], ...(rq === 0 ? [] : [[q, rq]]), ...(rk === 0 ? [] : [[k, rk]])] as [number, number][]; // prettier-ignore
    const sum = terms.map(([a, b]) => `${factor(a)}·${factor(b)}`).join(' + ');
    return { text: `${sum} = ${fixed(at(matrices[`${axis}Scores`], o, p), 3)}` };
  };
}

function weights(axis: Axis): Step<Choices, Context>['explain'] {
  return (matrices, o, p) => ({
    text: softmaxWeight(
      at(matrices[`${axis}Scores`], o, p),
      matrices[`${axis}Scores`]?.[o] ?? [],
      at(matrices[`${axis}Weights`], o, p),
    ),
    sources: { [`${axis}Scores`]: { row: o } },
  });
}

function output(axis: Axis): Step<Choices, Context>['explain'] {
  return (matrices, i, j, context, lang) => {
    const [line, o] = axis === 'row' ? [i, j] : [j, i];
    const made = at(matrices[`${axis}Output`], i, j);
    if (line !== context.line[axis]) {
      const names = { row: { en: 'row', zh: '行' }, column: { en: 'column', zh: '列' } }[axis];
      const text = fixed(made, 3);
      return {
        text: lang === 'zh' ? `${text}，在第 ${line + 1} ${names.zh}` : `${text}, in ${names.en} ${line + 1}`,
      };
    }
    const places = lineOf(read(matrices, axis, context), axis, line);
    const values = places.map((value, p) => value + step(context.r, 2, o, p));
    return {
      text: dotProduct(matrices[`${axis}Weights`]?.[o] ?? [], values, made),
      sources: { [`${axis}Weights`]: { row: o } },
    };
  };
}

const caption = (en: string, zh: string) => ({ en, zh });

/** Rows, columns, and what leaves both, in the order of the kernel. */
export const steps = {
  rowScores: {
    title: { en: 'Scores in the row', zh: '行内的分数' },
    formula: String.raw`\sym{rowScores}{S_{\text{row}}}=\Q\K^{\top}`,
    caption: caption('Of the chosen row: the numbers are its columns.', '所选的那一行；编号是列号。'),
    scale: 'scores',
    axes: ['queries', 'keys'],
    explain: scores('row'),
  },
  rowWeights: {
    title: { en: 'Weights in the row', zh: '行内的权重' },
    formula: String.raw`\sym{rowWeights}{A_{\text{row}}}=\softmax(\sym{rowScores}{S_{\text{row}}})`,
    scale: 'weights',
    axes: ['queries', 'keys'],
    explain: weights('row'),
  },
  rowOutput: {
    title: { en: 'After all rows', zh: '所有行之后' },
    formula: String.raw`\sym{rowOutput}{Y}=\sym{rowWeights}{A_{\text{row}}}\V`,
    scale: 'output',
    axes: ['rows', 'columns'],
    explain: output('row'),
  },
  columnScores: {
    title: { en: 'Scores in the column', zh: '列内的分数' },
    formula: String.raw`\sym{columnScores}{S_{\text{col}}}=\Q'\K'^{\top}`,
    caption: caption('Of the chosen column: the numbers are its rows.', '所选的那一列；编号是行号。'),
    scale: 'scores',
    axes: ['queries', 'keys'],
    explain: scores('column'),
  },
  columnWeights: {
    title: { en: 'Weights in the column', zh: '列内的权重' },
    formula: String.raw`\sym{columnWeights}{A_{\text{col}}}=\softmax(\sym{columnScores}{S_{\text{col}}})`,
    scale: 'weights',
    axes: ['queries', 'keys'],
    explain: weights('column'),
  },
  columnOutput: {
    title: { en: 'After all columns', zh: '所有列之后' },
    formula: String.raw`\sym{columnOutput}{Z}=\sym{columnWeights}{A_{\text{col}}}\V'`,
    scale: 'output',
    axes: ['rows', 'columns'],
    explain: output('column'),
  },
  output: {
    title: { en: 'Output', zh: '输出' },
    formula: {
      variants: {
        sequence: String.raw`\O=\sym{columnOutput}{Z}`,
        sum: String.raw`\O=\sym{rowOutput}{Y}+\sym{columnOutput}{Z}`,
      },
      pick: ({ arrangement = 'sequence' }) => arrangement,
    },
    scale: 'output',
    axes: ['rows', 'columns'],
    explain: ({ rowOutput, columnOutput, output: made }, i, j, { sum }) => ({
      text: sum
        ? `${short(at(rowOutput, i, j))} + ${factor(at(columnOutput, i, j))} = ${fixed(at(made, i, j), 3)}`
        : fixed(at(made, i, j), 3),
      sources: { columnOutput: { row: i, column: j }, ...(sum && { rowOutput: { row: i, column: j } }) },
    }),
  },
} as const satisfies Record<string, Step<Choices, Context>>;
