// One key that fits among n: how much of a softmax it gets, wherever it is, beside the plain mean that a strip takes.
import { curves } from '../../../figures/curves.ts';
import { heatmap } from '../../../figures/heatmap.ts';
import { numbers } from '../../../figures/numbers.ts';
import { softmax } from '../../../math/softmax.ts';
import { matrices, matrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count, fixed } from '../../../widget/format.ts';

/** How many keys there are, on the logarithmic axis. */
const lengths = Array.from({ length: 25 }, (_, i) => 10 ** (i / 8));
const shown = 16;

/** The weight of one key whose score is m above n − 1 others, by the formula. */
const alone = (m: number, n: number): number => Math.exp(m) / (Math.exp(m) + n - 1);

export default defineWidget({
  id: 'coordinate-attention/dilution',
  title: { en: 'One key among many', zh: '众多键中的一个' },
  provenance: {
    en: 'Constructed: one score is m, all others are 0.',
    zh: '人为构造：一个分数是 m，其余都是 0。',
  },
  mechanism: 'coordinate-attention',
  controls: {
    place: range({
      label: { en: 'place of the key', zh: '键的位置' },
      min: 1,
      max: shown,
      step: 1,
      value: 3,
    }),
    m: range({
      label: { en: 'margin m of its score', zh: '分数的优势 m' },
      min: 0,
      max: 8,
      step: 0.5,
      value: 3,
    }),
    n: range({
      label: { en: 'number of keys n', zh: '键的个数 n' },
      min: 4,
      max: 9,
      step: 1,
      value: 6,
      show: (power) => count(2 ** power),
    }),
  },
  compute({ place, m, n: power }) {
    const n = 2 ** power;
    const scores = Array.from({ length: n }, (_, j) => (j === place - 1 ? m : 0));
    const { weights } = matrices(() => ({ weights: softmax(matrix([scores])) }));
    return {
      n,
      row: (weights[0] ?? []).slice(0, shown),
      weight: weights[0]?.[place - 1] ?? Number.NaN,
      softmax: lengths.map((length) => alone(m, length)),
      mean: lengths.map((length) => alone(0, length)),
    };
  },
  figures: [
    {
      name: 'row',
      title: { en: 'The first 16 weights', zh: '前 16 个权重' },
      formula: String.raw`a_j=e^{s_j}/\textstyle\sum_l e^{s_l}`,
      type: heatmap,
      data: ({ row }, _params, lang) => ({
        values: [row],
        rows: ['a'],
        columns: row.map((_, j) => String(j + 1)),
        rowTitle: '',
        columnTitle: lang === 'zh' ? '键的位置' : 'place of the key',
        scale: 'weights',
      }),
    },
    {
      name: 'curves',
      title: { en: 'Its weight among n keys', zh: '它在 n 个键中的权重' },
      formula: String.raw`e^m/(e^m+n-1)`,
      caption: {
        en: 'More keys dilute it. A margin holds out longer; the plain mean, a margin of 0, gives way at once.',
        zh: '键越多，稀释得越厉害。优势大，就撑得久；没有优势（m = 0）就是普通平均，立刻被稀释。',
      },
      type: curves,
      data: ({ n, softmax: first, mean }, _params, lang) => ({
        x: lengths,
        xType: 'log',
        xTitle: lang === 'zh' ? '键的个数 n' : 'number of keys n',
        yTitle: lang === 'zh' ? '权重' : 'weight',
        yDomain: [0, 1],
        at: n,
        curves: [
          { label: 'softmax', color: 'var(--scale-weights)', y: first },
          { label: lang === 'zh' ? '平均' : 'mean', color: 'var(--scale-negative)', dash: '6 4', y: mean },
        ],
      }),
    },
    {
      name: 'formula',
      title: { en: 'Computed and by the formula', zh: '实际算出的与公式给出的' },
      type: numbers,
      data: ({ weight, n }, { m, place }, lang) => ({
        head: lang === 'zh' ? ['这个键的权重', '数值'] : ['weight of the key', 'value'],
        rows: [
          { label: lang === 'zh' ? `softmax，位置 ${place}` : `softmax, place ${place}`, values: [weight] },
          { label: lang === 'zh' ? '公式，不含位置' : 'formula, without a place', values: [alone(m, n)] },
          { label: lang === 'zh' ? '普通平均' : 'plain mean', values: [1 / n] },
        ],
        show: (value: number) => fixed(value, 4),
      }),
    },
  ],
  readout({ weight, n }, { m, place }, lang) {
    return lang === 'zh'
      ? `${count(n)} 个键，优势 ${fixed(m, 1)}：位置 ${place} 上的键得到 ${fixed(weight, 3)}，普通平均给它 ${fixed(1 / n, 3)}。`
      : `${count(n)} keys, a margin of ${fixed(m, 1)}: the key in place ${place} gets ${fixed(weight, 3)}; a plain mean gives it ${fixed(1 / n, 3)}.`;
  },
});
