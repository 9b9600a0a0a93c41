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

export interface MechanismMeta {
  readonly name: Text;
  readonly family: Family;
  readonly year: number;
  /** A key of references.bib. */
  readonly paper: string;
  /** Slugs of the mechanisms that it builds on. */
  readonly buildsOn: readonly string[];
  readonly costs: readonly Cost[];
}

export interface TopicMeta {
  readonly name: Text;
  readonly family: Family;
  /** Slugs of the mechanisms whose kernels it uses. */
  readonly mechanisms: readonly string[];
}
