// Is the matrix of weights symmetric? Scores and weights, and how far each is from its transpose.
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import { matrices, matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { matrix } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import type { Scale } from '../../../widget/color.ts';
import type { Lang } from '../../../widget/text.ts';
import { mustProject, named } from '../inputs.ts';
import { selfAttention } from '../kernel.ts';

const small = { maxRows: 4, maxColumns: 4, step: 0.5, limit: 20 };

/** A matrix minus its transpose: zero everywhere when it is symmetric. */
const skew = (m: Matrix): Matrix =>
  m.map((row, i) => row.map((entry, j) => entry - (m[j]?.[i] ?? Number.NaN)));
const largest = (m: Matrix): number => Math.max(...m.flat().map(Math.abs));

function map(values: Matrix, scale: Scale, lang: Lang, extent?: number): HeatmapData {
  return {
    values,
    rows: named(values),
    columns: named(values),
    rowTitle: lang === 'zh' ? '查询' : 'queries',
    columnTitle: lang === 'zh' ? '键' : 'keys',
    scale,
    ...(extent === undefined ? {} : { extent }),
  };
}

export default defineWidget({
  id: 'self-attention/symmetry',
  title: { en: 'Is A its own transpose?', zh: 'A 等于自己的转置吗？' },
  provenance: {
    en: 'Constructed: three tokens and two projections, to be changed by hand.',
    zh: '人为构造：三个词元、两个投影，都可以动手改。',
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
        [1, 0],
        [0, 1],
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
  },
  compute({ x, wq, wk }) {
    mustProject(x, { wq, wk });
    return matrices(() => {
      const { scores, weights } = selfAttention(tensor(x), {
        wq: tensor(wq),
        wk: tensor(wk),
        wv: tensor(wk),
      });
      return { scores, weights };
    });
  },
  figures: [
    {
      name: 'scores',
      title: { en: 'Scores', zh: '分数' },
      formula: String.raw`S=\Q\K^{\top}\!/\sqrt{d_k}`,
      type: heatmap,
      data: ({ scores }, _params, lang) => map(scores, 'scores', lang),
    },
    {
      name: 'scoresApart',
      title: { en: 'Scores minus their transpose', zh: '分数减去转置' },
      formula: String.raw`S-S^{\top}`,
      caption: { en: 'All zeros: symmetric.', zh: '全是 0，就对称。' },
      type: heatmap,
      data: ({ scores }, _params, lang) => map(skew(scores), 'scores', lang, 1),
    },
    {
      name: 'weights',
      title: { en: 'Weights', zh: '权重' },
      formula: String.raw`A=\softmax(S)`,
      type: heatmap,
      data: ({ weights }, _params, lang) => map(weights, 'weights', lang),
    },
    {
      name: 'weightsApart',
      title: { en: 'Weights minus their transpose', zh: '权重减去转置' },
      formula: String.raw`A-A^{\top}`,
      caption: { en: 'All zeros: symmetric.', zh: '全是 0，就对称。' },
      type: heatmap,
      data: ({ weights }, _params, lang) => map(skew(weights), 'scores', lang, 0.5),
    },
  ],
  goals: {
    // Symmetric weights that are not all the same.
    symmetric: ({ weights }) =>
      weights.length > 2 &&
      largest(skew(weights)) < 1e-4 &&
      Math.max(...weights.flat()) - Math.min(...weights.flat()) > 0.05,
    // Scores that are not symmetric.
    apart: ({ scores }) => largest(skew(scores)) > 0.1,
  },
  readout({ scores, weights }, _params, lang) {
    const [s, a] = [fixed(largest(skew(scores)), 3), fixed(largest(skew(weights)), 3)];
    return lang === 'zh'
      ? `与转置最多相差：分数 ${s}，权重 ${a}。`
      : `Largest difference from the transpose: scores ${s}, weights ${a}.`;
  },
});
