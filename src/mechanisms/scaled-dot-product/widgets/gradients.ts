// The gradients of one entry of the output along every number before it, by automatic differentiation through the kernel.
import { mul, sum, type Tensor } from '@tensorflow/tfjs-core';
import { walk, type Step, type Walk } from '../../../figures/walk.ts';
import { gradient } from '../../../math/gradient.ts';
import { matrices, matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { choice, matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { scaledDotProductAttention } from '../kernel.ts';
import { steps as forward, type Context } from '../trace.ts';

const q: Matrix = [[1, 0], [0, 1], [1, 1]]; // prettier-ignore
const k: Matrix = [[1, 0], [0, 1], [-1, 1]]; // prettier-ignore
const v: Matrix = [[10, 0], [0, 10], [5, 5]]; // prettier-ignore
const numbered = (letter: string): string[] => ['₁', '₂', '₃'].map((index) => letter + index);

const steps = {
  weights: { ...forward.weights, formula: 'A' },
  output: { ...forward.output, formula: String.raw`\O` },
  dScores: {
    title: { en: 'Slopes along the scores', zh: '对分数的斜率' },
    formula: String.raw`\partial o/\partial S`,
    scale: 'scores',
    axes: ['queries', 'keys'],
  },
  dQ: {
    title: { en: 'Slopes along the queries', zh: '对查询的斜率' },
    formula: String.raw`\partial o/\partial\Q`,
    scale: 'scores',
    axes: ['queries', 'features'],
  },
  dK: {
    title: { en: 'Slopes along the keys', zh: '对键的斜率' },
    formula: String.raw`\partial o/\partial\K`,
    scale: 'scores',
    axes: ['keys', 'features'],
  },
  dV: {
    title: { en: 'Slopes along the values', zh: '对值的斜率' },
    formula: String.raw`\partial o/\partial\V`,
    scale: 'scores',
    axes: ['keys', 'values'],
  },
} as const satisfies Record<string, Step<unknown, Context>>;

/** Slopes are shown on one scale, so that they can be compared while the sharpness moves. */
const extent = { dScores: 2.5, dQ: 2.5, dK: 2.5, dV: 1 } as const;

export default defineWidget({
  id: 'scaled-dot-product/gradients',
  title: { en: 'What one number of the output depends on', zh: '输出中的一个数取决于什么' },
  provenance: {
    en: 'Constructed: the three tokens of the walk through the formula. Slopes by automatic differentiation through the kernel.',
    zh: '人为构造：与逐步走公式时相同的三个词元。斜率由自动微分穿过内核算出。',
  },
  mechanism: 'scaled-dot-product',
  controls: {
    sharpness: range({
      label: { en: 'queries multiplied by', zh: '查询乘以' },
      min: 0,
      max: 12,
      step: 0.25,
      value: 1,
    }),
    row: choice({
      label: { en: 'output of', zh: '输出取' },
      options: {
        first: { en: 'q₁', zh: 'q₁' },
        second: { en: 'q₂', zh: 'q₂' },
        third: { en: 'q₃', zh: 'q₃' },
      },
      value: 'first',
    }),
    column: choice({
      label: { en: 'its feature', zh: '其特征' },
      options: { first: { en: '1', zh: '1' }, second: { en: '2', zh: '2' } },
      value: 'first',
    }),
    values: matrix({
      label: { en: 'V, values', zh: '值 V' },
      symbol: 'V',
      scale: 'value',
      value: v,
      step: 1,
      maxRows: 3,
      maxColumns: 2,
    }),
  },
  compute({ sharpness, row, column, values }) {
    const queries = q.map((line) => line.map((x) => x * sharpness));
    const i = ['first', 'second', 'third'].indexOf(row);
    // A pasted V may be smaller; what is missing counts as 0.
    const filled = k.map((_, j) => [0, 1].map((e) => values[j]?.[e] ?? 0));
    const e = column === 'first' ? 0 : 1;
    const inputs: readonly Matrix[] = [queries, k, filled];
    const chosen = q.map((_, r) => [0, 1].map((c) => Number(r === i && c === e)));
    const one = (output: Tensor): Tensor => sum(mul(output, tensor(chosen)));
    const entry = (at: Tensor, place: number): Tensor => {
      const [a, b, c] = inputs.map((rows, index) => (index === place ? at : tensor(rows))) as [
        Tensor,
        Tensor,
        Tensor,
      ];
      return one(scaledDotProductAttention(a, b, c).output);
    };
    const trace = matrices(() => {
      const [a, b, c] = inputs.map((rows) => tensor(rows)) as [Tensor, Tensor, Tensor];
      const { scores, weights, output } = scaledDotProductAttention(a, b, c);
      const none = tensor(queries.map(() => k.map(() => 0)));
      return {
        scores,
        weights,
        output,
        // A bias is added to the scores, so the slope along it is theirs.
        dScores: gradient((bias) => one(scaledDotProductAttention(a, b, c, { bias }).output), none),
        dQ: gradient((at) => entry(at, 0), a),
        dK: gradient((at) => entry(at, 1), b),
        dV: gradient((at) => entry(at, 2), c),
      };
    });
    return {
      matrices: { ...trace, v: filled },
      axes: { queries: numbered('q'), keys: numbered('k') },
      context: { scale: 1 / Math.SQRT2, normalize: 'rows' },
    } satisfies Walk<Context>;
  },
  figures: walk(steps).map((slot) => ({
    ...slot,
    data: (trace: Walk<Context>, params: never, lang) => {
      const data = slot.data(trace, params, lang);
      const full = (extent as Record<string, number>)[slot.name];
      return data === null || full === undefined ? data : { ...data, extent: full };
    },
  })),
  readout({ matrices: { dScores = [] } }, _params, lang) {
    const largest = fixed(Math.max(...dScores.flat().map(Math.abs)), 4);
    return lang === 'zh' ? `对分数的最大斜率：${largest}` : `Largest slope along a score: ${largest}`;
  },
});
