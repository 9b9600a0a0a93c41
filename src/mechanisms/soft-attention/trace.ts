// How the trace of soft attention reads: each intermediate with its step of the formula and its arithmetic. Also what its
// widgets share: the slider of the temperature, and three values that can be averaged in the head.
import { dotProduct, softmaxWeight } from '../../figures/arithmetic.ts';
import type { Step } from '../../figures/walk.ts';
import { range, type RangeControl } from '../../widget/controls.ts';
import { fixed, short } from '../../widget/format.ts';
import type { Matrix } from '../../math/tensor.ts';

/** What the arithmetic needs to know beside the matrices. */
export interface Context {
  readonly temperature: number;
  /** The member of the family of entmax: 1 is softmax. */
  readonly alpha: number;
}

const row = (matrix: Matrix | undefined, i: number): number[] => matrix?.[i] ?? [];
const at = (matrix: Matrix | undefined, i: number, j: number): number => matrix?.[i]?.[j] ?? Number.NaN;

/** From the scores to the output, in the order of the kernel. */
export const steps = {
  scores: {
    title: { en: 'Scores over τ', zh: '分数除以 τ' },
    formula: String.raw`s/\tau`,
    scale: 'scores',
    axes: ['queries', 'keys'],
    explain: ({ s, scores }, i, j, { temperature }) => ({
      text: `${short(at(s, i, j))} / ${short(temperature)} = ${fixed(at(scores, i, j), 3)}`,
      sources: { s: { row: i, column: j } },
    }),
  },
  weights: {
    title: { en: 'Weights', zh: '权重' },
    formula: {
      variants: {
        softmax: String.raw`a=\softmax(s/\tau)`,
        entmax: String.raw`a=\alpha\text{-entmax}(s/\tau)`,
      },
      pick: ({ alpha = 1 }) => (alpha === 1 ? 'softmax' : 'entmax'),
    },
    scale: 'weights',
    axes: ['queries', 'keys'],
    explain: ({ scores, weights }, i, j, { alpha }) => ({
      text: entmaxWeight(row(scores, i), row(weights, i), j, alpha),
      sources: { scores: { row: i } },
    }),
  },
  output: {
    title: { en: 'Output', zh: '输出' },
    formula: String.raw`\O =a\V`,
    scale: 'output',
    axes: ['queries', 'values'],
    explain: ({ weights, v, output }, i, j) => ({
      text: dotProduct(
        row(weights, i),
        (v ?? []).map((line) => line[j] ?? Number.NaN),
        at(output, i, j),
      ),
      sources: { weights: { row: i } },
    }),
  },
} as const satisfies Record<string, Step<{ alpha?: number }, Context>>;

/** `max(0, 0.5·1.2 − 0.1)² = 0.25`: a weight of α-entmax; the threshold is read off the largest weight. */
function entmaxWeight(
  scores: readonly number[],
  weights: readonly number[],
  j: number,
  alpha: number,
): string {
  const [score, weight] = [scores[j] ?? Number.NaN, weights[j] ?? Number.NaN];
  if (alpha === 1) return softmaxWeight(score, scores, weight);
  const best = weights.indexOf(Math.max(...weights));
  const threshold = (alpha - 1) * (scores[best] ?? 0) - (weights[best] ?? 0) ** (alpha - 1);
  const scaled =
    alpha === 2 ? short(score) : `${short(alpha - 1)}·${score < 0 ? `(${short(score)})` : short(score)}`;
  const minus = threshold < 0 ? `+ ${fixed(-threshold, 3)}` : `− ${fixed(threshold, 3)}`;
  const power = { 2: '', 1.5: '²' }[alpha] ?? `^${short(1 / (alpha - 1))}`;
  return `max(0, ${scaled} ${minus})${power} = ${fixed(weight, 3)}`;
}

/** The temperature on a logarithmic slider; its value is log₁₀ τ. */
export function temperatureControl({ value = 0 } = {}): RangeControl {
  return range({
    label: { en: 'temperature τ', zh: '温度 τ' },
    min: -2,
    max: 2,
    step: 0.05,
    value,
    show: (power) => String(Number((10 ** power).toPrecision(2))),
  });
}

/** Three values, and scores whose softmax is 0.5, 0.3 and 0.2: ln 5, ln 3 and ln 2, rounded. The output at τ = 1 is 7. */
export const three = {
  values: [0, 10, 20],
  scores: [5, 3, 2].map((share) => Number(Math.log(share).toFixed(3))),
} as const;
