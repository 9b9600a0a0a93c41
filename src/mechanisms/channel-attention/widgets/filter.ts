// ECA's rule for the length of its filter, and how many numbers each of the two mechanisms learns.
import { curves } from '../../../figures/curves.ts';
import { numbers } from '../../../figures/numbers.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count } from '../../../widget/format.ts';
import { rule, widths } from '../rule.ts';

export default defineWidget({
  id: 'channel-attention/filter',
  title: { en: 'How long is the filter?', zh: '滤波器该有多长？' },
  mechanism: 'channel-attention',
  controls: {
    width: range({
      label: { en: 'channels C', zh: '通道数 C' },
      min: 2,
      max: 12,
      step: 1,
      value: 8,
      show: (power) => String(2 ** power),
    }),
    r: range({ label: { en: 'reduction ratio r', zh: '压缩比 r' }, min: 1, max: 32, step: 1, value: 16 }),
    gamma: range({ label: { en: 'γ', zh: 'γ' }, min: 1, max: 4, step: 0.5, value: 2 }),
    b: range({ label: { en: 'b', zh: 'b' }, min: -2, max: 4, step: 1, value: 1 }),
  },
  compute: ({ width, r, gamma, b }) => rule(2 ** width, r, { gamma, b }),
  figures: [
    {
      name: 'rule',
      title: { en: 'Length of the filter', zh: '滤波器的长度' },
      formula: String.raw`k=\left|\dfrac{\log_2 C+b}{\gamma}\right|_{\text{odd}}`,
      caption: {
        en: 'The slanted line is the bare quotient, the stairs the odd number nearest to it.',
        zh: '斜线是商本身，台阶是离它最近的奇数。',
      },
      type: curves,
      data: ({ C, lengths, quotients }, _params, lang) => ({
        x: widths,
        xType: 'log',
        xTitle: lang === 'zh' ? '通道数 C' : 'channels C',
        yTitle: lang === 'zh' ? '长度 k' : 'length k',
        yDomain: [0, 17],
        at: C,
        curves: [
          { label: lang === 'zh' ? '奇数' : 'odd', color: 'var(--scale-weights)', y: lengths },
          {
            label: lang === 'zh' ? '商' : 'quotient',
            color: 'var(--ink-soft)',
            dash: '2 3',
            y: quotients,
          },
        ],
      }),
    },
    {
      name: 'parameters',
      title: { en: 'Learned numbers in one block', zh: '一个模块要学的数' },
      type: numbers,
      data: ({ parameters }, _params, lang) => ({
        head: lang === 'zh' ? ['机制', '个数'] : ['mechanism', 'count'],
        rows: [
          { label: lang === 'zh' ? 'SE，无偏置' : 'SE, no biases', values: [parameters.se] },
          { label: lang === 'zh' ? 'SE，有偏置' : 'SE, biases', values: [parameters.biased] },
          { label: 'ECA', values: [parameters.eca] },
        ],
        show: count,
      }),
    },
  ],
  readout({ C, size, parameters }, _params, lang) {
    return lang === 'zh'
      ? `${C} 个通道：ECA 的滤波器长 ${size}；不带偏置的 SE 要学 ${count(parameters.se)} 个数，是它的 ${count(parameters.se / size)} 倍。`
      : `${C} channels: the filter of ECA has ${size} numbers; SE without biases learns ${count(parameters.se)}, which is ${count(parameters.se / size)} times as many.`;
  },
});
