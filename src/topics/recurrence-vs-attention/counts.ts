// How many multiplications a layer takes, by the count of the paper's table and with everything counted.
import type { Text } from '../../widget/text.ts';

/** Sizes: n tokens, d features, a convolution over k tokens, a window of r tokens. */
export interface Sizes {
  readonly n: number;
  readonly d: number;
  readonly k: number;
  readonly r: number;
}

export interface Kind {
  readonly label: Text;
  readonly color: string;
  readonly dash?: string;
  /** As it is written in the table of the widget. */
  readonly formula: string;
  multiplications(sizes: Sizes): number;
  /** Steps that must come one after the other while a known sequence is read, and how that is written. */
  readonly sequential: string;
  /** The most steps that a signal takes from one token to another. */
  readonly path: string;
  longest(sizes: Sizes): number;
  steps(sizes: Sizes): number;
}

const attention = {
  label: { en: 'self-attention', zh: '自注意力' },
  color: 'var(--scale-weights)',
  sequential: '1',
  path: '1',
  steps: () => 1,
  longest: () => 1,
};
const recurrent = {
  sequential: 'n',
  path: 'n',
  steps: ({ n }: Sizes) => n,
  longest: ({ n }: Sizes) => n,
};
const local = { sequential: '1', steps: () => 1 };

/** The paper's table: leading terms of one layer (Vaswani et al. 2017, section 4, table 1). */
export const table: Readonly<Record<string, Kind>> = {
  attention: { ...attention, formula: 'n²d', multiplications: ({ n, d }) => n * n * d },
  recurrent: {
    ...recurrent,
    label: { en: 'recurrent', zh: '循环' },
    color: 'var(--scale-negative)',
    dash: '6 4',
    formula: 'nd²',
    multiplications: ({ n, d }) => n * d * d,
  },
  convolution: {
    ...local,
    label: { en: 'convolution', zh: '卷积' },
    color: 'var(--c-output)',
    dash: '2 3',
    formula: 'knd²',
    path: 'logₖ n',
    longest: ({ n, k }) => Math.max(1, Math.ceil(Math.log(n) / Math.log(k) - 1e-9)),
    multiplications: ({ n, d, k }) => k * n * d * d,
  },
  restricted: {
    ...local,
    label: { en: 'window', zh: '窗口注意力' },
    color: 'var(--ink-soft)',
    dash: '8 3 2 3',
    formula: 'rnd',
    path: 'n/r',
    longest: ({ n, r }) => Math.max(1, Math.ceil(n / r)),
    multiplications: ({ n, d, r }) => Math.min(r, n) * n * d,
  },
};

/** With projections and gates: input and hidden vectors have d features each. */
export const full: Readonly<Record<string, Kind>> = {
  attention: {
    ...attention,
    formula: '4nd² + 2n²d',
    multiplications: ({ n, d }) => 4 * n * d * d + 2 * n * n * d,
  },
  lstm: {
    ...recurrent,
    label: 'LSTM',
    color: 'var(--scale-negative)',
    dash: '6 4',
    formula: '8nd²',
    multiplications: ({ n, d }) => 8 * n * d * d,
  },
  gru: {
    ...recurrent,
    label: 'GRU',
    color: 'var(--scale-positive)',
    dash: '8 3 2 3',
    formula: '6nd²',
    multiplications: ({ n, d }) => 6 * n * d * d,
  },
  rnn: {
    ...recurrent,
    label: { en: 'plain RNN', zh: '普通 RNN' },
    color: 'var(--ink-soft)',
    dash: '1 4',
    formula: '2nd²',
    multiplications: ({ n, d }) => 2 * n * d * d,
  },
  convolution: { ...table['convolution']! },
};

export const counts = { table, full } as const;
