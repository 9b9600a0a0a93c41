// How the six scores are called, and how the trace of attention with one of them reads.
import { slice, squeeze, type Tensor } from '@tensorflow/tfjs-core';
import { dotProduct, softmaxWeight } from '../../figures/arithmetic.ts';
import type { Step } from '../../figures/walk.ts';
import { random, randomMatrix } from '../../math/random.ts';
import { matrices, matrix, type Matrix } from '../../math/tensor.ts';
import { fixed, short } from '../../widget/format.ts';
import type { Formula } from '../../widget/define.ts';
import type { Explanation } from '../../widget/figure.ts';
import type { Text } from '../../widget/text.ts';
import { scoredAttention, type Kind, type Parameters } from './kernel.ts';

/** How a score is called, and how its curve is drawn: the six differ by dash as well as by colour. */
export interface KindWords {
  readonly label: Text;
  readonly color: string;
  readonly dash?: string;
}

/** In the order in which the article brings them. */
export const kinds = {
  dot: { label: { en: 'dot', zh: '点积' }, color: 'var(--scale-weights)' },
  scaled: { label: { en: 'scaled dot', zh: '缩放点积' }, color: 'var(--scale-weights)', dash: '6 4' },
  general: { label: { en: 'general', zh: '双线性' }, color: 'var(--scale-positive)', dash: '2 3' },
  cosine: { label: { en: 'cosine', zh: '余弦' }, color: 'var(--c-output)' },
  additive: { label: { en: 'additive', zh: '加性' }, color: 'var(--scale-negative)' },
  location: { label: { en: 'location', zh: '位置' }, color: 'var(--ink-soft)', dash: '1 4' },
} as const satisfies Record<Kind, KindWords>;

export const kindNames = Object.keys(kinds) as Kind[];

/** As the options of a control. */
export const choices = Object.fromEntries(kindNames.map((kind) => [kind, kinds[kind].label])) as Record<
  Kind,
  Text
>;

/** How the curve of a score is drawn. */
export function strokeOf(kind: Kind): { color: string; dash?: string } {
  const { color, dash }: KindWords = kinds[kind];
  return dash === undefined ? { color } : { color, dash };
}

/** The parameters of one score, as matrices. */
export type Plain = Readonly<Partial<Record<'wa' | 'ua' | 'va', Matrix>>>;

/** Random parameters of every score, of variance 1/d, so that what they make of a vector is spread like the vector. */
export function drawParameters(d: number, positions: number, seed: number): Record<Kind, Plain> {
  const source = random(seed);
  const draw = (rows: number): Matrix =>
    randomMatrix(rows, d, source).map((row) => row.map((x) => x / Math.sqrt(d)));
  const [general, wa, ua, va, location] = [draw(d), draw(d), draw(d), draw(1), draw(positions)];
  return {
    dot: {},
    scaled: {},
    cosine: {},
    general: { wa: general },
    additive: { wa, ua, va },
    location: { wa: location },
  };
}

/** The parameters as tensors. */
export function tensorsOf(plain: Plain, beta: number): Parameters {
  const own = Object.entries(plain).map(([name, rows]): [string, Tensor] => [name, matrix(rows)]);
  return { beta, ...Object.fromEntries(own) };
}

/** The trace of one score as matrices, with its inputs and parameters; of the hidden layer that of the first query. */
export function traceOf(
  kind: Kind,
  inputs: Record<'q' | 'k' | 'v', Matrix>,
  plain: Plain,
  beta: number,
): Record<string, Matrix> {
  const { q, k, v } = inputs;
  const trace = matrices<Record<string, Tensor>>(() => {
    const { hidden, ...rest } = scoredAttention(matrix(q), matrix(k), matrix(v), {
      kind,
      ...tensorsOf(plain, beta),
    });
    return hidden ? { ...rest, hidden: squeeze(slice(hidden, [0, 0, 0], [1, -1, -1]), [0]) } : rest;
  });
  return { ...inputs, ...plain, ...trace };
}

/** What the arithmetic needs to know beside the matrices. */
export interface Context {
  readonly kind: Kind;
  readonly beta: number;
}

/** The params that change the formula. */
export interface Choices {
  readonly kind: Kind;
}

const row = (matrix: Matrix | undefined, i: number): number[] => matrix?.[i] ?? [];
const column = (matrix: Matrix | undefined, j: number): number[] =>
  (matrix ?? []).map((line) => line[j] ?? Number.NaN);
const at = (matrix: Matrix | undefined, i: number, j: number): number => matrix?.[i]?.[j] ?? Number.NaN;

const byKind = (variants: Readonly<Record<string, string>>): Formula<Choices> => ({
  variants,
  pick: ({ kind }) => (kind in variants ? kind : 'else'),
});

/** One entry of a direction: the entry of the vector, divided by the length. */
function share(vector: readonly number[], j: number, result: number): string {
  const terms = vector.map((x) => `${x < 0 ? `(${short(x)})` : short(x)}²`).join(' + ');
  return `${short(vector[j] ?? Number.NaN)} / √(${terms}) = ${fixed(result, 3)}`;
}

/** From what is compared to the output, in the order of the kernel. */
export const steps = {
  queries: {
    title: { en: 'Query, as compared', zh: '参与比较的查询' },
    formula: byKind({ cosine: String.raw`q/\lVert q\rVert`, else: String.raw`W_a q` }),
    scale: 'query',
    axes: ['queries', 'features'],
    explain: ({ q, wa, queries }, i, j, { kind }) => ({
      text:
        kind === 'cosine'
          ? share(row(q, i), j, at(queries, i, j))
          : dotProduct(row(wa, j), row(q, i), at(queries, i, j)),
      sources: { q: { row: i }, ...(kind === 'cosine' ? {} : { wa: { row: j } }) },
    }),
  },
  keys: {
    title: { en: 'Keys, as compared', zh: '参与比较的键' },
    formula: byKind({ cosine: String.raw`k_j/\lVert k_j\rVert`, else: String.raw`U_a k_j` }),
    scale: 'key',
    axes: ['keys', 'features'],
    explain: ({ k, ua, keys }, i, j, { kind }) => ({
      text:
        kind === 'cosine'
          ? share(row(k, i), j, at(keys, i, j))
          : dotProduct(row(ua, j), row(k, i), at(keys, i, j)),
      sources: { k: { row: i }, ...(kind === 'cosine' ? {} : { ua: { row: j } }) },
    }),
  },
  hidden: {
    title: { en: 'Hidden layer', zh: '隐藏层' },
    formula: String.raw`\tanh(W_a q + U_a k_j)`,
    caption: {
      en: 'One row for each key: this table exists for every query.',
      zh: '每个键一行。每个查询都有这样一张表。',
    },
    scale: 'scores',
    axes: ['keys', 'features'],
    explain: ({ queries, keys, hidden }, i, j) => ({
      text: `tanh(${short(at(queries, 0, j))} + ${short(at(keys, i, j))}) = ${fixed(at(hidden, i, j), 3)}`,
      sources: { queries: { row: 0, column: j }, keys: { row: i, column: j } },
    }),
  },
  scores: {
    title: { en: 'Scores', zh: '分数' },
    formula: {
      variants: {
        dot: String.raw`s_j=\role{query}{q}\cdot\role{key}{k_j}`,
        scaled: String.raw`s_j=\role{query}{q}\cdot\role{key}{k_j}/\sqrt{d}`,
        general: String.raw`s_j=\role{key}{k_j}\cdot W_a\role{query}{q}`,
        cosine: String.raw`s_j=\beta\cos(\role{query}{q},\role{key}{k_j})`,
        additive: String.raw`s_j=v_a\cdot\tanh(\ldots)`,
        location: String.raw`s_j=(W_a\role{query}{q})_j`,
      },
      pick: ({ kind }) => kind,
    },
    scale: 'scores',
    axes: ['queries', 'keys'],
    explain: ({ q, k, wa, va, queries, keys, hidden, scores }, i, j, { kind, beta }): Explanation => {
      const score = at(scores, i, j);
      const sources = {
        ...(queries ? { queries: { row: i } } : { q: { row: i } }),
        ...(keys ? { keys: { row: j } } : { k: { row: j } }),
      };
      const last = (terms: string) => `${terms} = ${fixed(score, 3)}`;
      switch (kind) {
        case 'dot':
        case 'general':
          return { text: dotProduct(row(queries ?? q, i), row(k, j), score), sources };
        case 'scaled': {
          const root = Math.sqrt(row(k, j).length);
          return { text: last(`${fixed(score * root, 3)} / ${fixed(root, 3)}`), sources };
        }
        case 'cosine': {
          const cosine = row(queries, i).reduce((sum, x, f) => sum + x * at(keys, j, f), 0);
          return { text: last(`${short(beta)} · ${fixed(cosine, 3)}`), sources };
        }
        case 'additive':
          return {
            text: dotProduct(row(va, 0), row(hidden, j), score),
            sources: { hidden: { row: j }, va: {} },
          };
        case 'location':
          if (score === Number.NEGATIVE_INFINITY) return { text: '−∞' };
          return {
            text: dotProduct(row(wa, j), row(q, i), score),
            sources: { q: { row: i }, wa: { row: j } },
          };
      }
    },
  },
  weights: {
    title: { en: 'Weights', zh: '权重' },
    formula: String.raw`a=\softmax(s)`,
    scale: 'weights',
    axes: ['queries', 'keys'],
    explain: ({ scores, weights }, i, j) => ({
      text: softmaxWeight(at(scores, i, j), row(scores, i), at(weights, i, j)),
      sources: { scores: { row: i } },
    }),
  },
  output: {
    title: { en: 'Output', zh: '输出' },
    formula: String.raw`\role{output}{o}=\sum_j a_j\role{value}{v_j}`,
    scale: 'output',
    axes: ['queries', 'values'],
    explain: ({ weights, v, output }, i, j) => ({
      text: dotProduct(row(weights, i), column(v, j), at(output, i, j)),
      sources: { weights: { row: i }, v: { column: j } },
    }),
  },
  state: {
    title: { en: 'Attentional state', zh: '注意力状态' },
    formula: String.raw`\tilde h=\tanh(W_c[\role{output}{o};\role{query}{q}])`,
    scale: 'output',
    axes: ['queries', 'features'],
    explain: ({ output, q, wc, state }, i, j) => ({
      text: `tanh(${dotProduct([...row(output, i), ...row(q, i)], row(wc, j), Math.atanh(at(state, i, j)))}) = ${fixed(at(state, i, j), 3)}`,
      sources: { output: { row: i }, q: { row: i }, wc: { row: j } },
    }),
  },
} as const satisfies Record<string, Step<Choices, Context>>;
