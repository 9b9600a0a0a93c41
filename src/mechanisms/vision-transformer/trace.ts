// How the trace of a Vision Transformer reads: each intermediate with its step of the formula and its arithmetic.
import { dotProduct } from '../../figures/arithmetic.ts';
import type { Step } from '../../figures/walk.ts';
import type { Matrix } from '../../math/tensor.ts';
import type { Explanation } from '../../widget/figure.ts';
import { fixed, short } from '../../widget/format.ts';

/** The params that change the formulas. */
export interface Choices {
  readonly positions: boolean;
  readonly pool: 'class' | 'mean';
}

/** What the arithmetic needs to know beside the matrices. */
export type Context = Choices;

const row = (matrix: Matrix | undefined, i: number): number[] => matrix?.[i] ?? [];
const at = (matrix: Matrix | undefined, i: number, j: number): number => matrix?.[i]?.[j] ?? Number.NaN;
const signed = (x: number): string => (x < 0 ? `(${short(x)})` : short(x));

/** From the patches to the summary, in the order of the kernel; what is inside the layers is told by theirs. */
export const steps = {
  patches: {
    title: { en: 'Patches as vectors', zh: '把块写成向量' },
    formula: 'x_p',
    scale: 'scores',
    axes: ['places', 'features'],
  },
  projected: {
    title: { en: 'Projected', zh: '线性投影' },
    formula: String.raw`W_E\,x_p`,
    scale: 'scores',
    axes: ['places', 'features'],
    explain: ({ patches, wE, projected }, i, j) => ({
      text: dotProduct(row(wE, j), row(patches, i), at(projected, i, j)),
      sources: { patches: { row: i } },
    }),
  },
  tokens: {
    title: { en: 'Tokens: class token first', zh: '词元：类别词元在最前' },
    formula: {
      variants: {
        with: String.raw`z=[x_{\text{class}};\,W_E x_p]+p`,
        without: String.raw`z=[x_{\text{class}};\,W_E x_p]`,
      },
      pick: ({ positions }) => (positions ? 'with' : 'without'),
    },
    scale: 'scores',
    axes: ['tokens', 'features'],
    explain: ({ projected, classToken, positions, tokens }, i, j, { positions: added }): Explanation => {
      const own = i === 0 ? at(classToken, 0, j) : at(projected, i - 1, j);
      const result = fixed(at(tokens, i, j), 3);
      const text = added ? `${signed(own)} + ${signed(at(positions, i, j))} = ${result}` : result;
      return i === 0 ? { text } : { text, sources: { projected: { row: i - 1, column: j } } };
    },
  },
  weights: {
    title: { en: 'Weights', zh: '权重' },
    formula: String.raw`A=\softmax(\Q\K^{\top}\!/\sqrt D)`,
    scale: 'weights',
    axes: ['queries', 'keys'],
  },
  output: {
    title: { en: 'Output, normalised', zh: '规范化后的输出' },
    formula: String.raw`\operatorname{LN}(z_L)`,
    scale: 'output',
    axes: ['tokens', 'features'],
  },
  summary: {
    title: { en: 'What stands for the picture', zh: '代表整张图的向量' },
    formula: {
      variants: {
        class: String.raw`y=\operatorname{LN}(z_L)_0`,
        mean: String.raw`y=\tfrac1N\textstyle\sum_i\operatorname{LN}(z_L)_i`,
      },
      pick: ({ pool }) => pool,
    },
    scale: 'output',
    axes: ['vector', 'features'],
    explain: ({ output, summary }, _i, j, { pool }) => {
      if (pool === 'class')
        return { text: fixed(at(summary, 0, j), 3), sources: { output: { row: 0, column: j } } };
      const column = (output ?? []).slice(1).map((line) => line[j] ?? Number.NaN);
      return {
        text: `(${column.map(signed).join(' + ')}) / ${column.length} = ${fixed(at(summary, 0, j), 3)}`,
        sources: { output: { column: j } },
      };
    },
  },
} as const satisfies Record<string, Step<Choices, Context>>;
