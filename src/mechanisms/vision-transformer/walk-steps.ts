// What the walk shows: the trace, and between its tokens and its weights what is inside the one layer.
import { dotProduct, softmaxWeight } from '../../figures/arithmetic.ts';
import type { Step } from '../../figures/walk.ts';
import type { Matrix } from '../../math/tensor.ts';
import { InputProblem } from '../../widget/problem.ts';
import { normalized, steps as layer } from '../transformer/trace.ts';
import { steps, type Choices, type Context } from './trace.ts';

const scores: Step<Choices, Context> = {
  title: { en: 'Scores', zh: '分数' },
  formula: String.raw`\Q\K^{\top}\!/\sqrt D`,
  scale: 'scores',
  axes: ['queries', 'keys'],
};
const { patches, projected, tokens, weights, output, summary } = steps;
export const shown = {
  patches,
  projected,
  tokens,
  selfInput: {
    ...layer['selfInput'],
    formula: String.raw`\operatorname{LN}(z)`,
    explain: ({ tokens: from, selfInput }, i, j) => ({
      text: normalized(from?.[i] ?? [], j, selfInput?.[i]?.[j] ?? Number.NaN),
      sources: { tokens: { row: i } },
    }),
  },
  scores,
  weights: {
    ...weights,
    explain: ({ scores: from, weights: rows }, i, j) => ({
      text: softmaxWeight(from?.[i]?.[j] ?? Number.NaN, from?.[i] ?? [], rows?.[i]?.[j] ?? Number.NaN),
      sources: { scores: { row: i } },
    }),
  },
  attended: {
    ...layer['attended'],
    formula: String.raw`A\V`,
    explain: ({ weights: rows, selfInput, attended }, i, j) => ({
      text: dotProduct(
        rows?.[i] ?? [],
        (selfInput ?? []).map((line) => line[j] ?? Number.NaN),
        attended?.[i]?.[j] ?? Number.NaN,
      ),
      sources: { weights: { row: i }, selfInput: { column: j } },
    }),
  },
  output,
  summary,
} as Record<string, Step<Choices, Context>>;

/** Says to the reader when patches of P × P pixels do not fill a square picture. */
export function mustFill(x: Matrix, P: number): void {
  if (x.length !== x[0]?.length || x.length % P !== 0)
    throw new InputProblem({
      en: `The picture is ${x.length} × ${x[0]?.length}. It must be a square, and patches of ${P} × ${P} pixels must fill it.`,
      zh: `图片是 ${x.length} × ${x[0]?.length}。它必须是正方形，而且能被 ${P} × ${P} 像素的块铺满。`,
    });
}
