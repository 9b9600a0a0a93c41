// How the trace of multi-head attention reads, one head at a time: each intermediate with its step of the formula and its
// arithmetic.
import { dotProduct } from '../../figures/arithmetic.ts';
import type { Step, Walk } from '../../figures/walk.ts';
import { fixed, short } from '../../widget/format.ts';
import type { Matrix } from '../../math/tensor.ts';
import { steps as attention, type Choices, type Context as One } from '../scaled-dot-product/trace.ts';

/** What the arithmetic needs to know beside the matrices of the head that is shown. */
export interface Context extends One {
  /** The weights of all heads, for their mean. */
  readonly all: readonly Matrix[];
  /** Which head is shown, from 0, and how many features each hands over. */
  readonly head: number;
  readonly width: number;
}

type Rows = Matrix | undefined;
const row = (matrix: Rows, i: number): number[] => matrix?.[i] ?? [];
const at = (matrix: Rows, i: number, j: number): number => matrix?.[i]?.[j] ?? Number.NaN;

/**
 * A projection: a token's vector times a row of the parameters (out, in) of this head. The matrices of a walk hold them as `wq`,
 * `wk`, `wv` beside the sequences: `x` asks, and `y` hands over keys and values; without `y`, `x` does both.
 */
function projected(from: 'x' | 'y', w: string, result: string): Step<Choices, Context>['explain'] {
  return ({ [from]: source, x, [w]: parameters, [result]: made }: Walk['matrices'], i, j) => ({
    text: dotProduct(row(source ?? x, i), row(parameters, j), at(made, i, j)),
    sources: { [source === undefined ? 'x' : from]: { row: i } },
  });
}

/** What the output projection gets, for a walk that shows it: the heads side by side. */
export const joined: Step<Choices, Context> = {
  title: { en: 'All heads side by side', zh: '各头并排' },
  formula: String.raw`[\sym{heads}{H_1}\;\dots\;\sym{heads}{H_h}]`,
  scale: 'output',
  axes: ['queries', 'features'],
  explain: ({ joined: rows }, i, j, { head, width }, lang) => {
    const [owner, feature] = [Math.floor(j / width), j % width];
    const value = fixed(at(rows, i, j), 3);
    return {
      text:
        lang === 'zh'
          ? `${value}，第 ${owner + 1} 头的第 ${feature + 1} 个特征`
          : `${value}, feature ${feature + 1} of head ${owner + 1}`,
      ...(owner === head && { sources: { heads: { row: i, column: feature } } }),
    };
  },
};

/** From the projections to the output, in the order of the kernel. */
export const steps = {
  q: {
    title: { en: 'Queries of the head', zh: '这个头的查询' },
    formula: String.raw`\Q_i=X{W_i^Q}^{\top}`,
    scale: 'query',
    axes: ['queries', 'features'],
    explain: projected('x', 'wq', 'q'),
  },
  k: {
    title: { en: 'Keys of the head', zh: '这个头的键' },
    formula: String.raw`\K_i=X{W_i^K}^{\top}`,
    scale: 'key',
    axes: ['keys', 'features'],
    explain: projected('y', 'wk', 'k'),
  },
  v: {
    title: { en: 'Values of the head', zh: '这个头的值' },
    formula: String.raw`\V_i=X{W_i^V}^{\top}`,
    scale: 'value',
    axes: ['keys', 'values'],
    explain: projected('y', 'wv', 'v'),
  },
  products: { ...attention.products, formula: String.raw`\sym{products}{\Q_i\K_i^{\top}}` },
  scores: {
    ...attention.scores,
    formula: {
      variants: {
        scaled: String.raw`\sym{scores}{S_i}=\sym{products}{\Q_i\K_i^{\top}}/\sqrt{d_k}`,
        plain: String.raw`\sym{scores}{S_i}=\sym{products}{\Q_i\K_i^{\top}}`,
      },
      pick: ({ scaled = true }) => (scaled ? 'scaled' : 'plain'),
    },
  },
  weights: {
    ...attention.weights,
    formula: {
      variants: {
        rows: String.raw`\sym{weights}{A_i}=\softmax(\sym{scores}{S_i})`,
        none: String.raw`\sym{weights}{A_i}=\sym{scores}{S_i}`,
      },
      pick: ({ normalize = 'rows' }) => (normalize === 'none' ? 'none' : 'rows'),
    },
  },
  heads: {
    ...attention.output,
    title: { en: 'Output of the head', zh: '这个头的输出' },
    formula: String.raw`\sym{heads}{H_i}=\sym{weights}{A_i}\V_i`,
    explain: ({ weights, v, heads }, i, j) => ({
      text: dotProduct(
        row(weights, i),
        (v ?? []).map((line) => line[j] ?? Number.NaN),
        at(heads, i, j),
      ),
      sources: { weights: { row: i }, v: { column: j } },
    }),
  },
  output: {
    title: { en: 'Output of all heads', zh: '所有头的输出' },
    formula: String.raw`\O =[\sym{heads}{H_1}\;\dots\;\sym{heads}{H_h}]{W^O}^{\top}`,
    scale: 'output',
    axes: ['queries', 'features'],
    explain: ({ joined, wo, output }, i, j) => ({
      text: dotProduct(row(joined, i), row(wo, j), at(output, i, j)),
      sources: { joined: { row: i }, heads: { row: i } },
    }),
  },
  average: {
    title: { en: 'Mean of the weights', zh: '各头权重的平均' },
    formula: String.raw`\tfrac{1}{h}\textstyle\sum_i\sym{weights}{A_i}`,
    scale: 'weights',
    axes: ['queries', 'keys'],
    explain: ({ average }, i, j, { all }) => ({
      text: `(${all.map((one) => short(at(one, i, j))).join(' + ')}) / ${all.length} = ${fixed(at(average, i, j), 3)}`,
      sources: { weights: { row: i, column: j } },
    }),
  },
} as const satisfies Record<string, Step<Choices, Context>>;
