// How the trace of rotary attention reads: each intermediate with its step of the formula and its arithmetic. Also the slider of
// the base, which its widgets share.
import { dotProduct } from '../../figures/arithmetic.ts';
import type { Step } from '../../figures/walk.ts';
import type { Matrix } from '../../math/tensor.ts';
import { range, type RangeControl } from '../../widget/controls.ts';
import { count, fixed, short } from '../../widget/format.ts';
import { inputs, steps as attention, type Choices } from '../scaled-dot-product/trace.ts';
import type { Layout } from './kernel.ts';

export { inputs };
export type { Choices };

/** What the arithmetic needs to know beside the matrices. */
export interface Context {
  readonly scale: number;
  readonly normalize: 'rows';
  readonly base: number;
  readonly layout: Layout;
  readonly dims: number;
  /** The position of the first query, and of the first key. */
  readonly starts: readonly [number, number];
}

const row = (matrix: Matrix | undefined, i: number): number[] => matrix?.[i] ?? [];
const signed = (value: number): string => (value < 0 ? `(${short(value)})` : short(value));

/** The two features that turn together with a feature, and how fast; undefined for one that stays. */
export function pairOf(
  feature: number,
  { base, layout, dims }: Pick<Context, 'base' | 'layout' | 'dims'>,
):
  | { readonly first: number; readonly second: number; readonly pair: number; readonly rate: number }
  | undefined {
  if (feature >= dims) return undefined;
  const pair = layout === 'interleaved' ? Math.floor(feature / 2) : feature % (dims / 2);
  const first = layout === 'interleaved' ? 2 * pair : pair;
  const second = layout === 'interleaved' ? first + 1 : pair + dims / 2;
  return { first, second, pair, rate: base ** ((-2 * pair) / dims) };
}

/** `1·cos 2 − 0.5·sin 2 = −0.87`: one feature of a turned query or key. */
function turned(
  x: readonly number[],
  feature: number,
  position: number,
  result: number,
  context: Context,
): string {
  const pair = pairOf(feature, context);
  if (pair === undefined) return short(result);
  const [a, b] = [x[pair.first] ?? Number.NaN, x[pair.second] ?? Number.NaN];
  const angle = short(position * pair.rate);
  return feature === pair.first
    ? `${signed(a)}·cos ${angle} − ${signed(b)}·sin ${angle} = ${fixed(result, 3)}`
    : `${signed(a)}·sin ${angle} + ${signed(b)}·cos ${angle} = ${fixed(result, 3)}`;
}

/** From the turned queries and keys to the output, in the order of the kernel. */
export const steps = {
  rotatedQ: {
    title: { en: 'Queries, turned', zh: '转动后的查询' },
    formula: String.raw`\sym{rotatedQ}{\tilde q_m}=R_m\role{query}{q_m}`,
    scale: 'query',
    axes: ['queries', 'features'],
    explain: ({ q, rotatedQ }, i, j, context) => ({
      text: turned(row(q, i), j, context.starts[0] + i, rotatedQ?.[i]?.[j] ?? Number.NaN, context),
      sources: { q: { row: i } },
    }),
  },
  rotatedK: {
    title: { en: 'Keys, turned', zh: '转动后的键' },
    formula: String.raw`\sym{rotatedK}{\tilde k_n}=R_n\role{key}{k_n}`,
    scale: 'key',
    axes: ['keys', 'features'],
    explain: ({ k, rotatedK }, i, j, context) => ({
      text: turned(row(k, i), j, context.starts[1] + i, rotatedK?.[i]?.[j] ?? Number.NaN, context),
      sources: { k: { row: i } },
    }),
  },
  products: {
    ...attention.products,
    formula: String.raw`\sym{products}{\tilde q_m\cdot\tilde k_n}`,
    explain: ({ rotatedQ, rotatedK, products }, i, j) => ({
      text: dotProduct(row(rotatedQ, i), row(rotatedK, j), products?.[i]?.[j] ?? Number.NaN),
      sources: { rotatedQ: { row: i }, rotatedK: { row: j } },
    }),
  },
  scores: {
    ...attention.scores,
    formula: String.raw`\sym{scores}{s_{mn}}=\sym{products}{\tilde q_m\cdot\tilde k_n}/\sqrt{d_k}`,
  },
  weights: attention.weights,
  output: attention.output,
} as const satisfies Record<string, Step<Choices, Context>>;

/** The base on a logarithmic slider; its value is log₁₀ of the base. */
export function baseControl({ value = 4 } = {}): RangeControl {
  return range({
    label: { en: 'base', zh: '基数' },
    min: 0,
    max: 6,
    step: 0.25,
    value,
    show: (power) => count(Number((10 ** power).toPrecision(2))),
  });
}
