// How the trace of scaled dot-product attention reads: each intermediate with its step of the formula and its arithmetic.
import { dotProduct, softmaxWeight } from '../../figures/arithmetic.ts';
import type { Step } from '../../figures/walk.ts';
import type { Matrix } from '../../math/tensor.ts';
import type { Normalization } from '../../math/softmax.ts';
import { fixed, short } from '../../widget/format.ts';

/** What the arithmetic needs to know beside the matrices. */
export interface Context {
  /** What the products are multiplied by; 1 where the scale is left out. */
  readonly scale: number;
  readonly normalize: Normalization;
}

/** The params that change the formula. */
export interface Choices {
  readonly scaled?: boolean;
  readonly normalize?: Normalization;
}

const row = (matrix: Matrix | undefined, i: number): number[] => matrix?.[i] ?? [];
const column = (matrix: Matrix | undefined, j: number): number[] =>
  (matrix ?? []).map((line) => line[j] ?? Number.NaN);
const at = (matrix: Matrix | undefined, i: number, j: number): number => matrix?.[i]?.[j] ?? Number.NaN;

/** The inputs Q, K and V, for a widget that shows them as figures. */
export const inputs = {
  q: {
    title: { en: 'Q, the queries', zh: '查询 Q' },
    formula: String.raw`\Q\colon T\times d_k`,
    scale: 'query',
    axes: ['queries', 'features'],
  },
  k: {
    title: { en: 'K, the keys', zh: '键 K' },
    formula: String.raw`\K\colon S\times d_k`,
    scale: 'key',
    axes: ['keys', 'features'],
  },
  v: {
    title: { en: 'V, the values', zh: '值 V' },
    formula: String.raw`\V\colon S\times d_v`,
    scale: 'value',
    axes: ['keys', 'values'],
  },
} as const satisfies Record<string, Step<Choices, Context>>;

/** From the products to the output, in the order of the kernel. */
export const steps = {
  products: {
    title: { en: 'Products', zh: '点积' },
    formula: String.raw`\sym{products}{\Q \K^{\top}}`,
    scale: 'scores',
    axes: ['queries', 'keys'],
    explain: ({ q, k, products }, i, j) => ({
      text: dotProduct(row(q, i), row(k, j), at(products, i, j)),
      sources: { q: { row: i }, k: { row: j } },
    }),
  },
  scores: {
    title: { en: 'Scores', zh: '分数' },
    formula: {
      variants: {
        scaled: String.raw`\sym{scores}{S}=\sym{products}{\Q \K^{\top}}/\sqrt{d_k}`,
        plain: String.raw`\sym{scores}{S}=\sym{products}{\Q \K^{\top}}`,
      },
      pick: ({ scaled = true }) => (scaled ? 'scaled' : 'plain'),
    },
    scale: 'scores',
    axes: ['queries', 'keys'],
    explain: ({ products, scores }, i, j, { scale }, lang) => {
      const score = at(scores, i, j);
      const product = at(products, i, j);
      const sources = { products: { row: i, column: j } };
      if (score === Number.NEGATIVE_INFINITY)
        return { text: lang === 'zh' ? '−∞（被遮住）' : '−∞ (masked)', sources };
      if (Math.abs(product * scale - score) > 1e-4 * Math.max(1, Math.abs(score))) {
        return { text: `${short(product)} · ${fixed(scale, 3)} → ${fixed(score, 3)}`, sources };
      }
      return {
        text: scale === 1 ? short(score) : `${short(product)} · ${fixed(scale, 3)} = ${fixed(score, 3)}`,
        sources,
      };
    },
  },
  weights: {
    title: { en: 'Weights', zh: '权重' },
    formula: {
      variants: {
        rows: String.raw`\sym{weights}{A}=\softmax_{\text{row}}(\sym{scores}{S})`,
        columns: String.raw`\sym{weights}{A}=\softmax_{\text{column}}(\sym{scores}{S})`,
        all: String.raw`\sym{weights}{A}=\softmax_{\text{all}}(\sym{scores}{S})`,
        none: String.raw`\sym{weights}{A}=\sym{scores}{S}`,
      },
      pick: ({ normalize = 'rows' }) => normalize,
    },
    scale: 'weights',
    axes: ['queries', 'keys'],
    explain: ({ scores, weights }, i, j, { normalize }) => {
      const score = at(scores, i, j);
      const weight = at(weights, i, j);
      if (normalize === 'none') return { text: short(score), sources: { scores: { row: i, column: j } } };
      const among = { rows: row(scores, i), columns: column(scores, j), all: (scores ?? []).flat() }[
        normalize
      ];
      const part = { rows: { row: i }, columns: { column: j }, all: {} }[normalize];
      return { text: softmaxWeight(score, among, weight), sources: { scores: part } };
    },
  },
  output: {
    title: { en: 'Output', zh: '输出' },
    formula: String.raw`\O =\sym{weights}{A}\V`,
    scale: 'output',
    axes: ['queries', 'values'],
    explain: ({ weights, v, output }, i, j) => ({
      text: dotProduct(row(weights, i), column(v, j), at(output, i, j)),
      sources: { weights: { row: i }, v: { column: j } },
    }),
  },
} as const satisfies Record<string, Step<Choices, Context>>;
