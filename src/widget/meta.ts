// What a mechanism or a topic says of itself, in meta.ts beside it.
import type { Text } from './text.ts';

export type Family = 'foundations' | 'sequence' | 'transformer' | 'vision' | 'efficient';

/** A count as a function of sizes, with its formula in TeX. */
export interface Cost {
  readonly label: Text;
  readonly formula: string;
  /** n queries and keys, d features. */
  count(n: number, d: number): number;
}

/** What can be asked of every mechanism, so that they can be compared in one table. */
export interface Properties {
  /** A query's weights are not negative and sum to one. */
  readonly sumsToOne: boolean;
  /** A weight can be exactly zero without a mask. */
  readonly sparse: boolean;
  /** The output has a gradient with respect to the scores almost everywhere, and it is not zero there. */
  readonly differentiable: boolean;
  /** The same input gives the same output. */
  readonly deterministic: boolean;
  /** How many learned numbers it has, in TeX; d is the size of a query. “0” for none. */
  readonly parameters: string;
}

export interface MechanismMeta {
  readonly name: Text;
  readonly family: Family;
  readonly year: number;
  /** A key of references.bib. */
  readonly paper: string;
  /** Slugs of the mechanisms that it builds on. */
  readonly buildsOn: readonly string[];
  readonly costs: readonly Cost[];
  readonly properties: Properties;
}

export interface TopicMeta {
  readonly name: Text;
  readonly family: Family;
  /** Slugs of the mechanisms whose kernels it uses. */
  readonly mechanisms: readonly string[];
}
