// What stands for −∞: five scores of which some are hidden, by −∞ and by a finite number that replaces them or is added.
import { bars, type BarsData } from '../../../figures/bars.ts';
import { maskOf } from '../../../math/mask.ts';
import { matrices, matrix as tensor } from '../../../math/tensor.ts';
import { choice, matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, short } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import type { Lang } from '../../../widget/text.ts';
import { maskedAttention } from '../kernel.ts';

const keys = 5;

function chart(weights: readonly number[], open: number, lang: Lang): BarsData {
  const [yes, no] = lang === 'zh' ? ['可看', '遮住'] : ['open', 'hidden'];
  return {
    labels: weights.map((_, j) => `k${'₁₂₃₄₅'[j]} ${j < open ? yes : no}`),
    values: weights,
    title: lang === 'zh' ? '权重' : 'weight',
    labelTitle: lang === 'zh' ? '键' : 'key',
    domain: [0, 1],
    color: 'var(--scale-weights)',
    digits: 3,
  };
}

export default defineWidget({
  id: 'masked-attention/fill',
  title: { en: 'Minus infinity, or a number?', zh: '负无穷，还是一个数？' },
  provenance: {
    en: 'Constructed: five scores, chosen by hand. Computed in float32, as in most code.',
    zh: '人为构造：五个分数都是手工选定的。用 float32 计算，与多数代码相同。',
  },
  mechanism: 'masked-attention',
  controls: {
    open: range({ label: { en: 'open keys', zh: '可看的键数' }, min: 0, max: 5, step: 1, value: 3 }),
    power: range({
      label: { en: 'a number for −∞', zh: '代替 −∞ 的数' },
      min: 0,
      max: 9,
      step: 0.5,
      value: 0.5,
      show: (power) => short(-(10 ** power)),
    }),
    how: choice({
      label: { en: 'it is', zh: '怎样用它' },
      options: {
        replaced: { en: 'put in the place of a hidden score', zh: '代替被遮住的分数' },
        added: { en: 'added to a hidden score', zh: '加到被遮住的分数上' },
      },
      value: 'replaced',
    }),
    s: matrix({
      label: { en: 'scores', zh: '分数' },
      symbol: 'S',
      value: [[2, 1, 0, 3, 1]],
      maxRows: 1,
      maxColumns: keys,
      limit: 100,
    }),
  },
  compute({ open, power, how, s }) {
    const row = s[0] ?? [];
    if (row.length !== keys) {
      throw new InputProblem({ en: 'There must be five scores.', zh: '要有五个分数。' });
    }
    const attend = (fill: number) =>
      matrices(() =>
        // One query that holds a 1, so that the keys are the scores.
        maskedAttention(tensor([[1]]), tensor(row.map((x) => [x])), tensor(row.map(() => [1])), {
          mask: maskOf([row.map((_, j) => (j < open ? 1 : 0))]),
          fill,
          added: how === 'added',
        }),
      ).weights[0] ?? [];
    return { infinite: attend(-Infinity), finite: attend(-(10 ** power)) };
  },
  figures: [
    {
      name: 'infinite',
      title: { en: 'Hidden by −∞', zh: '用 −∞ 遮住' },
      caption: { en: 'A hidden key has exactly 0.', zh: '被遮住的键，权重恰好是 0。' },
      type: bars,
      data: ({ infinite }, { open }, lang) => chart(infinite, open, lang),
    },
    {
      name: 'finite',
      title: { en: 'Hidden by the number', zh: '用这个数遮住' },
      caption: {
        en: 'Far below the other scores it does the same, as long as a key is open.',
        zh: '只要还有键可看，而它又远低于别的分数，结果就一样。',
      },
      type: bars,
      data: ({ finite }, { open }, lang) => chart(finite, open, lang),
    },
  ],
  goals: {
    // Nothing may be seen, and every key has the same weight.
    even: ({ finite }, { open }) =>
      open === 0 && finite.every((weight) => Math.abs(weight - 1 / keys) < 1e-6),
  },
  readout({ infinite, finite }, { open }, lang) {
    const hidden = (weights: readonly number[]) => weights.slice(open).reduce((sum, x) => sum + x, 0);
    const [a, b] = [fixed(hidden(infinite), 4), fixed(hidden(finite), 4)];
    return lang === 'zh'
      ? `分给被遮住的键的权重：用 −∞ 是 ${a}，用这个数是 ${b}。`
      : `Weight on hidden keys: ${a} with −∞, ${b} with the number.`;
  },
});
