// How the trace of a priority map reads: each intermediate with its step of the formula and its arithmetic.
import { dotProduct, softmaxWeight } from '../../figures/arithmetic.ts';
import type { Step } from '../../figures/walk.ts';
import type { Matrix } from '../../math/tensor.ts';
import { fixed, short } from '../../widget/format.ts';

/** What the arithmetic needs to know beside the matrices. */
export interface Context {
  readonly topDown: number;
  readonly bottomUp: number;
  /** Events at the items, one number each. */
  readonly events: readonly number[];
}

const row = (matrix: Matrix | undefined, i: number): number[] => matrix?.[i] ?? [];
const column = (matrix: Matrix | undefined, j: number): number[] =>
  (matrix ?? []).map((line) => line[j] ?? Number.NaN);
const at = (matrix: Matrix | undefined, i: number, j: number): number => matrix?.[i]?.[j] ?? Number.NaN;

/** From the neighbourhoods to the output, in the order of the kernel. */
export const steps = {
  closeness: {
    title: { en: 'Closeness', zh: '邻近程度' },
    formula: String.raw`c_{ij}\propto e^{-\|p_i-p_j\|^2/2r^2}`,
    scale: 'weights',
    axes: ['keys', 'keys'],
  },
  contrast: {
    title: { en: 'Contrast', zh: '对比' },
    formula: String.raw`b_j=\tfrac12\sum_i c_{ji}\,\|\role{key}{k_j}-\role{key}{k_i}\|^2`,
    scale: 'scores',
    axes: ['queries', 'keys'],
    explain: ({ closeness, features, contrast }, i, j) => {
      const own = row(features, j);
      const unlike = (features ?? []).map(
        (other) => other.reduce((sum, x, f) => sum + (x - (own[f] ?? 0)) ** 2, 0) / 2,
      );
      return {
        text: dotProduct(row(closeness, j), unlike, at(contrast, i, j)),
        sources: { closeness: { row: j }, features: {} },
      };
    },
  },
  match: {
    title: { en: 'Match', zh: '匹配' },
    formula: String.raw`m_j=\role{query}{q}\cdot\role{key}{k_j}`,
    scale: 'scores',
    axes: ['queries', 'keys'],
    explain: ({ template, features, match }, i, j) => ({
      text: dotProduct(row(template, i), row(features, j), at(match, i, j)),
      sources: { template: { row: i }, features: { row: j } },
    }),
  },
  scores: {
    title: { en: 'Scores: the priority map', zh: '分数：优先级图' },
    formula: String.raw`s_j=w_{\downarrow}\,m_j+w_{\uparrow}\,(b_j+e_j)`,
    scale: 'scores',
    axes: ['queries', 'keys'],
    explain: ({ match, contrast, scores }, i, j, { topDown, bottomUp, events }) => ({
      text: `${short(topDown)}·${short(at(match, i, j))} + ${short(bottomUp)}·(${short(at(contrast, 0, j))} + ${short(events[j] ?? 0)}) = ${fixed(at(scores, i, j), 3)}`,
      sources: { match: { row: i, column: j }, contrast: { column: j } },
    }),
  },
  weights: {
    title: { en: 'Weights', zh: '权重' },
    formula: String.raw`a=\softmax(s)`,
    scale: 'weights',
    axes: ['queries', 'keys'],
    explain: ({ scores, weights }, i, j) => ({
      text: softmaxWeight(at(scores, i, j), row(scores, i), at(weights, i, j)),
      sources: { scores: { row: i } },
    }),
  },
  output: {
    title: { en: 'Output', zh: '输出' },
    formula: String.raw`\role{output}{o}=\sum_j a_j\,\role{value}{v_j}`,
    scale: 'output',
    axes: ['queries', 'values'],
    explain: ({ weights, v, output }, i, j) => ({
      text: dotProduct(row(weights, i), column(v, j), at(output, i, j)),
      sources: { weights: { row: i }, v: { column: j } },
    }),
  },
} as const satisfies Record<string, Step<unknown, Context>>;
