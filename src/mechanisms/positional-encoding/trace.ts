// How the trace of attention with encoded positions reads: each intermediate with its step of the formula and its arithmetic.
// Also the slider of the base, which its widgets share.
import { dotProduct } from '../../figures/arithmetic.ts';
import type { Step } from '../../figures/walk.ts';
import { range, type RangeControl } from '../../widget/controls.ts';
import { count, fixed, short } from '../../widget/format.ts';
import type { Matrix } from '../../math/tensor.ts';
import { inputs, steps as attention, type Choices, type Context } from '../scaled-dot-product/trace.ts';

export type { Choices, Context };

const row = (matrix: Matrix | undefined, i: number): number[] => matrix?.[i] ?? [];
const at = (matrix: Matrix | undefined, i: number, j: number): number => matrix?.[i]?.[j] ?? Number.NaN;
const signed = (value: number): string => (value < 0 ? `(${short(value)})` : short(value));

/** A line of the parameters (out, in) for each feature; without them the projection is left out. */
function projected(name: 'q' | 'k' | 'v', parameters: 'wq' | 'wk' | 'wv', formula: string) {
  return {
    ...inputs[name],
    formula,
    explain: ({ input, [parameters]: w, [name]: result }, i, j) => ({
      text:
        w === undefined ? short(at(result, i, j)) : dotProduct(row(input, i), row(w, j), at(result, i, j)),
      sources: { input: { row: i } },
    }),
  } as const satisfies Step<Choices, Context>;
}

/** From the encoding to the output, in the order of the kernel. */
export const steps = {
  encoding: {
    title: { en: 'P, the positions', zh: '位置编码 P' },
    formula: String.raw`\sym{encoding}{P}`,
    scale: 'scores',
    axes: ['tokens', 'features'],
  },
  input: {
    title: { en: 'H, word and position', zh: '词加位置 H' },
    formula: String.raw`\sym{input}{H}=X+\sym{encoding}{P}`,
    scale: 'scores',
    axes: ['tokens', 'features'],
    explain: ({ x, encoding, input }, i, j) => ({
      text:
        encoding === undefined
          ? short(at(input, i, j))
          : `${short(at(x, i, j))} + ${signed(at(encoding, i, j))} = ${fixed(at(input, i, j))}`,
      sources: { x: { row: i, column: j }, encoding: { row: i, column: j } },
    }),
  },
  q: projected('q', 'wq', String.raw`\Q =\sym{input}{H}W_Q^{\top}`),
  k: projected('k', 'wk', String.raw`\K =\sym{input}{H}W_K^{\top}`),
  v: projected('v', 'wv', String.raw`\V =\sym{input}{H}W_V^{\top}`),
  products: attention.products,
  relative: {
    title: { en: 'Products with distances', zh: '与距离的点积' },
    formula: String.raw`\sym{relative}{R}_{ij}=\role{query}{q_i}\cdot a^K_{j-i}`,
    scale: 'scores',
    axes: ['queries', 'keys'],
    explain: ({ q, relativeKeys, relative }, i, j) => {
      const clip = ((relativeKeys?.length ?? 1) - 1) / 2;
      const distance = Math.min(clip, Math.max(-clip, j - i)) + clip;
      return {
        text: dotProduct(row(q, i), row(relativeKeys, distance), at(relative, i, j)),
        sources: { q: { row: i }, relativeKeys: { row: distance } },
      };
    },
  },
  scores: {
    ...attention.scores,
    formula: {
      variants: {
        plain: String.raw`\sym{scores}{S}=\sym{products}{\Q \K^{\top}}/\sqrt{d_k}`,
        relative: String.raw`\sym{scores}{S}=(\sym{products}{\Q \K^{\top}}+\sym{relative}{R})/\sqrt{d_k}`,
      },
      pick: ({ distances = false }: Choices & { distances?: boolean }) => (distances ? 'relative' : 'plain'),
    },
    explain: ({ products, relative, scores }, i, j, { scale }) => {
      const [product, extra] = [at(products, i, j), relative?.[i]?.[j]];
      const sum = extra === undefined ? short(product) : `(${short(product)} + ${signed(extra)})`;
      const cell = { row: i, column: j };
      return {
        text: `${sum} · ${fixed(scale, 3)} = ${fixed(at(scores, i, j), 3)}`,
        sources: { products: cell, ...(extra === undefined ? {} : { relative: cell }) },
      };
    },
  },
  weights: attention.weights,
  output: {
    ...attention.output,
    explain: ({ weights, v, relativeValues, output }, i, j) => {
      const clip = ((relativeValues?.length ?? 1) - 1) / 2;
      const values = (v ?? []).map((value, s) => {
        const distance = Math.min(clip, Math.max(-clip, s - i)) + clip;
        return (value[j] ?? Number.NaN) + (relativeValues?.[distance]?.[j] ?? 0);
      });
      return {
        text: dotProduct(row(weights, i), values, at(output, i, j)),
        sources: { weights: { row: i }, v: { column: j } },
      };
    },
  },
} as const satisfies Record<string, Step<any, Context>>;

/** The base of the sinusoids on a logarithmic slider; its value is log₁₀ of the base. */
export function baseControl({ value = 4 } = {}): RangeControl {
  return range({
    label: { en: 'base', zh: '基数' },
    min: 1,
    max: 6,
    step: 0.25,
    value,
    show: (power) => count(Number((10 ** power).toPrecision(2))),
  });
}
