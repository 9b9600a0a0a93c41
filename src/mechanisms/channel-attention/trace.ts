// How the trace of channel attention reads: each intermediate with its step of the formula and its arithmetic. A row is a channel.
import { dotProduct } from '../../figures/arithmetic.ts';
import type { Step } from '../../figures/walk.ts';
import type { Matrix } from '../../math/tensor.ts';
import { fixed, short } from '../../widget/format.ts';
import type { Explanation } from '../../widget/figure.ts';

/** Which of the two makes the scores. */
export type By = 'se' | 'eca';

/** The parameters as plain numbers: what the arithmetic needs to know beside the matrices. */
export interface Context {
  readonly w1: Matrix;
  readonly w2: Matrix;
  readonly b1: readonly number[];
  readonly b2: readonly number[];
  /** The filter of ECA; without it, squeeze-and-excitation. */
  readonly filter: readonly number[] | null;
}

const column = (matrix: Matrix | undefined): number[] => (matrix ?? []).map((row) => row[0] ?? Number.NaN);
const at = (values: readonly number[] | undefined, i: number): number => values?.[i] ?? Number.NaN;

/** `1·2 + 1·(−1) + 0.5 = 1.5`: a product of two lists, and a bias where there is one. */
function sum(a: readonly number[], b: readonly number[], bias: number | undefined, result: number): string {
  return bias === undefined ? dotProduct(a, b, result) : dotProduct([...a, 1], [...b, bias], result);
}

/** The part of the descriptor under a filter whose middle stands on a channel; zeros beyond the ends. */
function under(descriptor: readonly number[], filter: readonly number[], channel: number): number[] {
  const first = channel - (filter.length - 1) / 2;
  return filter.map((_, i) => descriptor[first + i] ?? 0);
}

/** From the means to the scaled features, in the order of the kernel; `hidden` is squeeze-and-excitation’s. */
export const steps = {
  descriptor: {
    title: { en: 'Squeeze: the mean of each channel', zh: '挤压：每个通道的平均' },
    formula: String.raw`\role{query}{z_c}=\tfrac{1}{HW}\textstyle\sum_{i,j} x_{c,i,j}`,
    scale: 'query',
    axes: ['channels', 'vector'],
    explain: ({ x, descriptor }, i): Explanation => {
      const row = x?.[i] ?? [];
      const terms = row.slice(0, 8).map((value) => (value < 0 ? `(${short(value)})` : short(value)));
      const more = row.length > terms.length ? ' + …' : '';
      return {
        text: `(${terms.join(' + ')}${more}) / ${row.length} = ${fixed(at(descriptor?.[i], 0), 3)}`,
        sources: { x: { row: i } },
      };
    },
  },
  hidden: {
    title: { en: 'Hidden units', zh: '隐藏单元' },
    formula: {
      variants: {
        plain: String.raw`h=\max(0,\;W_1\role{query}{z})`,
        biased: String.raw`h=\max(0,\;W_1\role{query}{z}+b_1)`,
      },
      pick: ({ biases = false }) => (biases ? 'biased' : 'plain'),
    },
    scale: 'key',
    axes: ['units', 'vector'],
    explain: ({ descriptor, hidden }, i, _j, { w1, b1 }): Explanation => {
      const z = column(descriptor);
      const before = (w1[i] ?? []).reduce((total, w, c) => total + w * at(z, c), b1[i] ?? 0);
      const text = sum(w1[i] ?? [], z, b1[i], before);
      return {
        text: `max(0, ${text.replace(/ = .*$/, '')}) = ${fixed(column(hidden)[i] ?? Number.NaN, 3)}`,
        sources: { descriptor: { column: 0 } },
      };
    },
  },
  scores: {
    title: { en: 'Scores', zh: '分数' },
    formula: {
      variants: {
        plain: String.raw`s=W_2\,h`,
        biased: String.raw`s=W_2\,h+b_2`,
        eca: String.raw`s_c=\textstyle\sum_{i} w_i\,\role{query}{z_{c+i}}`,
      },
      pick: ({ by = 'se', biases = false }) => (by === 'eca' ? 'eca' : biases ? 'biased' : 'plain'),
    },
    scale: 'scores',
    axes: ['channels', 'vector'],
    explain: ({ descriptor, hidden, scores }, i, _j, { w2, b2, filter }): Explanation =>
      filter
        ? {
            text: sum(filter, under(column(descriptor), filter, i), undefined, at(scores?.[i], 0)),
            sources: { descriptor: { column: 0 } },
          }
        : {
            text: sum(w2[i] ?? [], column(hidden), b2[i], at(scores?.[i], 0)),
            sources: { hidden: { column: 0 } },
          },
  },
  gates: {
    title: { en: 'Gates', zh: '门' },
    formula: String.raw`g=\sigma(s)=1/(1+e^{-s})`,
    scale: 'weights',
    axes: ['channels', 'vector'],
    explain: ({ scores, gates }, i): Explanation => ({
      text: `1 / (1 + e^${short(-at(scores?.[i], 0))}) = ${fixed(at(gates?.[i], 0), 3)}`,
      sources: { scores: { row: i } },
    }),
  },
  output: {
    title: { en: 'Output', zh: '输出' },
    formula: String.raw`\role{output}{y_c}=g_c\,x_c`,
    scale: 'output',
    axes: ['channels', 'places'],
    explain: ({ x, gates, output }, i, j): Explanation => ({
      text: `${fixed(at(gates?.[i], 0), 3)} · ${short(at(x?.[i], j))} = ${fixed(at(output?.[i], j), 3)}`,
      sources: { x: { row: i, column: j }, gates: { row: i } },
    }),
  },
} as const satisfies Record<string, Step<{ by?: By; biases?: boolean }, Context>>;
