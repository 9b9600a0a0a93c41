// The formula, step by step, on three tokens that can be checked by hand.
import { walk } from '../../../figures/walk.ts';
import { matrices, matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { matrix, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { mustProject, named } from '../inputs.ts';
import { selfAttention } from '../kernel.ts';
import { steps, type Choices, type Context } from '../trace.ts';

const small = { maxRows: 4, maxColumns: 4, step: 0.5, limit: 100 };

export default defineWidget({
  id: 'self-attention/walk',
  title: { en: 'Three tokens, from X to the output', zh: '三个词元，从 X 到输出' },
  provenance: {
    en: 'Constructed: small whole numbers, to be checked by hand. Drag a number sideways, type it, or paste your own.',
    zh: '人为构造：都是可以手算的小整数。每个数可以左右拖动，也可以键入；还可以粘贴自己的矩阵。',
  },
  mechanism: 'self-attention',
  controls: {
    x: matrix({
      label: { en: 'X, tokens', zh: '词元 X' },
      symbol: 'X',
      value: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      ...small,
    }),
    wq: matrix({
      label: { en: 'W_Q', zh: 'W_Q' },
      symbol: 'wq',
      scale: 'query',
      value: [
        [0, 2],
        [1, 0],
      ],
      ...small,
    }),
    wk: matrix({
      label: { en: 'W_K', zh: 'W_K' },
      symbol: 'wk',
      scale: 'key',
      value: [
        [1, 0],
        [0, 1],
      ],
      ...small,
    }),
    wv: matrix({
      label: { en: 'W_V', zh: 'W_V' },
      symbol: 'wv',
      scale: 'value',
      value: [
        [10, 0],
        [0, 20],
      ],
      ...small,
    }),
    scaled: toggle({ label: { en: 'divide by √dₖ', zh: '除以 √dₖ' }, value: true }),
  },
  compute({ x, wq, wk, wv, scaled }) {
    mustProject(x, { wq, wk, wv });
    const scale = scaled ? 1 / Math.sqrt(wq.length) : 1;
    const trace = matrices(() =>
      selfAttention(tensor(x), { wq: tensor(wq), wk: tensor(wk), wv: tensor(wv) }, { scale }),
    );
    const tokens = named(x);
    return {
      matrices: { x, wq, wk, wv, ...trace } as Record<string, Matrix>,
      axes: { tokens, queries: tokens, keys: tokens },
      context: { scale, normalize: 'rows' as const },
    };
  },
  figures: walk<Choices, Context>(steps),
  goals: {
    // Every token gives more than 0.9 to another one than itself.
    elsewhere: ({ matrices: { weights = [] } }) =>
      weights.length > 1 && weights.every((row, i) => row.some((weight, j) => j !== i && weight > 0.9)),
  },
  readout({ matrices: { weights = [] } }, _params, lang) {
    const [a, b] = [weights[0]?.at(-1) ?? Number.NaN, weights.at(-1)?.[0] ?? Number.NaN];
    const n = weights.length;
    return lang === 'zh'
      ? `x₁ 给 x${'₁₂₃₄'[n - 1]} 的权重是 ${fixed(a, 3)}，反过来是 ${fixed(b, 3)}。`
      : `x₁ gives x${'₁₂₃₄'[n - 1]} a weight of ${fixed(a, 3)}; the other way it is ${fixed(b, 3)}.`;
  },
});
