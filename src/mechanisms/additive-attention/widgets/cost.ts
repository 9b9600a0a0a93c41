// What an alignment model costs at the sizes of a translator, and what it saves to compute U_a h once.
import { curves } from '../../../figures/curves.ts';
import { numbers } from '../../../figures/numbers.ts';
import { range, type RangeControl } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count } from '../../../widget/format.ts';
import type { Text } from '../../../widget/text.ts';

const targets = Array.from({ length: 100 }, (_, i) => i + 1);

const lengthControl = (label: Text, value: number): RangeControl =>
  range({ label, min: 1, max: 100, step: 1, value });

/** Exact counts for T target words, S source words, states and hidden units of n, annotations of 2n, as in the paper. */
const counts = (T: number, S: number, n: number) => ({
  parameters: 3 * n * n + n,
  states: T * n * n,
  once: S * 2 * n * n,
  anew: T * S * 2 * n * n,
  tanh: T * S * n,
  scores: T * S * n,
  contexts: T * S * 2 * n,
});

export default defineWidget({
  id: 'additive-attention/cost',
  title: { en: 'The cost of one translated sentence', zh: '翻译一句话的开销' },
  mechanism: 'additive-attention',
  controls: {
    T: lengthControl({ en: 'target words T', zh: '目标词数 T' }, 30),
    S: lengthControl({ en: 'source words S', zh: '源词数 S' }, 30),
    n: range({
      label: { en: 'features of a state n', zh: '状态的特征数 n' },
      min: 100,
      max: 2000,
      step: 100,
      value: 1000,
    }),
  },
  compute: ({ T, S, n }) => ({
    now: counts(T, S, n),
    over: targets.map((target) => counts(target, S, n)),
  }),
  figures: [
    {
      name: 'counts',
      title: { en: 'Operations', zh: '运算次数' },
      caption: {
        en: 'Multiplications, except where tanh stands. Annotations have 2n features, the hidden layer n units.',
        zh: '除标明 tanh 的一行外，都是乘法次数。标注有 2n 个特征，隐藏层有 n 个单元。',
      },
      type: numbers,
      data: ({ now }, _params, lang) => {
        const zh = lang === 'zh';
        const line = (label: string, formula: string, value: number) => ({
          label,
          values: [`${formula} = ${count(value)}`],
        });
        return {
          head: zh ? ['', '次数'] : ['', 'count'],
          rows: [
            line(zh ? '参数' : 'parameters', '3n² + n', now.parameters),
            line('Wₐ s', 'T n²', now.states),
            line(zh ? 'Uₐ h，只算一次' : 'Uₐ h, once', '2 S n²', now.once),
            line(zh ? 'Uₐ h，每步重算' : 'Uₐ h, anew at every step', '2 T S n²', now.anew),
            line('tanh', 'T S n', now.tanh),
            line(zh ? '分数' : 'scores', 'T S n', now.scores),
            line(zh ? '上下文向量' : 'context vectors', '2 T S n', now.contexts),
          ],
        };
      },
    },
    {
      name: 'saved',
      title: { en: 'Multiplications for the annotations', zh: '变换标注的乘法次数' },
      caption: { en: 'The vertical axis is logarithmic.', zh: '纵轴是对数刻度。' },
      type: curves,
      data: ({ over }, { T }, lang) => ({
        x: targets,
        xTitle: lang === 'zh' ? '目标词数 T' : 'target words T',
        yTitle: lang === 'zh' ? '乘法次数' : 'multiplications',
        yType: 'log',
        yDomain: [1e4, 1e11],
        at: T,
        curves: [
          {
            label: lang === 'zh' ? '每步重算' : 'anew each step',
            color: 'var(--scale-negative)',
            dash: '6 4',
            y: over.map(({ anew }) => anew),
          },
          {
            label: lang === 'zh' ? '只算一次' : 'once',
            color: 'var(--scale-weights)',
            y: over.map(({ once }) => once),
          },
        ],
      }),
    },
  ],
  readout({ now }, { T }, lang) {
    const all = count(now.states + now.once + now.scores + now.contexts);
    return lang === 'zh'
      ? `只算一次，变换标注的乘法省到 ${count(T)} 分之一；全部乘法共 ${all} 次。`
      : `Computed once, the annotations cost ${count(T)} times less; all multiplications together are ${all}.`;
  },
});
