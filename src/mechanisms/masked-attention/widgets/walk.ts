// The formula, step by step, with a mask that can be edited by hand.
import { walk } from '../../../figures/walk.ts';
import { maskOf } from '../../../math/mask.ts';
import { matrices, matrix as tensor } from '../../../math/tensor.ts';
import { choice, matrix, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, numbered, sizeText } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import { maskedAttention } from '../kernel.ts';
import { steps, type Choices, type Context } from '../trace.ts';

export default defineWidget({
  id: 'masked-attention/walk',
  title: { en: 'A mask by hand', zh: '亲手画一个掩码' },
  provenance: {
    en: 'Constructed: small whole numbers, to be checked by hand. In the mask 1 is open; 0 and every other number is closed.',
    zh: '人为构造：都是可以手算的小整数。掩码里 1 是可以看，0 和别的数都是不许看。',
  },
  mechanism: 'masked-attention',
  controls: {
    q: matrix({
      label: { en: 'Q, queries', zh: '查询 Q' },
      symbol: 'Q',
      scale: 'query',
      value: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
    }),
    k: matrix({
      label: { en: 'K, keys', zh: '键 K' },
      symbol: 'K',
      scale: 'key',
      value: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
    }),
    m: matrix({
      label: { en: 'M, mask', zh: '掩码 M' },
      symbol: 'M',
      value: [
        [1, 1, 1],
        [1, 1, 1],
        [1, 1, 1],
      ],
      limit: 9,
      step: 1,
    }),
    v: matrix({
      label: { en: 'V, values', zh: '值 V' },
      symbol: 'V',
      scale: 'value',
      value: [
        [10, 0],
        [0, 10],
        [5, 5],
      ],
      step: 1,
    }),
    causal: toggle({ label: { en: 'and a causal mask', zh: '再加因果掩码' }, value: true }),
    when: choice({
      label: { en: 'masked', zh: '何时遮住' },
      options: {
        before: { en: 'before the softmax', zh: 'softmax 之前' },
        after: { en: 'after it', zh: 'softmax 之后' },
        renormalised: { en: 'after it, divided again', zh: '之后，再除一次' },
      },
      value: 'before',
    }),
  },
  compute({ q, k, m, v, causal, when }) {
    const [width, height] = [q[0]?.length ?? 1, k.length];
    if (width !== k[0]?.length || height !== v.length || m.length !== q.length || m[0]?.length !== height) {
      throw new InputProblem({
        en: `Q is ${sizeText(q)}, K ${sizeText(k)}, M ${sizeText(m)}, V ${sizeText(v)}: Q and K need the same columns, M a row for each query and a column for each key, V a row for each key.`,
        zh: `Q 是 ${sizeText(q)}，K 是 ${sizeText(k)}，M 是 ${sizeText(m)}，V 是 ${sizeText(v)}：Q 与 K 的列数要相同；M 的每一行对应一个查询，每一列对应一个键；V 的每一行对应一个键。`,
      });
    }
    const trace = matrices(() => {
      const mask = maskOf(m.map((row) => row.map((x) => (x === 1 ? 1 : 0))));
      return maskedAttention(tensor(q), tensor(k), tensor(v), { mask, causal, when });
    });
    return {
      matrices: { q, k, v, ...trace },
      axes: { queries: numbered('q', q.length), keys: numbered('k', height) },
      context: { scale: 1 / Math.sqrt(width), normalize: 'rows' as const, when },
    };
  },
  figures: walk<Choices, Context>(steps),
  goals: {
    // The values upside down, by the mask alone.
    reversed: ({ matrices: { v = [], output = [] } }, { when }) =>
      when === 'before' &&
      v.length > 1 &&
      output.length === v.length &&
      output.every((row, i) => row.every((x, j) => Math.abs(x - (v[v.length - 1 - i]?.[j] ?? 0)) < 1e-6)),
  },
  readout({ matrices: { weights = [] } }, _params, lang) {
    const sums = weights.map((row) => fixed(row.reduce((sum, weight) => sum + weight, 0)));
    return lang === 'zh'
      ? `各行权重之和：${sums.join('，')}`
      : `Sum of each row of weights: ${sums.join(', ')}`;
  },
});
