// How the trace of hard attention reads: each intermediate with its step of the formula and its arithmetic.
import { dotProduct, softmaxWeight } from '../../figures/arithmetic.ts';
import type { Step } from '../../figures/walk.ts';
import type { Matrix } from '../../math/tensor.ts';
import { fixed, short } from '../../widget/format.ts';
import type { Lang } from '../../widget/text.ts';
import type { Options } from './kernel.ts';

export type Choose = NonNullable<Options['choose']>;

/** What the arithmetic needs to know beside the matrices: how the location is chosen, and the noise that chooses it. */
export interface Context {
  readonly choose: Choose;
  /** One number for each query, where the location is drawn. */
  readonly uniform?: readonly number[];
}

/** The params that change the formula. */
export interface Choices {
  readonly choose?: Choose;
}

const row = (matrix: Matrix | undefined, i: number): number[] => matrix?.[i] ?? [];
const column = (matrix: Matrix | undefined, j: number): number[] =>
  (matrix ?? []).map((line) => line[j] ?? Number.NaN);
const at = (matrix: Matrix | undefined, i: number, j: number): number => matrix?.[i]?.[j] ?? Number.NaN;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, x) => total + x, 0);

/** Whether u falls into the stretch of this location: from the weights before it to those with it. */
function stretch(weights: readonly number[], j: number, u: number, chosen: boolean): string {
  const [from, to] = [sum(weights.slice(0, j)), sum(weights.slice(0, j + 1))].map((x) => fixed(x, 3));
  const [left, middle, right] = [from, `u = ${fixed(u, 3)}`, to];
  if (chosen) return `1：${left} ≤ ${middle} < ${right}`;
  return u < sum(weights.slice(0, j)) ? `0：${middle} < ${left}` : `0：${middle} ≥ ${right}`;
}

function chosen(
  { weights, choice }: Readonly<Record<string, Matrix>>,
  i: number,
  j: number,
  { choose, uniform }: Context,
  lang: Lang,
): string {
  const value = at(choice, i, j);
  const among = row(weights, i);
  if (choose === 'sample' && uniform !== undefined) {
    const text = stretch(among, j, uniform[i] ?? Number.NaN, value === 1);
    return lang === 'zh' ? text : text.replace('：', ': ');
  }
  if (choose === 'argmax') {
    const most = fixed(Math.max(...among), 3);
    if (value === 1)
      return `1 (${fixed(at(weights, i, j), 3)} = max)`.replace(
        / \((.*)\)/,
        lang === 'zh' ? '（$1）' : ' ($1)',
      );
    return lang === 'zh' ? `0（最大的是 ${most}）` : `0 (the largest is ${most})`;
  }
  if (choose === 'topk' && value > 0) {
    const kept = among.filter((_, l) => at(choice, i, l) > 0);
    return `${short(at(weights, i, j))} / (${kept.map(short).join(' + ')}) = ${fixed(value, 3)}`;
  }
  return fixed(value, 3);
}

/** From the scores to the output, in the order of the kernel. */
export const steps = {
  scores: {
    title: { en: 'Scores', zh: '分数' },
    formula: 'S',
    scale: 'scores',
    axes: ['queries', 'keys'],
    explain: ({ scores }, i, j) => ({ text: short(at(scores, i, j)) }),
  },
  weights: {
    title: { en: 'Probabilities', zh: '概率' },
    formula: String.raw`\alpha=\softmax(S)`,
    scale: 'weights',
    axes: ['queries', 'keys'],
    explain: ({ scores, weights }, i, j) => ({
      text: softmaxWeight(at(scores, i, j), row(scores, i), at(weights, i, j)),
      sources: { scores: { row: i } },
    }),
  },
  choice: {
    title: { en: 'Choice', zh: '选择' },
    formula: {
      variants: {
        sample: String.raw`s_i\sim\alpha_i,\quad c_{ij}=[\,j=s_i\,]`,
        argmax: String.raw`s_i=\operatorname{argmax}_j\alpha_{ij},\quad c_{ij}=[\,j=s_i\,]`,
        topk: String.raw`c_{ij}=\alpha_{ij}\,/\sum_{l\in\text{top }k}\alpha_{il}`,
        gumbel: String.raw`c_i=\softmax\bigl((s_i+g_i)/\tau\bigr)`,
      },
      pick: ({ choose = 'sample' }) => choose,
    },
    scale: 'weights',
    axes: ['queries', 'keys'],
    explain: (matrices, i, j, context, lang) => ({
      text: chosen(matrices, i, j, context, lang),
      sources: { weights: { row: i } },
    }),
  },
  output: {
    title: { en: 'Output', zh: '输出' },
    formula: String.raw`\O=C\V`,
    scale: 'output',
    axes: ['queries', 'values'],
    explain: ({ choice, v, output }, i, j) => ({
      text: dotProduct(row(choice, i), column(v, j), at(output, i, j)),
      sources: { choice: { row: i }, v: { column: j } },
    }),
  },
} as const satisfies Record<string, Step<Choices, Context>>;
