// How the trace of multiplicative attention reads: each intermediate with its step of the formula and its arithmetic. Also the
// words of the choices that its widgets share.
import { slice, squeeze, type Tensor } from '@tensorflow/tfjs-core';
import { dotProduct, softmaxWeight } from '../../figures/arithmetic.ts';
import type { Step } from '../../figures/walk.ts';
import { matrices, matrix, type Matrix } from '../../math/tensor.ts';
import { choice, type ChoiceControl } from '../../widget/controls.ts';
import type { Explanation } from '../../widget/figure.ts';
import { fixed, short } from '../../widget/format.ts';
import { multiplicativeAttention, type Options, type Reach, type Score } from './kernel.ts';

/** The choice of a score. */
export const scoreControl = (value: Score): ChoiceControl<Score> =>
  choice({
    label: { en: 'score', zh: '打分' },
    options: {
      dot: { en: 'dot', zh: '点积 dot' },
      general: { en: 'general', zh: '双线性 general' },
      concat: { en: 'concat', zh: '拼接 concat' },
    },
    value,
  });

/** The choice of what is looked at. */
export const reachControl = (value: Reach): ChoiceControl<Reach> =>
  choice({
    label: { en: 'reach', zh: '范围' },
    options: {
      global: { en: 'global', zh: '全局' },
      'local-m': { en: 'local-m', zh: '局部 local-m' },
      'local-p': { en: 'local-p', zh: '局部 local-p' },
    },
    value,
  });

/** The trace as matrices, with its inputs by name; of the hidden layer that of the first state. */
export function traceOf(h: Matrix, memory: Matrix, options: Options): Record<string, Matrix> {
  const trace = matrices<Record<string, Tensor>>(() => {
    const { hidden, ...rest } = multiplicativeAttention(matrix(h), matrix(memory), options);
    return hidden ? { ...rest, hidden: squeeze(slice(hidden, [0, 0, 0], [1, -1, -1]), [0]) } : { ...rest };
  });
  return { h, memory, ...trace };
}

/** What the arithmetic needs to know beside the matrices. */
export interface Context {
  readonly score: Score;
  readonly reach: Reach;
  readonly D: number;
}

/** The params that change the formula. */
export interface Choices {
  readonly score: Score;
  readonly reach: Reach;
}

const row = (matrix: Matrix | undefined, i: number): number[] => matrix?.[i] ?? [];
const column = (matrix: Matrix | undefined, j: number): number[] =>
  (matrix ?? []).map((line) => line[j] ?? Number.NaN);
const at = (matrix: Matrix | undefined, i: number, j: number): number => matrix?.[i]?.[j] ?? Number.NaN;

/** From what is compared to what is handed on, in the order of the kernel. */
export const steps = {
  queries: {
    title: { en: 'States, carried over', zh: '变换后的状态' },
    formula: String.raw`\sym{queries}{W_a h_t}`,
    scale: 'query',
    axes: ['queries', 'features'],
    explain: ({ h, wa, queries }, i, j) => ({
      text: dotProduct(row(wa, j).slice(0, row(h, i).length), row(h, i), at(queries, i, j)),
      sources: { h: { row: i }, wa: { row: j } },
    }),
  },
  keys: {
    title: { en: 'Source states, carried over', zh: '变换后的源状态' },
    formula: String.raw`U_a \bar h_s`,
    scale: 'key',
    axes: ['keys', 'features'],
    explain: ({ h, memory, wa, keys }, i, j) => ({
      text: dotProduct(row(wa, j).slice(row(h, 0).length), row(memory, i), at(keys, i, j)),
      sources: { memory: { row: i } },
    }),
  },
  hidden: {
    title: { en: 'Hidden layer of the first state', zh: '第一个状态的隐藏层' },
    formula: String.raw`\tanh(W_a h_1 + U_a \bar h_s)`,
    scale: 'scores',
    axes: ['keys', 'features'],
    explain: ({ queries, keys, hidden }, i, j) => ({
      text: `tanh(${short(at(queries, 0, j))} + ${short(at(keys, i, j))}) = ${fixed(at(hidden, i, j), 3)}`,
      sources: { queries: { row: 0, column: j }, keys: { row: i, column: j } },
    }),
  },
  centers: {
    title: { en: 'Where to look', zh: '看哪里' },
    formula: {
      variants: {
        'local-m': String.raw`\sym{centers}{p_t}=t`,
        'local-p': String.raw`\sym{centers}{p_t}=S\,\sigma\bigl(v_p\cdot\tanh(W_p h_t)\bigr)`,
      },
      pick: ({ reach }) => (reach === 'local-p' ? reach : 'local-m'),
    },
    scale: 'scores',
    axes: ['queries', 'features'],
    explain: ({ centers, memory }, i, _j, { reach }) => ({
      text:
        reach === 'local-p'
          ? `${(memory ?? []).length} · ${fixed(at(centers, i, 0) / (memory ?? []).length, 3)} = ${fixed(at(centers, i, 0), 3)}`
          : fixed(at(centers, i, 0), 0),
    }),
  },
  scores: {
    title: { en: 'Scores', zh: '分数' },
    formula: {
      variants: {
        dot: String.raw`\sym{scores}{e_{ts}}=h_t\cdot\bar h_s`,
        general: String.raw`\sym{scores}{e_{ts}}=\bar h_s\cdot W_a h_t`,
        concat: String.raw`\sym{scores}{e_{ts}}=v_a\cdot\tanh(\ldots)`,
      },
      pick: ({ score }) => score,
    },
    scale: 'scores',
    axes: ['queries', 'keys'],
    explain: ({ h, memory, va, queries, keys, scores }, i, j, { score }): Explanation => {
      if (at(scores, i, j) === Number.NEGATIVE_INFINITY) return { text: '−∞' };
      if (score !== 'concat')
        return {
          text: dotProduct(row(queries ?? h, i), row(memory, j), at(scores, i, j)),
          sources: queries ? { queries: { row: i } } : { h: { row: i } },
        };
      const units = row(queries, i).map((x, a) => Math.tanh(x + at(keys, j, a)));
      return {
        text: dotProduct(row(va, 0), units, at(scores, i, j)),
        sources: { queries: { row: i }, keys: { row: j } },
      };
    },
  },
  shares: {
    title: { en: 'Shares in the window', zh: '窗口内的份额' },
    formula: String.raw`\sym{shares}{\softmax_s(e_{ts})}`,
    scale: 'weights',
    axes: ['queries', 'keys'],
    explain: ({ scores, shares }, i, j) => ({
      text: softmaxWeight(at(scores, i, j), row(scores, i), at(shares, i, j)),
      sources: { scores: { row: i } },
    }),
  },
  gaussian: {
    title: { en: 'Gaussian around the place', zh: '以该处为中心的高斯' },
    formula: String.raw`\sym{gaussian}{g_t(s)}=\exp\bigl(-(s-p_t)^2/2(D/2)^2\bigr)`,
    scale: 'weights',
    axes: ['queries', 'keys'],
    explain: ({ centers, gaussian }, i, j, { D }) => ({
      text: `e^(−(${j + 1} − ${fixed(at(centers, i, 0))})² / (2·${short(D / 2)}²)) = ${fixed(at(gaussian, i, j), 3)}`,
      sources: { centers: { row: i } },
    }),
  },
  weights: {
    title: { en: 'Weights', zh: '权重' },
    formula: {
      variants: {
        plain: String.raw`\sym{weights}{a_t(s)}=\softmax_s(e_{ts})`,
        faded: String.raw`\sym{weights}{a_t(s)}=\softmax_s(e_{ts})\,g_t(s)`,
      },
      pick: ({ reach }) => (reach === 'local-p' ? 'faded' : 'plain'),
    },
    scale: 'weights',
    axes: ['queries', 'keys'],
    explain: ({ scores, shares, gaussian, weights }, i, j): Explanation =>
      shares
        ? {
            text: `${fixed(at(shares, i, j), 3)} · ${fixed(at(gaussian, i, j), 3)} = ${fixed(at(weights, i, j), 3)}`,
            sources: { shares: { row: i, column: j }, gaussian: { row: i, column: j } },
          }
        : {
            text: softmaxWeight(at(scores, i, j), row(scores, i), at(weights, i, j)),
            sources: { scores: { row: i } },
          },
  },
  output: {
    title: { en: 'Context vectors', zh: '上下文向量' },
    formula: String.raw`\sym{output}{c_t}=\textstyle\sum_s a_t(s)\,\bar h_s`,
    scale: 'output',
    axes: ['queries', 'values'],
    explain: ({ memory, weights, output }, i, j) => ({
      text: dotProduct(row(weights, i), column(memory, j), at(output, i, j)),
      sources: { weights: { row: i } },
    }),
  },
  state: {
    title: { en: 'Attentional states', zh: '注意力状态' },
    formula: String.raw`\sym{state}{\tilde h_t}=\tanh(W_c[c_t;h_t])`,
    scale: 'scores',
    axes: ['queries', 'features'],
    explain: ({ h, wc, output, state }, i, j) => ({
      text: `tanh(${dotProduct(row(wc, j), [...row(output, i), ...row(h, i)], Math.atanh(at(state, i, j)))}) = ${fixed(at(state, i, j), 3)}`,
      sources: { output: { row: i }, h: { row: i } },
    }),
  },
} as const satisfies Record<string, Step<Choices, Context>>;
