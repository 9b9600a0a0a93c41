// How the trace of a non-local block reads, on positions as rows: each intermediate with its step of the formula and its
// arithmetic; and what the four pairwise functions are called.
import { dotProduct, softmaxWeight } from '../../figures/arithmetic.ts';
import type { Step } from '../../figures/walk.ts';
import type { Matrix } from '../../math/tensor.ts';
import type { Formula } from '../../widget/define.ts';
import type { Explanation } from '../../widget/figure.ts';
import { fixed, short } from '../../widget/format.ts';
import type { Text } from '../../widget/text.ts';
import type { Pairwise } from './kernel.ts';

/** In the order in which the paper brings them. */
export const pairwiseNames: Readonly<Record<Pairwise, Text>> = {
  gaussian: { en: 'Gaussian', zh: '高斯' },
  embedded: { en: 'embedded Gaussian', zh: '嵌入高斯' },
  dot: { en: 'dot product', zh: '点积' },
  concat: { en: 'concatenation', zh: '拼接' },
};

/** The params that change the formulas. */
export interface Choices {
  readonly pairwise: Pairwise;
  readonly scaled: boolean;
}

/** What the arithmetic needs to know beside the matrices. */
export type Context = Choices;

const row = (matrix: Matrix | undefined, i: number): number[] => matrix?.[i] ?? [];
const column = (matrix: Matrix | undefined, j: number): number[] =>
  (matrix ?? []).map((line) => line[j] ?? Number.NaN);
const at = (matrix: Matrix | undefined, i: number, j: number): number => matrix?.[i]?.[j] ?? Number.NaN;

/** The embeddings are the features themselves for the Gaussian. */
const embedded = (symbol: string): Formula<Choices> => ({
  variants: { plain: 'x_i', else: String.raw`W_{${symbol}}\,x_i` },
  pick: ({ pairwise }) => (pairwise === 'gaussian' ? 'plain' : 'else'),
});

/** One entry of an embedding: a dot product with a row of parameters, or the feature itself. */
function entry(
  x: Matrix | undefined,
  [name, w]: readonly [string, Matrix | undefined],
  made: Matrix | undefined,
  i: number,
  j: number,
  { pairwise }: Choices,
): Explanation {
  return pairwise === 'gaussian'
    ? { text: fixed(at(made, i, j), 3), sources: { x: { row: i, column: j } } }
    : {
        text: dotProduct(row(w, j), row(x, i), at(made, i, j)),
        sources: { x: { row: i }, [name]: { row: j } },
      };
}

const softened = ({ pairwise }: Choices): boolean => pairwise === 'embedded' || pairwise === 'gaussian';

/** From the embeddings to the output, in the order of the kernel. */
export const steps = {
  theta: {
    title: { en: 'θ: what each position asks with', zh: 'θ：每个位置拿什么去问' },
    formula: embedded(String.raw`\theta`),
    scale: 'query',
    axes: ['queries', 'features'],
    explain: ({ x, wTheta, theta }, i, j, choices) => entry(x, ['wTheta', wTheta], theta, i, j, choices),
  },
  phi: {
    title: { en: 'φ: what it is compared with', zh: 'φ：拿什么来比' },
    formula: embedded(String.raw`\phi`),
    scale: 'key',
    axes: ['keys', 'features'],
    explain: ({ x, wPhi, phi }, i, j, choices) => entry(x, ['wPhi', wPhi], phi, i, j, choices),
  },
  g: {
    title: { en: 'g: what can be taken', zh: 'g：可以取走什么' },
    formula: 'W_g\\,x_j',
    scale: 'value',
    axes: ['keys', 'values'],
    explain: ({ x, wG, g }, i, j) => ({
      text: dotProduct(row(wG, j), row(x, i), at(g, i, j)),
      sources: { x: { row: i }, wG: { row: j } },
    }),
  },
  scores: {
    title: { en: 'Scores', zh: '分数' },
    formula: {
      variants: {
        plain: String.raw`\role{query}{\theta_i}\cdot\role{key}{\phi_j}`,
        scaled: String.raw`\role{query}{\theta_i}\cdot\role{key}{\phi_j}/\sqrt D`,
        concat: String.raw`\max(0,\;w_f\cdot[\role{query}{\theta_i};\role{key}{\phi_j}])`,
      },
      pick: (choices) =>
        choices.pairwise === 'concat' ? 'concat' : choices.scaled && softened(choices) ? 'scaled' : 'plain',
    },
    scale: 'scores',
    axes: ['queries', 'keys'],
    explain: ({ theta, phi, wF, scores }, i, j, context): Explanation => {
      const [a, b, score] = [row(theta, i), row(phi, j), at(scores, i, j)];
      const sources = { theta: { row: i }, phi: { row: j } };
      if (context.pairwise === 'concat') {
        const sum = [...a, ...b].reduce((total, x, k) => total + x * at(wF, 0, k), 0);
        const text = `max(0, ${dotProduct(row(wF, 0), [...a, ...b], sum)}) = ${fixed(score, 3)}`;
        return { text, sources: { ...sources, wF: {} } };
      }
      if (!context.scaled || !softened(context)) return { text: dotProduct(a, b, score), sources };
      const root = Math.sqrt(a.length);
      return { text: `${fixed(score * root, 3)} / ${fixed(root, 3)} = ${fixed(score, 3)}`, sources };
    },
  },
  weights: {
    title: { en: 'Weights', zh: '权重' },
    formula: {
      variants: { softmax: String.raw`\softmax_j(s_{ij})`, share: String.raw`s_{ij}/N` },
      pick: (choices) => (softened(choices) ? 'softmax' : 'share'),
    },
    scale: 'weights',
    axes: ['queries', 'keys'],
    explain: ({ scores, weights }, i, j, context): Explanation => {
      const [score, among] = [at(scores, i, j), row(scores, i)];
      return softened(context)
        ? { text: softmaxWeight(score, among, at(weights, i, j)), sources: { scores: { row: i } } }
        : {
            text: `${short(score)} / ${among.length} = ${fixed(at(weights, i, j), 3)}`,
            sources: { scores: { row: i, column: j } },
          };
    },
  },
  y: {
    title: { en: 'y: what each position takes', zh: 'y：每个位置取到什么' },
    formula: String.raw`y_i=\sum_j a_{ij}\,\role{value}{g_j}`,
    scale: 'output',
    axes: ['queries', 'values'],
    explain: ({ weights, g, y }, i, j) => ({
      text: dotProduct(row(weights, i), column(g, j), at(y, i, j)),
      sources: { weights: { row: i }, g: { column: j } },
    }),
  },
  change: {
    title: { en: 'Back to the channels', zh: '回到原来的通道' },
    formula: 'W_z\\,y_i',
    scale: 'output',
    axes: ['queries', 'channels'],
    explain: ({ wZ, y, change }, i, j) => ({
      text: dotProduct(row(wZ, j), row(y, i), at(change, i, j)),
      sources: { y: { row: i }, wZ: { row: j } },
    }),
  },
  output: {
    title: { en: 'Output: the input, changed', zh: '输出：改动之后的输入' },
    formula: String.raw`\role{output}{z_i}=x_i+W_z\,y_i`,
    scale: 'output',
    axes: ['queries', 'channels'],
    explain: ({ x, change, output }, i, j) => ({
      text: `${short(at(x, i, j))} + ${at(change, i, j) < 0 ? `(${fixed(at(change, i, j), 3)})` : fixed(at(change, i, j), 3)} = ${fixed(at(output, i, j), 3)}`,
      sources: { x: { row: i, column: j }, change: { row: i, column: j } },
    }),
  },
} as const satisfies Record<string, Step<Choices, Context>>;
