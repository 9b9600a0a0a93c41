// The formula, step by step, on three queries and three keys that can be checked by hand.
import { walk } from '../../../figures/walk.ts';
import { scaledDotProductAttention } from '../../../mechanisms/scaled-dot-product/kernel.ts';
import { steps, type Choices, type Context } from '../../../mechanisms/scaled-dot-product/trace.ts';
import { matrices, matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { choice, matrix, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, numbered, sizeText } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';

/** Q and K meet in d_k features; K and V in the number of entries. */
function mustFit(q: Matrix, k: Matrix, v: Matrix): void {
  if (q[0]?.length !== k[0]?.length) {
    throw new InputProblem({
      en: `Q is ${sizeText(q)} and K is ${sizeText(k)}: they need the same number of columns, dₖ.`,
      zh: `Q 是 ${sizeText(q)}，K 是 ${sizeText(k)}：两者的列数 dₖ 必须相同。`,
    });
  }
  if (k.length !== v.length) {
    throw new InputProblem({
      en: `K is ${sizeText(k)} and V is ${sizeText(v)}: each key needs one value, so the same number of rows.`,
      zh: `K 是 ${sizeText(k)}，V 是 ${sizeText(v)}：每个键对应一个值，行数必须相同。`,
    });
  }
}

export default defineWidget({
  id: 'query-key-value/walk',
  title: { en: 'The formula on three tokens', zh: '在三个词元上走一遍公式' },
  provenance: {
    en: 'Constructed: small whole numbers, to be checked by hand. Drag a number sideways, type it, or paste your own.',
    zh: '人为构造：都是可以手算的小整数。每个数可以左右拖动，也可以键入；还可以粘贴自己的矩阵。',
  },
  mechanism: 'scaled-dot-product',
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
        [-1, 1],
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
      ],
      step: 1,
    }),
    scaled: toggle({ label: { en: 'divide by √dₖ', zh: '除以 √dₖ' }, value: true }),
    normalize: choice({
      label: { en: 'softmax over', zh: 'softmax 作用于' },
      options: {
        rows: { en: 'each row', zh: '每一行' },
        columns: { en: 'each column', zh: '每一列' },
        all: { en: 'everything', zh: '整个矩阵' },
        none: { en: 'no softmax', zh: '不用 softmax' },
      },
      value: 'rows',
    }),
  },
  compute({ q, k, v, scaled, normalize }) {
    mustFit(q, k, v);
    const scale = scaled ? 1 / Math.sqrt(q[0]?.length ?? 1) : 1;
    const trace = matrices(() =>
      scaledDotProductAttention(tensor(q), tensor(k), tensor(v), { scale, normalize }),
    );
    return {
      matrices: { q, k, v, ...trace },
      axes: { queries: numbered('q', q.length), keys: numbered('k', k.length) },
      context: { scale, normalize },
    };
  },
  figures: walk<Choices, Context>(steps),
  goals: {
    third: ({ matrices: { weights = [] } }, { normalize }) =>
      normalize === 'rows' && (weights[0]?.[2] ?? 0) > 0.99,
  },
  readout({ matrices: { weights = [] } }, _params, lang) {
    const sums = weights.map((row) => fixed(row.reduce((sum, weight) => sum + weight, 0)));
    return lang === 'zh'
      ? `各行权重之和：${sums.join('，')}`
      : `Sum of each row of weights: ${sums.join(', ')}`;
  },
});
