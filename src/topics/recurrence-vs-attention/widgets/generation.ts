// What the next token costs when a text is written word by word: work, and numbers that must be kept.
import { curves } from '../../../figures/curves.ts';
import { numbers } from '../../../figures/numbers.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count, fixed } from '../../../widget/format.ts';

const positions = Array.from({ length: 13 }, (_, i) => 2 ** (i + 3));
const power = (value: number): string => count(2 ** value);

export default defineWidget({
  id: 'recurrence-vs-attention/generation',
  title: { en: 'The price of the next word', zh: '下一个词的价钱' },
  mechanism: 'scaled-dot-product',
  controls: {
    t: range({
      label: { en: 'words so far t', zh: '已有词数 t' },
      min: 3,
      max: 15,
      step: 1,
      value: 8,
      show: power,
    }),
    d: range({
      label: { en: 'features d', zh: '特征数 d' },
      min: 3,
      max: 12,
      step: 1,
      value: 9,
      show: power,
    }),
  },
  compute({ t: past, d: size }) {
    const [t, d] = [2 ** past, 2 ** size];
    return {
      t,
      d,
      attention: positions.map((at) => 4 * d * d + 2 * at * d),
      lstm: positions.map(() => 8 * d * d),
      work: { attention: 4 * d * d + 2 * t * d, lstm: 8 * d * d },
      kept: { attention: 2 * t * d, lstm: 2 * d },
    };
  },
  figures: [
    {
      name: 'growth',
      title: { en: 'Multiplications for one more word', zh: '多写一个词的乘法次数' },
      type: curves,
      data: ({ attention, lstm, t }, _params, lang) => ({
        x: positions,
        xType: 'log',
        yType: 'log',
        xTitle: lang === 'zh' ? '已有词数 t' : 'words so far t',
        yTitle: lang === 'zh' ? '乘法次数' : 'multiplications',
        yDomain: [1e2, 1e9],
        at: t,
        curves: [
          {
            label: lang === 'zh' ? '自注意力' : 'self-attention',
            color: 'var(--scale-weights)',
            y: attention,
          },
          { label: 'LSTM', color: 'var(--scale-negative)', dash: '6 4', y: lstm },
        ],
      }),
    },
    {
      name: 'table',
      title: { en: 'One layer, one word', zh: '一层，一个词' },
      type: numbers,
      data: ({ work, kept, t }, _params, lang) => {
        const zh = lang === 'zh';
        return {
          head: ['', zh ? '自注意力' : 'self-attention', 'LSTM'],
          rows: [
            { label: zh ? '乘法公式' : 'formula of the work', values: ['4d² + 2td', '8d²'] },
            { label: zh ? '乘法次数' : 'multiplications', values: [count(work.attention), count(work.lstm)] },
            { label: zh ? '要保存的数' : 'numbers kept', values: [count(kept.attention), count(kept.lstm)] },
            {
              label: zh ? '写 t 个词的先后步数' : 'steps in a row for t words',
              values: [count(t), count(t)],
            },
          ],
        };
      },
    },
  ],
  readout({ work, kept }, _params, lang) {
    const [more, memory] = [fixed(work.attention / work.lstm, 2), count(kept.attention / kept.lstm)];
    return lang === 'zh'
      ? `自注意力的乘法是 LSTM 的 ${more} 倍，要保存的数是它的 ${memory} 倍。`
      : `Self-attention takes ${more} times the multiplications of an LSTM, and keeps ${memory} times as many numbers.`;
  },
});
