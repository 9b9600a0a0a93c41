// What train.py measured: the curve of the training, and how often the shipped parameters are right.
import data from './evaluation.json' with { type: 'json' };

export interface Shares {
  readonly sentences: number;
  /** Shares of 1: sentences that are right as a whole, and words that are right in their place. */
  readonly exact: number;
  readonly words: number;
  /** In sentences that are right: how often a word’s largest weight is on a source word that the grammar makes it from. */
  readonly aligned: Readonly<Record<'articles' | 'others', number>>;
}

/** Three sets of sentences that training never showed: of the same kind, with withheld pairs of words, and longer ones. */
export type Split = 'heldOut' | 'newPairs' | 'longer';

export interface Failure {
  readonly source: string;
  readonly want: string;
  readonly got: string;
}

type Curve = readonly Readonly<Record<'step' | 'loss' | 'exact' | 'words', number>>[];
type Unaligned = Omit<Shares, 'aligned'>;

export interface Evaluation {
  readonly torch: string;
  readonly seed: number;
  readonly steps: number;
  /** Sentences in a step. */
  readonly batch: number;
  /** Sentences of training. */
  readonly sentences: number;
  readonly parameters: number;
  readonly minutes: number;
  /** Share of held-out sentences that were right before the parameters were stored as bytes. */
  readonly exactBefore: number;
  /** The loss is the mean since the point before; the shares are those of 500 held-out sentences. */
  readonly curve: Curve;
  readonly splits: Readonly<Record<Split, Shares>>;
  readonly byLength: readonly (Shares & { readonly length: number })[];
  /** The same of a model that was trained in the same way without attention: one vector for the whole sentence. */
  readonly oneVector: {
    readonly curve: Curve;
    readonly splits: Readonly<Record<Split, Unaligned>>;
    readonly byLength: readonly (Unaligned & { readonly length: number })[];
  };
  readonly failures: Readonly<Record<Split, readonly Failure[]>>;
}

export const evaluation: Evaluation = data;
