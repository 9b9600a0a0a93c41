// Softmax, α-entmax and sparsemax on the same scores: where weights become exactly zero.
import { bars, type BarsData } from '../../../figures/bars.ts';
import { curves } from '../../../figures/curves.ts';
import { matrices, matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, numbered } from '../../../widget/format.ts';
import type { Lang } from '../../../widget/text.ts';
import { softAttention } from '../kernel.ts';
import { temperatureControl } from '../trace.ts';

/** Differences of two scores, for the curves. */
const differences = Array.from({ length: 65 }, (_, i) => (i - 32) / 8);

function weightsOf(scores: Matrix, alpha: number, temperature: number): Matrix {
  const v = (scores[0] ?? []).map(() => [0]);
  return matrices(() => softAttention(tensor(scores), tensor(v), { alpha, temperature })).weights;
}

function keys(weights: readonly number[], lang: Lang): BarsData {
  const zh = lang === 'zh';
  return {
    labels: numbered('k', weights.length),
    values: weights,
    title: zh ? '权重' : 'weight',
    labelTitle: zh ? '键' : 'key',
    domain: [0, 1],
    color: 'var(--scale-weights)',
    digits: 3,
  };
}

const zeros = (weights: readonly number[]): number => weights.filter((weight) => weight === 0).length;

export default defineWidget({
  id: 'soft-attention/continuum',
  title: { en: 'From softmax to sparsemax', zh: '从 softmax 到 sparsemax' },
  provenance: { en: 'Constructed: five scores, chosen by hand.', zh: '人为构造：五个分数都是手工选定的。' },
  mechanism: 'soft-attention',
  controls: {
    alpha: range({
      label: { en: 'α of the entmax', zh: 'entmax 的 α' },
      min: 1,
      max: 2,
      step: 0.05,
      value: 1.5,
    }),
    tau: temperatureControl(),
    s: matrix({
      label: { en: 'scores of five keys', zh: '五个键的分数' },
      symbol: 'S',
      value: [[1.2, 0.8, 0.3, -0.4, -1.2]],
      maxRows: 1,
      limit: 100,
    }),
  },
  compute({ alpha, tau, s }) {
    const temperature = 10 ** tau;
    const pairs = differences.map((difference) => [difference, 0]);
    const of = (member: number) => ({
      weights: weightsOf(s, member, temperature)[0] ?? [],
      curve: weightsOf(pairs, member, temperature).map(([first = Number.NaN]) => first),
    });
    return { softmax: of(1), entmax: of(alpha), sparsemax: of(2) };
  },
  figures: [
    {
      name: 'curves',
      title: { en: 'Two keys: the weight of the first', zh: '两个键：第一个键的权重' },
      caption: {
        en: 'Softmax never touches 0 or 1. Sparsemax is a ramp that reaches both.',
        zh: 'softmax 永远碰不到 0 和 1；sparsemax 是一段斜坡，两端都到得了。',
      },
      type: curves,
      data: ({ softmax, entmax, sparsemax }, _params, lang) => ({
        x: differences,
        xTitle: lang === 'zh' ? '两个分数之差' : 'difference of the two scores',
        yTitle: lang === 'zh' ? '权重' : 'weight',
        yDomain: [0, 1],
        curves: [
          { label: 'sparsemax', color: 'var(--scale-negative)', dash: '7 4', y: sparsemax.curve },
          { label: 'entmax', color: 'var(--accent)', y: entmax.curve },
          { label: 'softmax', color: 'var(--scale-weights)', dash: '2 3', y: softmax.curve },
        ],
      }),
    },
    {
      name: 'softmax',
      title: { en: 'Softmax, α = 1', zh: 'softmax，α = 1' },
      type: bars,
      data: ({ softmax }, _params, lang) => keys(softmax.weights, lang),
    },
    {
      name: 'entmax',
      title: { en: 'Entmax at your α', zh: 'entmax，α 由滑块决定' },
      type: bars,
      data: ({ entmax }, _params, lang) => ({ ...keys(entmax.weights, lang), color: 'var(--accent)' }),
    },
    {
      name: 'sparsemax',
      title: { en: 'Sparsemax, α = 2', zh: 'sparsemax，α = 2' },
      type: bars,
      data: ({ sparsemax }, _params, lang) => ({
        ...keys(sparsemax.weights, lang),
        color: 'var(--scale-negative)',
      }),
    },
  ],
  readout({ softmax, entmax, sparsemax }, { alpha }, lang) {
    const [a, b, c] = [softmax, entmax, sparsemax].map(({ weights }) => zeros(weights));
    return lang === 'zh'
      ? `恰好为 0 的权重：softmax ${a} 个，α = ${fixed(alpha)} 时 ${b} 个，sparsemax ${c} 个。`
      : `Weights that are exactly 0: softmax ${a}, α = ${fixed(alpha)} ${b}, sparsemax ${c}.`;
  },
});
