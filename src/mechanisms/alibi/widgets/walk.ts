// The formula, step by step, on one head that can be checked by hand.
import { walk } from '../../../figures/walk.ts';
import { choice, matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, numbered, sizeText } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import { head, steps, type Choices, type Context } from '../trace.ts';

export default defineWidget({
  id: 'alibi/walk',
  title: { en: 'One head, step by step', zh: '一个头，一步一步算' },
  provenance: {
    en: 'Constructed: four tokens, to be checked by hand. The first and the third have the same key.',
    zh: '人为构造：四个词元，可以手算核对。第一个和第三个的键相同。',
  },
  mechanism: 'alibi',
  controls: {
    q: matrix({
      label: { en: 'Q, queries', zh: '查询 Q' },
      symbol: 'Q',
      scale: 'query',
      value: [
        [1, 0],
        [0, 1],
        [1, 1],
        [2, 0],
      ],
    }),
    k: matrix({
      label: { en: 'K, keys', zh: '键 K' },
      symbol: 'K',
      scale: 'key',
      value: [
        [1, 0],
        [0, 1],
        [1, 0],
        [0, 0],
      ],
    }),
    v: matrix({
      label: { en: 'V, values', zh: '值 V' },
      symbol: 'V',
      scale: 'value',
      value: [
        [10, 0],
        [0, 10],
        [5, 5],
        [0, 0],
      ],
      step: 1,
    }),
    m: range({ label: { en: 'slope m', zh: '斜率 m' }, min: 0, max: 2, step: 0.05, value: 0.5 }),
    form: choice({
      label: { en: 'bias', zh: '偏置' },
      options: {
        distance: { en: '−m(i − j)', zh: '−m(i − j)' },
        position: { en: 'm·j', zh: 'm·j' },
        symmetric: { en: '−m|i − j|, both sides', zh: '−m|i − j|，两边都看' },
      },
      value: 'distance',
    }),
  },
  compute({ q, k, v, m, form }) {
    if (q[0]?.length !== k[0]?.length || k.length !== v.length) {
      throw new InputProblem({
        en: `Q is ${sizeText(q)}, K ${sizeText(k)}, V ${sizeText(v)}: Q and K need the same columns, K and V the same rows.`,
        zh: `Q 是 ${sizeText(q)}，K 是 ${sizeText(k)}，V 是 ${sizeText(v)}：Q 与 K 的列数要相同，K 与 V 的行数要相同。`,
      });
    }
    return {
      matrices: { q, k, v, ...head({ q, k, v }, m, form) },
      axes: { queries: numbered('q', q.length), keys: numbered('k', k.length) },
      context: { scale: 1 / Math.sqrt(q[0]?.length ?? 1), normalize: 'rows' as const, slope: m, form },
    };
  },
  figures: walk<Choices, Context>(steps),
  goals: {
    // The near one of two equal keys gets three times the weight of the far one, by the slope alone.
    triple: ({ matrices: { weights = [], k = [] } }) => {
      const [row, same] = [weights[3] ?? [], k[0]?.every((x, j) => x === k[2]?.[j])];
      return same === true && Math.abs((row[2] ?? 0) / (row[0] ?? 1) - 3) < 0.1;
    },
  },
  readout({ matrices: { weights = [] } }, _params, lang) {
    const row = (weights.at(-1) ?? []).map((weight) => fixed(weight, 3)).join(lang === 'zh' ? '，' : ', ');
    return lang === 'zh' ? `最后一个查询的权重：${row}` : `Weights of the last query: ${row}`;
  },
});
