// What each score costs: learned numbers, operations, and what must be stored on the way.
import { curves } from '../../../figures/curves.ts';
import { numbers } from '../../../figures/numbers.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count } from '../../../widget/format.ts';
import { pick } from '../../../widget/text.ts';
import type { Kind } from '../kernel.ts';
import { kindNames, kinds, strokeOf } from '../trace.ts';

type Count = readonly [formula: string, of: (n: number, d: number) => number];

/** n queries, n keys, d features and hidden units; exact counts of multiplications and divisions, and of tanh or √. */
const costs: Record<Kind, { parameters: Count; multiplications: Count; functions: Count; stored: Count }> = {
  dot: {
    parameters: ['0', () => 0],
    multiplications: ['n²d', (n, d) => n * n * d],
    functions: ['0', () => 0],
    stored: ['n²', (n) => n * n],
  },
  scaled: {
    parameters: ['0', () => 0],
    multiplications: ['n²d + n²', (n, d) => n * n * d + n * n],
    functions: ['0', () => 0],
    stored: ['n²', (n) => n * n],
  },
  general: {
    parameters: ['d²', (_n, d) => d * d],
    multiplications: ['n²d + nd²', (n, d) => n * n * d + n * d * d],
    functions: ['0', () => 0],
    stored: ['n² + nd', (n, d) => n * n + n * d],
  },
  cosine: {
    parameters: ['1', () => 1],
    multiplications: ['n²d + n² + 4nd', (n, d) => n * n * d + n * n + 4 * n * d],
    functions: ['2n', (n) => 2 * n],
    stored: ['n² + 2nd', (n, d) => n * n + 2 * n * d],
  },
  additive: {
    parameters: ['2d² + d', (_n, d) => 2 * d * d + d],
    multiplications: ['n²d + 2nd²', (n, d) => n * n * d + 2 * n * d * d],
    functions: ['n²d', (n, d) => n * n * d],
    stored: ['n²d + n² + 2nd', (n, d) => n * n * d + n * n + 2 * n * d],
  },
  location: {
    parameters: ['nd', (n, d) => n * d],
    multiplications: ['n²d', (n, d) => n * n * d],
    functions: ['0', () => 0],
    stored: ['n²', (n) => n * n],
  },
};

const columns = ['parameters', 'multiplications', 'functions', 'stored'] as const;
const widths = Array.from({ length: 10 }, (_, i) => 2 ** (i + 1));

export default defineWidget({
  id: 'scoring-functions/cost',
  title: { en: 'The cost of a score at your sizes', zh: '按你的规模计算打分的开销' },
  mechanism: 'scoring-functions',
  controls: {
    n: range({
      label: { en: 'queries and keys n', zh: '查询数与键数 n' },
      min: 1,
      max: 12,
      step: 1,
      value: 6,
      show: (power) => count(2 ** power),
    }),
    d: range({
      label: { en: 'features d', zh: '特征数 d' },
      min: 1,
      max: 10,
      step: 1,
      value: 6,
      show: (power) => count(2 ** power),
    }),
  },
  compute: ({ n, d }) => ({ n: 2 ** n, d: 2 ** d }),
  figures: [
    {
      name: 'counts',
      title: { en: 'Learned numbers, operations, memory', zh: '参数、运算、内存' },
      caption: {
        en: 'Multiplications include divisions; memory is every number of the trace up to the scores, held at once.',
        zh: '乘法次数含除法；内存指直到分数为止的所有中间结果同时存着时的个数。',
      },
      type: numbers,
      data: ({ n, d }, _params, lang) => ({
        head:
          lang === 'zh'
            ? ['', '参数', '乘法', 'tanh 或 √', '所存的数']
            : ['', 'parameters', 'multiplications', 'tanh or √', 'numbers stored'],
        rows: kindNames.map((kind) => ({
          label: pick(kinds[kind].label, lang),
          values: columns.map((column) => {
            const [formula, of] = costs[kind][column];
            return /^\d$/.test(formula) ? formula : `${formula} = ${count(of(n, d))}`;
          }),
        })),
      }),
    },
    {
      name: 'memory',
      title: { en: 'Numbers stored, over the features', zh: '所存的数随特征数增长' },
      caption: {
        en: 'Both axes are logarithmic. Dot, scaled dot and location lie on one line.',
        zh: '两个轴都是对数刻度。点积、缩放点积和位置重合。',
      },
      type: curves,
      data: ({ n, d }, _params, lang) => ({
        x: widths,
        xType: 'log',
        yType: 'log',
        xTitle: lang === 'zh' ? '特征数 d' : 'features d',
        yTitle: lang === 'zh' ? '所存的数' : 'numbers stored',
        yDomain: [1, 1e11],
        at: d,
        curves: (['dot', 'general', 'additive'] as const).map((kind) => ({
          label: pick(kinds[kind].label, lang),
          ...strokeOf(kind),
          y: widths.map((width) => costs[kind].stored[1](n, width)),
        })),
      }),
    },
  ],
  readout({ n, d }, _params, lang) {
    const ratio = Math.round(costs.additive.stored[1](n, d) / costs.dot.stored[1](n, d));
    return lang === 'zh'
      ? `加性要存的数是点积的 ${count(ratio)} 倍。`
      : `Additive stores ${count(ratio)} times as many numbers as dot.`;
  },
});
