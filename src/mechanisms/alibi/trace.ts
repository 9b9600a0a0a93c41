// How the trace of ALiBi reads: each intermediate of one head with its step of the formula and its arithmetic. Also what its
// widgets share: one head with a slope of its own.
import { squeeze, tensor3d } from '@tensorflow/tfjs-core';
import type { Step } from '../../figures/walk.ts';
import { matrices, type Matrix } from '../../math/tensor.ts';
import { fixed, short } from '../../widget/format.ts';
import { steps as dotProductSteps } from '../scaled-dot-product/trace.ts';
import { alibiAttention, type Options } from './kernel.ts';

/** What the arithmetic needs to know beside the matrices. */
export interface Context {
  /** What the products are multiplied by. */
  readonly scale: number;
  readonly normalize: 'rows';
  readonly slope: number;
  readonly form: Form;
}

/** What is added to a score: −m(i − j), m·j, or −m|i − j|. */
export type Form = 'distance' | 'position' | 'symmetric';

/** The params that change the formula. */
export interface Choices {
  readonly form?: Form;
}

const at = (matrix: Matrix | undefined, i: number, j: number): number => matrix?.[i]?.[j] ?? Number.NaN;

/** From the products to the output, in the order of the kernel. */
export const steps = {
  products: dotProductSteps.products,
  slopes: {
    title: { en: 'Slope', zh: '斜率' },
    formula: String.raw`\sym{slopes}{m}`,
    scale: 'scores',
    axes: ['queries', 'keys'],
  },
  bias: {
    title: { en: 'Bias', zh: '偏置' },
    formula: {
      variants: {
        distance: String.raw`\sym{bias}{B}_{ij}=-\sym{slopes}{m}\,(i-j)`,
        position: String.raw`\sym{bias}{B}_{ij}=\sym{slopes}{m}\,j`,
        symmetric: String.raw`\sym{bias}{B}_{ij}=-\sym{slopes}{m}\,|i-j|`,
      },
      pick: ({ form = 'distance' }) => form,
    },
    scale: 'scores',
    axes: ['queries', 'keys'],
    explain: ({ bias }, i, j, { slope, form }, lang) => {
      if (at(bias, i, j) === Number.NEGATIVE_INFINITY)
        return { text: lang === 'zh' ? '−∞（被遮住）' : '−∞ (masked)' };
      const result = short(at(bias, i, j));
      if (form === 'position') return { text: `${short(slope)}·${j} = ${result}` };
      const steps = form === 'symmetric' ? Math.abs(i - j) : i - j;
      return { text: `−${short(slope)}·${steps < 0 ? `(−${-steps})` : steps} = ${result}` };
    },
  },
  scores: {
    title: { en: 'Scores', zh: '分数' },
    formula: String.raw`\sym{scores}{S}=\sym{products}{\Q\K^{\top}}/\sqrt{d_k}+\sym{bias}{B}`,
    scale: 'scores',
    axes: ['queries', 'keys'],
    explain: ({ products, bias, scores }, i, j, { scale }, lang) => {
      const score = at(scores, i, j);
      const sources = { products: { row: i, column: j }, bias: { row: i, column: j } };
      if (score === Number.NEGATIVE_INFINITY)
        return { text: lang === 'zh' ? '−∞（被遮住）' : '−∞ (masked)', sources };
      const added = at(bias, i, j);
      const sum = added < 0 ? `− ${short(-added)}` : `+ ${short(added)}`;
      return {
        text: `${short(at(products, i, j))} · ${fixed(scale, 3)} ${sum} = ${fixed(score, 3)}`,
        sources,
      };
    },
  },
  weights: { ...dotProductSteps.weights, formula: dotProductSteps.weights.formula.variants.rows },
  output: dotProductSteps.output,
} as const satisfies Record<string, Step<Choices, Context>>;

/** One head with a slope of its own, as matrices; the slope is one number. */
export function head(
  { q, k, v }: Record<'q' | 'k' | 'v', Matrix>,
  slope: number,
  form: Form,
  options: Pick<Options, 'causal' | 'past'> = {},
) {
  return matrices(() => {
    const { slopes, ...trace } = alibiAttention(tensor3d([q]), tensor3d([k]), tensor3d([v]), {
      slopes: [slope],
      ...(form === 'symmetric' ? { symmetric: true } : { form }),
      ...options,
    });
    const { products, bias, scores, weights, output } = trace;
    slopes.dispose();
    return {
      products: squeeze(products, [0]),
      bias: squeeze(bias, [0]),
      scores: squeeze(scores, [0]),
      weights: squeeze(weights, [0]),
      output: squeeze(output, [0]),
    };
  });
}

/** A bias together with a causal mask, which is a bias of −∞. */
export function masked(bias: Matrix): Matrix {
  return bias.map((row, i) => row.map((x, j) => (j > i ? -Infinity : x)));
}
