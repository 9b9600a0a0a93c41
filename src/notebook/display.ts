// What a cell can say about how a value is to be shown. Everything here is in the scope of every cell.
import type { Tensor } from '@tensorflow/tfjs-core';
import type { FigureKind } from '../widget/figure.ts';
import { fixed } from '../widget/format.ts';
import { Shown, tableOf, toOutput } from './output.ts';
import { commonDigits, written } from './write.ts';

/** Shows data by a kind of figure: `show(heatmap, { values, rows, … })`. */
export function show<D>(figure: FigureKind<D>, data: D): Shown {
  return new Shown({ kind: 'figure', figure: figure as FigureKind<unknown>, data });
}

/** Shows rows of records as a table: `table([{ n: 2, sum: 1 }, { n: 4, sum: 1 }])`. */
export function table(rows: readonly Readonly<Record<string, unknown>>[]): Shown {
  return new Shown(tableOf(rows));
}

/**
 * Shows a formula: tex`s_{11} = ${score}`. Numbers are written with sensible digits, matrices and tensors in brackets,
 * texts as TeX.
 */
export function tex(parts: TemplateStringsArray, ...values: readonly TexValue[]): Shown {
  return new Shown({ kind: 'formula', tex: String.raw({ raw: parts.raw }, ...values.map(texOf)) });
}

/** What may stand in a formula. */
export type TexValue = number | string | Tensor | readonly number[] | readonly (readonly number[])[] | Shown;

function texOf(value: TexValue): string {
  if (typeof value === 'string') return value;
  const output = toOutput(value);
  if (output.kind === 'number') return numberTex(written(output.value));
  if (output.kind === 'formula') return output.tex;
  if (output.kind !== 'matrix' || output.shape.length > 2) {
    throw new Error('invalid value in a formula: expected a number, text, or a matrix with at most two axes');
  }
  const columns = output.shape.at(-1) ?? 1;
  const digits = commonDigits(output.values);
  const rows = Array.from({ length: output.values.length / columns }, (_, i) =>
    output.values
      .slice(i * columns, (i + 1) * columns)
      .map((entry) => numberTex(fixed(entry, digits)))
      .join(' & '),
  );
  return String.raw`\begin{bmatrix}${rows.join(String.raw` \\ `)}\end{bmatrix}`;
}

/** A written number as TeX: `1.2 × 10⁻⁹`, NaN and infinities included. */
function numberTex(text: string): string {
  return text
    .replaceAll('−', '-')
    .replace('NaN', String.raw`\mathrm{NaN}`)
    .replace('∞', String.raw`\infty`)
    .replace(/\u202f×\u202f10(.*)$/, (_, power: string) => ` \\times 10^{${[...power].map(plain).join('')}}`);
}

function plain(superscript: string): string {
  return superscript === '⁻' ? '-' : String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(superscript));
}
