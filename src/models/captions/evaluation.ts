// What train.py measured: the curves of the training, and how often the shipped parameters are right.
import data from './evaluation.json' with { type: 'json' };

export interface Shares {
  readonly scenes: number;
  /** Shares of 1: captions that are right as a whole, and words that are right in their place. */
  readonly exact: number;
  readonly words: number;
  /** In right captions: colours and shapes that were written while looking (most) at the thing that they name. */
  readonly looked: number;
  /** In right captions: things that were looked at (most) for one of their three words. */
  readonly glimpsed: number;
}

/** Three sets of scenes that training never showed: of the same kind, with withheld kinds of things, and with four things. */
export type Split = 'heldOut' | 'newPairs' | 'fourThings';

export interface Failure {
  readonly want: string;
  readonly got: string;
}

export interface Measured {
  /** Of one core. */
  readonly minutes: number;
  readonly parameters: number;
  /** Share of held-out scenes that were right before the parameters were stored as bytes. */
  readonly exactBefore: number;
  /** The loss is the mean since the point before; the shares are those of 500 held-out scenes. */
  readonly curve: readonly Readonly<Record<'step' | 'loss' | 'exact' | 'words' | 'looked', number>>[];
  readonly splits: Readonly<Record<Split, Shares>>;
  /** The same where the hard model looks at the likeliest place instead of a drawn one. */
  readonly likeliest: Readonly<Record<Split, Shares>>;
  readonly byNoise: readonly (Shares & { readonly noise: number })[];
  readonly failures: Readonly<Record<Split, readonly Failure[]>>;
}

export interface Evaluation {
  readonly torch: string;
  readonly seed: number;
  readonly steps: number;
  /** Scenes in a step, and scenes of training. */
  readonly batch: number;
  readonly scenes: number;
  /** λ_r and λ_e of the hard model, and the share of numbers that dropout leaves out. */
  readonly reinforce: number;
  readonly entropy: number;
  readonly dropout: number;
  /** `mean`: the same model, which always reads the mean of all places. */
  readonly models: Readonly<Record<'soft' | 'hard' | 'mean', Measured>>;
}

export const evaluation: Evaluation = data;
