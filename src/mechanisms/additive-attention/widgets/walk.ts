// Additive attention, step by step, on two states and three annotations that can be checked by hand.
import { walk } from '../../../figures/walk.ts';
import { choice, matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, numbered } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import { steps, traceOf, type Context, type Inputs } from '../trace.ts';

const identity = (n: number): Inputs['s'] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => Number(i === j)));

/** What is multiplied must meet; what is added must be as wide. */
function mustFit({ s, h, wa, ua, va }: Inputs, form: 'paper' | 'bare'): void {
  const width = (m: Inputs['s']): number => m[0]?.length ?? 0;
  const sides: [number, number, string, string, string, string][] =
    form === 'bare'
      ? [
          [width(s), width(h), 'columns of S', 'columns of H', 'S 的列数', 'H 的列数'],
          [width(s), width(va), 'columns of S', 'columns of vₐ', 'S 的列数', 'vₐ 的列数'],
        ]
      : [
          [width(s), width(wa), 'columns of S', 'columns of Wₐ', 'S 的列数', 'Wₐ 的列数'],
          [width(h), width(ua), 'columns of H', 'columns of Uₐ', 'H 的列数', 'Uₐ 的列数'],
          [wa.length, ua.length, 'rows of Wₐ', 'rows of Uₐ', 'Wₐ 的行数', 'Uₐ 的行数'],
          [wa.length, width(va), 'rows of Wₐ', 'columns of vₐ', 'Wₐ 的行数', 'vₐ 的列数'],
        ];
  for (const [a, b, enA, enB, zhA, zhB] of sides) {
    if (a === b) continue;
    throw new InputProblem({
      en: `The ${enA} are ${a} and the ${enB} are ${b}: they must be equal.`,
      zh: `${zhA}是 ${a}，${zhB}是 ${b}：两者必须相等。`,
    });
  }
}

export default defineWidget({
  id: 'additive-attention/walk',
  title: { en: 'Two states read three annotations', zh: '两个状态读三个标注' },
  provenance: {
    en: 'Constructed: small whole numbers, to be checked by hand. Drag a number sideways, type it, or paste your own.',
    zh: '人为构造：都是可以手算的小整数。每个数可以左右拖动，也可以键入；还可以粘贴自己的矩阵。',
  },
  mechanism: 'additive-attention',
  controls: {
    s: matrix({
      label: { en: 'S, states of the decoder', zh: '解码器的状态 S' },
      symbol: 'S',
      scale: 'query',
      maxRows: 4,
      value: [
        [1, 0],
        [0, 1],
      ],
    }),
    h: matrix({
      label: { en: 'H, annotations', zh: '标注 H' },
      symbol: 'H',
      scale: 'key',
      value: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
    }),
    wa: matrix({
      label: { en: 'Wₐ, for the states', zh: 'Wₐ，乘状态' },
      symbol: 'Wa',
      value: [
        [1, -1],
        [0, 1],
      ],
    }),
    ua: matrix({
      label: { en: 'Uₐ, for the annotations', zh: 'Uₐ，乘标注' },
      symbol: 'Ua',
      value: [
        [1, 0],
        [1, -1],
      ],
    }),
    va: matrix({
      label: { en: 'vₐ, for the hidden layer', zh: 'vₐ，乘隐藏层' },
      symbol: 'va',
      maxRows: 1,
      value: [[2, -1]],
    }),
    form: choice({
      label: { en: 'inside the tanh', zh: 'tanh 里面' },
      options: {
        paper: { en: 'Wₐ s + Uₐ h, the paper', zh: '论文：Wₐ s + Uₐ h' },
        bare: { en: 's + h, Keras', zh: 'Keras：s + h' },
      },
      value: 'paper',
    }),
    state: range({
      label: { en: 'hidden layer of state', zh: '显示第几个状态的隐藏层' },
      min: 1,
      max: 4,
      step: 1,
      value: 1,
    }),
  },
  compute({ state, form, ...given }) {
    mustFit(given, form);
    const { s, h } = given;
    const same = identity(s[0]?.length ?? 1);
    const inputs = form === 'bare' ? { ...given, wa: same, ua: same } : given;
    const shown = Math.min(state, s.length) - 1;
    return {
      matrices: traceOf(inputs, shown),
      axes: { queries: numbered('s', s.length), keys: numbered('h', h.length) },
      context: { state: shown },
    };
  },
  figures: walk<unknown, Context>(steps),
  readout({ matrices: { weights = [] }, axes: { queries = [], keys = [] } }, _params, lang) {
    const parts = weights.map((row, i) => {
      const best = row.indexOf(Math.max(...row));
      return `${queries[i]} → ${keys[best]} ${fixed(row[best] ?? Number.NaN, 3)}`;
    });
    return lang === 'zh' ? `最大的权重：${parts.join('，')}` : `Largest weights: ${parts.join(', ')}`;
  },
  goals: {
    even: ({ matrices: { weights = [] } }, { va, h }) =>
      va.flat().some((x) => x !== 0) &&
      new Set(h.map(String)).size > 1 &&
      weights.every((row) => Math.max(...row) - Math.min(...row) < 1e-4),
  },
});
