// How the trace of attention as a kernel average reads: each intermediate with its step of the formula and its arithmetic.
import { dotProduct, softmaxWeight } from '../../figures/arithmetic.ts';
import type { Step } from '../../figures/walk.ts';
import { fixed, short } from '../../widget/format.ts';
import { steps as common } from '../scaled-dot-product/trace.ts';
import type { Nearness } from './kernel.ts';

/** What the arithmetic needs to know beside the matrices. */
export interface Context {
  readonly kernel: Nearness;
  readonly bandwidth: number;
}

/** The params that change the formula. */
export interface Choices {
  readonly kernel?: Nearness;
}

const square = (x: number): string => `(${short(x)})²`;

/** From the distances to the output, in the order of the kernel. */
export const steps = {
  distances: {
    title: { en: 'Squared distances', zh: '距离的平方' },
    formula: String.raw`\sym{distances}{\lVert\role{query}{q_i}-\role{key}{k_j}\rVert^2}`,
    scale: 'scores',
    axes: ['queries', 'keys'],
    explain: ({ q, k, distances }, i, j) => {
      const key = k?.[j] ?? [];
      const terms = (q?.[i] ?? []).map((x, d) => square(x - (key[d] ?? Number.NaN)));
      return {
        text: `${terms.join(' + ')} = ${short(distances?.[i]?.[j] ?? Number.NaN)}`,
        sources: { q: { row: i }, k: { row: j } },
      };
    },
  },
  scores: {
    title: { en: 'Scores', zh: '分数' },
    formula: {
      variants: {
        uniform: String.raw`\sym{scores}{s_{ij}}=0`,
        boxcar: String.raw`\sym{scores}{s_{ij}}\in\{0,-\infty\}`,
        gaussian: String.raw`\sym{scores}{s_{ij}}=-\sym{distances}{\lVert\role{query}{q_i}-\role{key}{k_j}\rVert^2}/2h^2`,
      },
      pick: ({ kernel = 'gaussian' }) => kernel,
    },
    scale: 'scores',
    axes: ['queries', 'keys'],
    explain: ({ distances, scores }, i, j, { kernel, bandwidth }, lang) => {
      const distance = distances?.[i]?.[j] ?? Number.NaN;
      const score = scores?.[i]?.[j] ?? Number.NaN;
      const sources = { distances: { row: i, column: j } };
      const near = `${short(distance)} ${score === 0 ? '≤' : '>'} ${short(bandwidth)}²`;
      const text = {
        uniform: lang === 'zh' ? '处处为 0' : '0 everywhere',
        boxcar: `${near}${lang === 'zh' ? '，' : ', '}${short(score)}`,
        gaussian: `−${short(distance)} / (2 · ${short(bandwidth)}²) = ${fixed(score, 3)}`,
      };
      return { text: text[kernel], sources };
    },
  },
  weights: {
    title: { en: 'Weights', zh: '权重' },
    formula: String.raw`\sym{weights}{a_{ij}}=e^{\sym{scores}{s_{ij}}}\big/\textstyle\sum_l e^{\sym{scores}{s_{il}}}`,
    scale: 'weights',
    axes: ['queries', 'keys'],
    explain: ({ scores, weights }, i, j) => {
      const row = scores?.[i] ?? [];
      return {
        text: softmaxWeight(row[j] ?? Number.NaN, row, weights?.[i]?.[j] ?? Number.NaN),
        sources: { scores: { row: i } },
      };
    },
  },
  output: {
    ...common.output,
    formula: String.raw`\role{output}{o_i}=\textstyle\sum_j \sym{weights}{a_{ij}}\role{value}{v_j}`,
    explain: ({ weights, v, output }, i, j) => ({
      text: dotProduct(
        weights?.[i] ?? [],
        (v ?? []).map((row) => row[j] ?? Number.NaN),
        output?.[i]?.[j] ?? Number.NaN,
      ),
      sources: { weights: { row: i }, v: { column: j } },
    }),
  },
} as const satisfies Record<string, Step<Choices, Context>>;
