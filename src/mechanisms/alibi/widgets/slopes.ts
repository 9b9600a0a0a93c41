// The slopes of any number of heads: those of the next lower power of two, and what fills them up.
import { curves } from '../../../figures/curves.ts';
import { numbers } from '../../../figures/numbers.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { alibiSlopes } from '../kernel.ts';

const most = 16;
const places = Array.from({ length: most }, (_, h) => h + 1);

/** A slope as a power of two, which is exact: “2^−2.5”. */
const power = (slope: number): string => `2^${String(Number(Math.log2(slope).toFixed(3))).replace('-', '−')}`;

export default defineWidget({
  id: 'alibi/slopes',
  title: { en: 'The slopes of all heads', zh: '各个头的斜率' },
  mechanism: 'alibi',
  controls: {
    heads: range({ label: { en: 'heads H', zh: '头数 H' }, min: 1, max: most, step: 1, value: 12 }),
  },
  compute({ heads }) {
    const slopes = alibiSlopes(heads);
    return { slopes, lower: 2 ** Math.floor(Math.log2(heads)) };
  },
  figures: [
    {
      name: 'slopes',
      title: { en: 'Slope of each head', zh: '每个头的斜率' },
      caption: {
        en: 'The line is 2^(−8h/H). A power of two lies on it; other numbers of heads do not.',
        zh: '线是 2^(−8h/H)。头数是 2 的幂时，点都在线上；不是时，不在线上。',
      },
      type: curves,
      data: ({ slopes, lower }, { heads }, lang) => {
        const zh = lang === 'zh';
        const dots = (from: number, to: number) => ({
          x: places.slice(from, to),
          y: slopes.slice(from, to),
        });
        return {
          x: places,
          xTitle: zh ? '头 h' : 'head h',
          yTitle: zh ? '斜率 m' : 'slope m',
          yType: 'log' as const,
          xDomain: [0, most + 1] as const,
          yDomain: [2 ** -8.5, 1] as const,
          curves: [
            {
              label: '2^(−8h/H)',
              color: 'var(--ink-soft)',
              dash: '2 3',
              y: places.map((h) => (h <= heads ? 2 ** ((-8 * h) / heads) : Number.NaN)),
            },
          ],
          dots: [
            {
              label: zh ? '较小的 2 的幂' : 'lower power of two',
              color: 'var(--scale-weights)',
              ...dots(0, lower),
            },
            {
              label: zh ? '补上的' : 'filled up',
              color: 'var(--accent)',
              ...dots(lower, heads),
            },
          ],
        };
      },
    },
    {
      name: 'numbers',
      title: { en: 'In numbers', zh: '数值' },
      type: numbers,
      data: ({ slopes }, _params, lang) => ({
        head: lang === 'zh' ? ['头', '斜率', '幂', '1/m，步'] : ['head', 'slope', 'power', '1/m, steps'],
        rows: slopes.map((slope, h) => ({
          label: String(h + 1),
          values: [slope.toFixed(4), power(slope), (1 / slope).toFixed(1)],
        })),
      }),
    },
  ],
  goals: {
    // The steepest slope is not that of the first head, and there is exactly one filled up.
    odd: ({ slopes, lower }, { heads }) =>
      heads - lower === 1 && lower > 2 && slopes.indexOf(Math.max(...slopes)) === heads - 1,
  },
  readout({ slopes, lower }, { heads }, lang) {
    const steepest = slopes.indexOf(Math.max(...slopes)) + 1;
    if (lang === 'zh') {
      return heads === lower
        ? `${heads} 是 2 的幂，斜率是等比数列，最陡的是第 ${steepest} 个头。`
        : `${heads} 不是 2 的幂：先取 ${lower} 个头的斜率，再补 ${heads - lower} 个。最陡的是第 ${steepest} 个头。`;
    }
    return heads === lower
      ? `${heads} is a power of two: the slopes are a geometric sequence, and head ${steepest} is the steepest.`
      : `${heads} is no power of two: the slopes of ${lower} heads, and ${heads - lower} more. Head ${steepest} is the steepest.`;
  },
});
