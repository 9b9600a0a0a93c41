// How the trace of cross-attention reads: two sequences, three projections of them, and then scaled dot-product attention.
import { dotProduct } from '../../figures/arithmetic.ts';
import type { Step } from '../../figures/walk.ts';
import { inputs, steps as attention, type Choices, type Context } from '../scaled-dot-product/trace.ts';

export type { Choices, Context };

/** A projection: a vector of one sequence times a row of the (out, in) parameters. */
function projected(
  name: 'q' | 'k' | 'v',
  from: 'x' | 'memory',
  parameters: 'wq' | 'wk' | 'wv',
  formula: string,
): Step<Choices, Context> {
  return {
    ...inputs[name],
    formula,
    explain: ({ [from]: sequence, [parameters]: w, [name]: result }, i, j) => ({
      text: dotProduct(sequence?.[i] ?? [], w?.[j] ?? [], result?.[i]?.[j] ?? Number.NaN),
      sources: { [from]: { row: i } },
    }),
  };
}

/** From the projections to the output, in the order of the kernel. */
export const steps = {
  q: projected('q', 'x', 'wq', String.raw`\Q =XW_Q^{\top}`),
  k: projected('k', 'memory', 'wk', String.raw`\K =CW_K^{\top}`),
  v: projected('v', 'memory', 'wv', String.raw`\V =CW_V^{\top}`),
  products: attention.products,
  scores: attention.scores,
  weights: attention.weights,
  mean: {
    title: { en: 'Mean of the values', zh: '值的平均' },
    formula: String.raw`\sym{weights}{A}\V`,
    scale: 'value',
    axes: ['queries', 'values'],
    explain: ({ weights, v, mean }, i, j) => ({
      text: dotProduct(
        weights?.[i] ?? [],
        (v ?? []).map((row) => row[j] ?? Number.NaN),
        mean?.[i]?.[j] ?? Number.NaN,
      ),
      sources: { weights: { row: i }, v: { column: j } },
    }),
  },
  output: {
    ...attention.output,
    explain: (matrices, i, j) =>
      matrices['mean'] === undefined
        ? attention.output.explain(matrices, i, j)
        : {
            text: dotProduct(
              matrices['mean'][i] ?? [],
              matrices['wo']?.[j] ?? [],
              matrices['output']?.[i]?.[j] ?? Number.NaN,
            ),
            sources: { mean: { row: i } },
          },
  },
} as const satisfies Record<string, Step<Choices, Context>>;
