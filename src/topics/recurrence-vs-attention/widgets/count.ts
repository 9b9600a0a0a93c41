// Multiplications, steps in a row and longest path of attention, recurrence and convolution, at the reader's sizes.
import { curves } from '../../../figures/curves.ts';
import { numbers } from '../../../figures/numbers.ts';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count, fixed } from '../../../widget/format.ts';
import { pick } from '../../../widget/text.ts';
import { counts } from '../counts.ts';

const lengths = Array.from({ length: 13 }, (_, i) => 2 ** (i + 3));
const power = (value: number): string => count(2 ** value);

export default defineWidget({
  id: 'recurrence-vs-attention/count',
  title: { en: 'What a layer costs at your sizes', zh: '按你的规模，一层要多少' },
  mechanism: 'scaled-dot-product',
  controls: {
    n: range({ label: { en: 'tokens n', zh: '词元数 n' }, min: 3, max: 15, step: 1, value: 6, show: power }),
    d: range({
      label: { en: 'features d', zh: '特征数 d' },
      min: 3,
      max: 12,
      step: 1,
      value: 9,
      show: power,
    }),
    counted: choice({
      label: { en: 'counted', zh: '怎么数' },
      options: {
        table: { en: 'as in the paper’s table', zh: '按论文的表' },
        full: { en: 'with projections and gates', zh: '投影与门都算上' },
      },
      value: 'table',
    }),
    k: range({ label: { en: 'convolution over k', zh: '卷积宽度 k' }, min: 2, max: 9, step: 1, value: 3 }),
    r: range({ label: { en: 'window r', zh: '窗口 r' }, min: 2, max: 10, step: 1, value: 5, show: power }),
  },
  compute({ n: tokens, d: features, counted, k, r: window }) {
    const sizes = { n: 2 ** tokens, d: 2 ** features, k, r: 2 ** window };
    const kinds = Object.values(counts[counted]);
    return {
      n: sizes.n,
      rows: kinds.map((kind) => ({
        kind,
        value: kind.multiplications(sizes),
        steps: kind.steps(sizes),
        longest: kind.longest(sizes),
        y: lengths.map((n) => kind.multiplications({ ...sizes, n })),
      })),
      crossing: counted === 'table' ? sizes.d : 2 * sizes.d,
      ratio: kinds[0]!.multiplications(sizes) / kinds[1]!.multiplications(sizes),
    };
  },
  figures: [
    {
      name: 'growth',
      title: { en: 'Multiplications of one layer', zh: '一层的乘法次数' },
      caption: { en: 'Both axes are logarithmic.', zh: '两个轴都是对数刻度。' },
      type: curves,
      data: ({ rows, n }, _params, lang) => ({
        x: lengths,
        xType: 'log',
        yType: 'log',
        xTitle: lang === 'zh' ? '词元数 n' : 'tokens n',
        yTitle: lang === 'zh' ? '乘法次数' : 'multiplications',
        yDomain: [1e2, 1e14],
        at: n,
        curves: rows.map(({ kind, y }) => ({
          label: pick(kind.label, lang),
          color: kind.color,
          ...(kind.dash === undefined ? {} : { dash: kind.dash }),
          y,
        })),
      }),
    },
    {
      name: 'table',
      title: { en: 'At these sizes', zh: '在这个规模上' },
      type: numbers,
      data: ({ rows }, _params, lang) => {
        const zh = lang === 'zh';
        return {
          head: [
            '',
            zh ? '公式' : 'formula',
            zh ? '乘法次数' : 'multiplications',
            zh ? '先后步数' : 'steps in a row',
            zh ? '最长路径' : 'longest path',
          ],
          rows: rows.map(({ kind, value, steps, longest }) => ({
            label: pick(kind.label, lang),
            values: [kind.formula, count(value), count(steps), count(longest)],
          })),
        };
      },
    },
  ],
  readout({ crossing, ratio, rows }, _params, lang) {
    const [less, more] = ratio < 1 ? [rows[0]!, rows[1]!] : [rows[1]!, rows[0]!];
    const [low, high] = [pick(less.kind.label, lang), pick(more.kind.label, lang)];
    const times = fixed(Math.max(ratio, 1 / ratio), 1);
    return lang === 'zh'
      ? `“${high}”的乘法次数是“${low}”的 ${times} 倍；n = ${count(crossing)} 时两者相等。`
      : `“${high}” takes ${times} times the multiplications of “${low}”; the two are equal at n = ${count(crossing)}.`;
  },
});
