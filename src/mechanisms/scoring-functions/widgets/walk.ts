// Attention with a chosen score, step by step, on one query and two keys that can be checked by hand.
import { walk } from '../../../figures/walk.ts';
import type { Matrix } from '../../../math/tensor.ts';
import { choice, matrix } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, numbered } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import type { Kind } from '../kernel.ts';
import { choices, steps, traceOf, type Choices, type Context, type Plain } from '../trace.ts';

const width = (m: Matrix): number => m[0]?.length ?? 0;

interface Inputs {
  readonly q: Matrix;
  readonly k: Matrix;
  readonly v: Matrix;
  readonly wa: Matrix;
  readonly ua: Matrix;
  readonly va: Matrix;
}

/** What a score multiplies must meet. */
function mustFit(kind: Kind, { q, k, v, wa, ua, va }: Inputs): void {
  const sides: [boolean, number, number, string, string, string, string][] = [
    [true, k.length, v.length, 'rows of K', 'rows of V', 'K 的行数', 'V 的行数'],
    [
      ['dot', 'scaled', 'cosine'].includes(kind),
      width(q),
      width(k),
      'columns of Q',
      'columns of K',
      'Q 的列数',
      'K 的列数',
    ],
    [
      ['general', 'additive', 'location'].includes(kind),
      width(q),
      width(wa),
      'columns of Q',
      'columns of Wₐ',
      'Q 的列数',
      'Wₐ 的列数',
    ],
    [kind === 'general', width(k), wa.length, 'columns of K', 'rows of Wₐ', 'K 的列数', 'Wₐ 的行数'],
    [kind === 'additive', width(k), width(ua), 'columns of K', 'columns of Uₐ', 'K 的列数', 'Uₐ 的列数'],
    [kind === 'additive', wa.length, ua.length, 'rows of Wₐ', 'rows of Uₐ', 'Wₐ 的行数', 'Uₐ 的行数'],
    [kind === 'additive', wa.length, width(va), 'rows of Wₐ', 'columns of vₐ', 'Wₐ 的行数', 'vₐ 的列数'],
  ];
  for (const [used, a, b, enA, enB, zhA, zhB] of sides) {
    if (!used || a === b) continue;
    throw new InputProblem({
      en: `The ${enA} are ${a} and the ${enB} are ${b}: this score needs the same number of both.`,
      zh: `${zhA}是 ${a}，${zhB}是 ${b}：这种打分要求两者相等。`,
    });
  }
}

const reads: Record<Kind, readonly (keyof Plain)[]> = {
  dot: [],
  scaled: [],
  cosine: [],
  general: ['wa'],
  additive: ['wa', 'ua', 'va'],
  location: ['wa'],
};

const { state: _, ...shown } = steps;

/** Beside a single row there is no room for the name of its axis. */
const figures = walk<Choices, Context>(shown).map((slot): typeof slot => ({
  ...slot,
  data: (trace, params, lang) => {
    const data = slot.data(trace, params, lang);
    return data?.values.length === 1 ? { ...data, rowTitle: '' } : data;
  },
}));

export default defineWidget({
  id: 'scoring-functions/walk',
  title: { en: 'One score, step by step', zh: '一种打分，一步一步算' },
  provenance: {
    en: 'Constructed: small whole numbers, to be checked by hand. Drag a number sideways, type it, or paste your own. A score reads only the parameters in its formula.',
    zh: '人为构造：都是可以手算的小整数。每个数可以左右拖动，也可以键入；还可以粘贴自己的矩阵。每种打分只读取它的公式里有的参数。',
  },
  mechanism: 'scoring-functions',
  controls: {
    kind: choice({
      label: { en: 'score', zh: '打分' },
      options: choices,
      value: 'additive',
    }),
    q: matrix({
      label: { en: 'q, the query', zh: '查询 q' },
      symbol: 'Q',
      scale: 'query',
      maxRows: 1,
      value: [[2, 1]],
    }),
    k: matrix({
      label: { en: 'K, the keys', zh: '键 K' },
      symbol: 'K',
      scale: 'key',
      value: [
        [1, 0],
        [1, 2],
      ],
    }),
    v: matrix({
      label: { en: 'V, the values', zh: '值 V' },
      symbol: 'V',
      scale: 'value',
      step: 1,
      value: [
        [10, 0],
        [0, 10],
      ],
    }),
    wa: matrix({
      label: { en: 'Wₐ, for the query', zh: 'Wₐ，乘查询' },
      symbol: 'Wa',
      value: [
        [1, 0],
        [0, -1],
      ],
    }),
    ua: matrix({
      label: { en: 'Uₐ, for the keys', zh: 'Uₐ，乘键' },
      symbol: 'Ua',
      value: [
        [1, 0],
        [0, 1],
      ],
    }),
    va: matrix({
      label: { en: 'vₐ, for the hidden layer', zh: 'vₐ，乘隐藏层' },
      symbol: 'va',
      maxRows: 1,
      value: [[1, 1]],
    }),
  },
  compute({ kind, q, k, v, wa, ua, va }) {
    mustFit(kind, { q, k, v, wa, ua, va });
    const given = { wa, ua, va };
    const own: Plain = Object.fromEntries(reads[kind].map((name) => [name, given[name]]));
    return {
      matrices: traceOf(kind, { q, k, v }, own, 1),
      axes: { queries: ['q'], keys: numbered('k', k.length) },
      context: { kind, beta: 1 },
    };
  },
  figures,
  readout({ matrices: { weights = [] }, axes: { keys = [] } }, _params, lang) {
    const row = weights[0] ?? [];
    const shares = row.map((weight, j) => `${keys[j]} ${fixed(weight, 3)}`).join(lang === 'zh' ? '，' : ', ');
    return lang === 'zh' ? `权重：${shares}` : `Weights: ${shares}`;
  },
});
