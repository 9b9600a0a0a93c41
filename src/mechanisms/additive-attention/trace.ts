// How the trace of additive attention reads: each intermediate with its step of the formula and its arithmetic. Also the
// constructed alignment model that two of its widgets share.
import { slice, squeeze } from '@tensorflow/tfjs-core';
import { dotProduct, softmaxWeight } from '../../figures/arithmetic.ts';
import type { Step } from '../../figures/walk.ts';
import { matrices, matrix, type Matrix } from '../../math/tensor.ts';
import type { Explanation } from '../../widget/figure.ts';
import { range, type RangeControl } from '../../widget/controls.ts';
import { fixed, short } from '../../widget/format.ts';
import type { Text } from '../../widget/text.ts';
import { additiveAttention } from './kernel.ts';

/** States, annotations and parameters, as matrices. */
export type Inputs = Readonly<Record<'s' | 'h' | 'wa' | 'ua' | 'va', Matrix>>;

/** The trace as matrices, with its inputs; of the hidden layer that of one state. */
export function traceOf(inputs: Inputs, state = 0): Record<string, Matrix> {
  const { s, h, wa, ua, va } = inputs;
  const trace = matrices(() => {
    const options = { wa: matrix(wa), ua: matrix(ua), va: matrix(va) };
    const { hidden, ...rest } = additiveAttention(matrix(s), matrix(h), options);
    return { ...rest, hidden: squeeze(slice(hidden, [state, 0, 0], [1, -1, -1]), [0]) };
  });
  return { ...inputs, ...trace };
}

/** What the arithmetic needs to know beside the matrices: of which state the hidden layer is shown. */
export interface Context {
  readonly state: number;
}

const row = (matrix: Matrix | undefined, i: number): number[] => matrix?.[i] ?? [];
const column = (matrix: Matrix | undefined, j: number): number[] =>
  (matrix ?? []).map((line) => line[j] ?? Number.NaN);
const at = (matrix: Matrix | undefined, i: number, j: number): number => matrix?.[i]?.[j] ?? Number.NaN;

/** From what is added to what is read, in the order of the kernel. */
export const steps = {
  queries: {
    title: { en: 'States, carried over', zh: '变换后的状态' },
    formula: String.raw`\sym{queries}{W_a s_{i-1}}`,
    scale: 'query',
    axes: ['queries', 'features'],
    explain: ({ s, wa, queries }, i, j) => ({
      text: dotProduct(row(wa, j), row(s, i), at(queries, i, j)),
      sources: { s: { row: i }, wa: { row: j } },
    }),
  },
  keys: {
    title: { en: 'Annotations, carried over', zh: '变换后的标注' },
    formula: String.raw`\sym{keys}{U_a h_j}`,
    scale: 'key',
    axes: ['keys', 'features'],
    explain: ({ h, ua, keys }, i, j) => ({
      text: dotProduct(row(ua, j), row(h, i), at(keys, i, j)),
      sources: { h: { row: i }, ua: { row: j } },
    }),
  },
  hidden: {
    title: { en: 'Hidden layer', zh: '隐藏层' },
    formula: String.raw`\sym{hidden}{\tanh(W_a s_{i-1} + U_a h_j)}`,
    caption: {
      en: 'One row for each annotation; every state has such a table.',
      zh: '每个标注一行。每个状态都有这样一张表。',
    },
    scale: 'scores',
    axes: ['keys', 'features'],
    explain: ({ queries, keys, hidden }, i, j, { state }) => ({
      text: `tanh(${short(at(queries, state, j))} + ${short(at(keys, i, j))}) = ${fixed(at(hidden, i, j), 3)}`,
      sources: { queries: { row: state, column: j }, keys: { row: i, column: j } },
    }),
  },
  scores: {
    title: { en: 'Scores', zh: '分数' },
    formula: String.raw`\sym{scores}{e_{ij}}=v_a\cdot\tanh(\ldots)`,
    scale: 'scores',
    axes: ['queries', 'keys'],
    explain: ({ queries, keys, va, scores }, i, j, { state }): Explanation => ({
      text: dotProduct(
        row(va, 0),
        row(queries, i).map((x, a) => Math.tanh(x + at(keys, j, a))),
        at(scores, i, j),
      ),
      sources:
        i === state ? { hidden: { row: j }, va: {} } : { queries: { row: i }, keys: { row: j }, va: {} },
    }),
  },
  weights: {
    title: { en: 'Weights: the alignment', zh: '权重，即对齐' },
    formula: String.raw`\sym{weights}{\alpha_{ij}}=\softmax_j(e_{ij})`,
    scale: 'weights',
    axes: ['queries', 'keys'],
    explain: ({ scores, weights }, i, j) => ({
      text: softmaxWeight(at(scores, i, j), row(scores, i), at(weights, i, j)),
      sources: { scores: { row: i } },
    }),
  },
  output: {
    title: { en: 'Context vectors', zh: '上下文向量' },
    formula: String.raw`\sym{output}{c_i}=\textstyle\sum_j\alpha_{ij}h_j`,
    scale: 'output',
    axes: ['queries', 'values'],
    explain: ({ h, weights, output }, i, j) => ({
      text: dotProduct(row(weights, i), column(h, j), at(output, i, j)),
      sources: { weights: { row: i }, h: { column: j } },
    }),
  },
} as const satisfies Record<string, Step<unknown, Context>>;

/**
 * A constructed alignment model. An annotation says where its word stands, h = (place, 1); a state says where it wants to look,
 * s = (place). Two hidden units are steps, half a place before and after: v_a = (β, −β) makes their difference, a bump.
 *
 * @param gain how steep the steps are
 * @param height β
 */
export function bump(gain: number, height: number): Pick<Inputs, 'wa' | 'ua' | 'va'> {
  return {
    wa: [[-gain], [-gain]],
    ua: [
      [gain, gain / 2],
      [gain, -gain / 2],
    ],
    va: [[height, -height]],
  };
}

/** Annotations of the words at the places 1, 2, 3 …. */
export const places = (count: number): Matrix => Array.from({ length: count }, (_, j) => [j + 1, 1]);

/** Two phrases whose words come in another order: the first stays, the rest is turned round. */
export const phrase: { readonly source: Text; readonly target: Text } = {
  source: { en: 'the European Economic Area', zh: 'visit friends of Mary' },
  target: { en: 'la zone économique européenne', zh: '拜访 玛丽 的 朋友' },
};

/** The slider of the bump's steepness. */
export const gainControl = (value: number): RangeControl =>
  range({ label: { en: 'gain g: how steep', zh: '增益 g：台阶多陡' }, min: 0, max: 6, step: 0.25, value });

/** The slider of the bump's height: v_a = (β, −β). */
export const heightControl = (value: number): RangeControl =>
  range({ label: { en: 'height β', zh: '高度 β' }, min: 0, max: 4, step: 0.25, value });
