// How the trace of self-attention reads: three projections of one sequence, then the steps of scaled dot-product attention.
import { dotProduct } from '../../figures/arithmetic.ts';
import type { Step } from '../../figures/walk.ts';
import { inputs, steps as scaled, type Choices, type Context } from '../scaled-dot-product/trace.ts';

export type { Choices, Context };

/** A projection is one line of arithmetic per entry: a token times a row of the (out, in) parameters. */
function projected(
  name: 'q' | 'k' | 'v',
  parameters: 'wq' | 'wk' | 'wv',
  formula: string,
): Step<Choices, Context> {
  return {
    ...inputs[name],
    formula,
    axes: ['tokens', 'features'],
    explain: ({ x, [parameters]: w, [name]: result }, i, j) => ({
      text: dotProduct(x?.[i] ?? [], w?.[j] ?? [], result?.[i]?.[j] ?? Number.NaN),
      sources: { x: { row: i } },
    }),
  };
}

/** The sequence, for a widget that shows it as a figure. */
export const x: Step<Choices, Context> = {
  title: { en: 'X, the tokens', zh: '词元 X' },
  formula: String.raw`X\colon n\times d`,
  scale: 'scores',
  axes: ['tokens', 'features'],
};

const { output, ...attention } = scaled;

/** From the projections to the output, in the order of the kernel; `head` is the output where W_O follows. */
export const steps = {
  q: projected('q', 'wq', String.raw`\sym{q}{\Q}=XW_Q^{\top}`),
  k: projected('k', 'wk', String.raw`\sym{k}{\K}=XW_K^{\top}`),
  v: projected('v', 'wv', String.raw`\sym{v}{\V}=XW_V^{\top}`),
  ...attention,
  head: {
    title: { en: 'Averages', zh: '平均' },
    formula: String.raw`\sym{weights}{A}\V`,
    scale: 'output',
    axes: ['tokens', 'values'],
  },
  output,
} as const satisfies Record<string, Step<Choices, Context>>;
