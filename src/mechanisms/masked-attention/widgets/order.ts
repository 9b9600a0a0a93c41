// Masked before the softmax, after it, and after it with the rows divided again: three rows of weights for the same scores.
import { bars, type BarsData } from '../../../figures/bars.ts';
import { maskOf } from '../../../math/mask.ts';
import { matrices, matrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import type { Lang } from '../../../widget/text.ts';
import { maskedAttention } from '../kernel.ts';

const open = [1, 0, 2];

function chart(weights: readonly number[], lang: Lang): BarsData {
  const hidden = lang === 'zh' ? '遮住' : 'hidden';
  return {
    labels: weights.map((_, j) => (j < open.length ? `k${'₁₂₃'[j]}` : `k₄ ${hidden}`)),
    values: weights,
    title: lang === 'zh' ? '权重' : 'weight',
    labelTitle: lang === 'zh' ? '键' : 'key',
    domain: [0, 1],
    color: 'var(--scale-weights)',
    digits: 3,
  };
}

const total = (weights: readonly number[]): number => weights.reduce((sum, x) => sum + x, 0);

export default defineWidget({
  id: 'masked-attention/order',
  title: { en: 'Before or after the softmax', zh: 'softmax 之前还是之后' },
  provenance: {
    en: 'Constructed: three open keys with the scores 1, 0 and 2, and a hidden fourth. Computed in float32.',
    zh: '人为构造：三个可看的键，分数是 1、0、2；第四个键被遮住。用 float32 计算。',
  },
  mechanism: 'masked-attention',
  controls: {
    hidden: range({
      label: { en: 'score of the hidden key', zh: '被遮住的键的分数' },
      min: -4,
      max: 120,
      step: 0.5,
      value: 2,
    }),
  },
  compute({ hidden }) {
    const scores = [...open, hidden];
    const attend = (when: 'before' | 'after' | 'renormalised') =>
      matrices(() =>
        maskedAttention(matrix([[1]]), matrix(scores.map((x) => [x])), matrix(scores.map(() => [1])), {
          mask: maskOf([[1, 1, 1, 0]]),
          when,
        }),
      ).weights[0] ?? [];
    return { before: attend('before'), after: attend('after'), renormalised: attend('renormalised') };
  },
  figures: [
    {
      name: 'before',
      title: { en: 'Before', zh: '之前' },
      formula: String.raw`\softmax(S\text{ with }-\infty)`,
      type: bars,
      data: ({ before }, _params, lang) => chart(before, lang),
    },
    {
      name: 'after',
      title: { en: 'After', zh: '之后' },
      formula: String.raw`M\odot\softmax(S)`,
      type: bars,
      data: ({ after }, _params, lang) => chart(after, lang),
    },
    {
      name: 'renormalised',
      title: { en: 'After, divided again', zh: '之后，再除一次' },
      formula: String.raw`M\odot\softmax(S)/\textstyle\sum`,
      type: bars,
      data: ({ renormalised }, _params, lang) => chart(renormalised, lang),
    },
  ],
  readout({ before, after, renormalised }, _params, lang) {
    const [a, b, c] = [before, after, renormalised].map((weights) => fixed(total(weights), 3));
    return lang === 'zh'
      ? `权重之和：之前 ${a}，之后 ${b}，再除一次 ${c}。`
      : `Sum of the weights: before ${a}, after ${b}, divided again ${c}.`;
  },
});
