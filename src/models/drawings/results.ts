// What train.py measured, on drawings that training never showed and with parameters stored as bytes.
import data from './results.json' with { type: 'json' };

/** Shares of a map on background, head, body, tail and clutter, means over the cats; and how its gates spread. */
export interface MapResult {
  readonly area: readonly number[];
  /** Of what the map has above its own mean. */
  readonly above: readonly number[];
  /** Of what it lacks below. */
  readonly below: readonly number[];
  /** The same of the map of another drawing, laid over this one: of a map that knows only where things mostly are. */
  readonly aboveOther: readonly number[];
  readonly belowOther: readonly number[];
  /** The standard deviation of a map over its places. */
  readonly spread: number;
  /** The standard deviation of a channel’s gate over the drawings. */
  readonly moves: number;
}

/** Shares of right answers of one network. */
export interface Accuracy {
  readonly right: number;
  readonly beforeRounding: number;
  readonly byKind: Readonly<Record<string, number>>;
  /** Of the cats, how many are still called one when a part is not drawn. */
  readonly without: Readonly<Record<string, number>>;
}

/** Two networks of one seed, with CBAM and without. For each CBAM, first and second, a map and a correlation. */
export interface Run {
  readonly seed: number;
  readonly cbam: Accuracy;
  readonly plain: Accuracy;
  readonly trained: readonly MapResult[];
  readonly untrained: readonly MapResult[];
  /** Over channels: between a channel’s mean gate and how much of its map lies on the cat. */
  readonly channels: readonly number[];
  readonly channelsUntrained: readonly number[];
  /** Accuracy with all gates of a kind at their means over the drawings. */
  readonly heldStill: Readonly<Record<'spatial' | 'channel', number>>;
}

export interface Results {
  readonly torch: string;
  readonly steps: number;
  readonly batch: number;
  readonly drawings: number;
  readonly held: number;
  readonly cats: number;
  readonly minutes: number;
  readonly parameters: Readonly<Record<'cbam' | 'plain', number>>;
  readonly runs: readonly Run[];
}

export const results: Results = data;
