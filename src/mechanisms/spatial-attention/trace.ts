// How the trace of spatial attention reads, in each of its three forms, and how it becomes matrices.
import { reshape, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { dotProduct, softmaxWeight } from '../../figures/arithmetic.ts';
import type { Step, Walk } from '../../figures/walk.ts';
import { toMatrix, type Matrix } from '../../math/tensor.ts';
import { fixed, short } from '../../widget/format.ts';
import type { Formula } from '../../widget/define.ts';
import type { Explanation } from '../../widget/figure.ts';
import { spatialAttention, type Options } from './kernel.ts';

export type Form = Options['form'];

/** What the arithmetic needs to know: the form, the size of the map, and the filter's planes of maxima and of means. */
export interface Context {
  readonly form: Form;
  readonly columns: number;
  readonly filter: readonly [Matrix, Matrix];
}

/** The trace of features (C, H, W) as matrices: an output of that shape has a row for each place. */
export function traceOf(
  x: () => Tensor,
  options: () => Options,
): Partial<Record<keyof typeof steps, Matrix>> & Record<'scores' | 'weights' | 'output', Matrix> {
  let read = {};
  tidy(() => {
    const trace: Record<string, Tensor> = spatialAttention(x(), options());
    read = Object.fromEntries(Object.entries(trace).map(([name, one]) => [name, rowsOf(one)]));
  });
  return read as ReturnType<typeof traceOf>;
}

function rowsOf(one: Tensor): Matrix {
  if (one.rank === 2) return toMatrix(one);
  const channels = toMatrix(reshape(one, [one.shape[0]!, -1])); // (C, H, W) → (C, N)
  return channels[0]!.map((_, place) => channels.map((channel) => channel[place]!));
}

/** The axes of each form: a gate is a map, a query has a row, and among pairs every place has a row and a column. */
export const axesOf: Record<Form, NonNullable<Walk['axesOf']>> = {
  gate: { scores: ['rows', 'columns'], weights: ['rows', 'columns'] },
  query: { scores: ['queries', 'places'], weights: ['queries', 'places'], output: ['queries', 'channels'] },
  pairs: {},
};

const byForm = (variants: Readonly<Record<Form, string>>): Formula<{ readonly form: Form }> => ({
  variants,
  pick: ({ form }) => form,
});

const row = (matrix: Matrix | undefined, i: number): number[] => matrix?.[i] ?? [];
const at = (matrix: Matrix | undefined, i: number, j: number): number => matrix?.[i]?.[j] ?? Number.NaN;
const column = (matrix: Matrix | undefined, j: number): number[] =>
  (matrix ?? []).map((line) => line[j] ?? Number.NaN);

/** Under the gate, from the two planes; under the others, from the list of places. */
export const steps = {
  max: {
    title: { en: 'Largest channel', zh: '各通道的最大值' },
    formula: String.raw`m_i=\max_c x_{i,c}`,
    scale: 'scores',
    axes: ['rows', 'columns'],
    explain: ({ x1, x2, max }, i, j) => ({
      text: `max(${short(at(x1, i, j))}, ${short(at(x2, i, j))}) = ${fixed(at(max, i, j), 3)}`,
    }),
  },
  mean: {
    title: { en: 'Mean of the channels', zh: '各通道的平均' },
    formula: String.raw`\mu_i=\textstyle\frac1C\sum_c x_{i,c}`,
    scale: 'scores',
    axes: ['rows', 'columns'],
    explain: ({ x1, x2, mean }, i, j) => ({
      text: `(${short(at(x1, i, j))} + ${short(at(x2, i, j))}) / 2 = ${fixed(at(mean, i, j), 3)}`,
    }),
  },
  places: {
    title: { en: 'Places as a list', zh: '位置排成一列' },
    formula: String.raw`x_i`,
    caption: {
      en: 'One row for each place. Which place is beside which is no longer in it.',
      zh: '每个位置一行。谁挨着谁，这里已经看不出来。',
    },
    scale: 'value',
    axes: ['places', 'channels'],
  },
  scores: {
    title: { en: 'Scores', zh: '分数' },
    formula: byForm({
      gate: String.raw`s=f*[m;\mu]`,
      query: String.raw`s_i=\role{query}{q}\cdot x_i`,
      pairs: String.raw`s_{ij}=x_i\cdot x_j`,
    }),
    scale: 'scores',
    axes: ['places', 'places'],
    explain: ({ q, places, max, mean, scores }, i, j, { form, filter }): Explanation => {
      const score = at(scores, i, j);
      if (form === 'gate') {
        const seen = [max, mean].map((plane, p) => window(plane, filter[p as 0 | 1], i, j));
        const used = seen.flat().filter(([f, x]) => f !== 0 && x !== 0);
        const text =
          used.length === 0
            ? `0 = ${fixed(score, 3)}`
            : dotProduct(
                used.map(([f]) => f),
                used.map(([, x]) => x),
                score,
              );
        return {
          text,
          sources: { max: { row: i, column: j }, mean: { row: i, column: j } },
        };
      }
      return {
        text: dotProduct(row(q, i), row(places, j), score),
        sources: { places: { row: j } },
      };
    },
  },
  weights: {
    title: { en: 'Weights', zh: '权重' },
    formula: byForm({
      gate: String.raw`a_i=1/(1+e^{-s_i})`,
      query: String.raw`a=\softmax(s)`,
      pairs: String.raw`a_i=\softmax(s_i)`,
    }),
    scale: 'weights',
    axes: ['places', 'places'],
    explain: ({ scores, weights }, i, j, { form }): Explanation => {
      const [score, weight] = [at(scores, i, j), at(weights, i, j)];
      return form === 'gate'
        ? {
            text: `1 / (1 + e^${-score < 0 ? `(${short(-score)})` : short(-score)}) = ${fixed(weight, 3)}`,
            sources: { scores: { row: i, column: j } },
          }
        : { text: softmaxWeight(score, row(scores, i), weight), sources: { scores: { row: i } } };
    },
  },
  output: {
    title: { en: 'Output', zh: '输出' },
    formula: byForm({
      gate: String.raw`\role{output}{o_i}=a_i x_i`,
      query: String.raw`\role{output}{o}=\textstyle\sum_i a_i x_i`,
      pairs: String.raw`\role{output}{o_i}=\textstyle\sum_j a_{ij} x_j`,
    }),
    scale: 'output',
    axes: ['places', 'channels'],
    explain: ({ weights, places, x1, x2, output }, i, j, { form, columns }): Explanation => {
      const result = at(output, i, j);
      if (form === 'gate') {
        const [r, c] = [Math.floor(i / columns), i % columns];
        return {
          text: dotProduct([at(weights, r, c)], [at(j === 0 ? x1 : x2, r, c)], result),
          sources: { weights: { row: r, column: c } },
        };
      }
      return {
        text: dotProduct(row(weights, i), column(places, j), result),
        sources: { weights: { row: i }, places: { column: j } },
      };
    },
  },
} as const satisfies Record<string, Step<{ readonly form: Form }, Context>>;

/** What the filter meets around a place: pairs of an entry of the filter and the number under it; 0 past the edges. */
function window(plane: Matrix | undefined, filter: Matrix, i: number, j: number): [number, number][] {
  const reach = (filter.length - 1) / 2;
  return filter.flatMap((line, r) =>
    line.map((f, c): [number, number] => [f, plane?.[i + r - reach]?.[j + c - reach] ?? 0]),
  );
}
