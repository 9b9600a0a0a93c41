// The trained parameters: as train.py wrote them.
import { tidy, keep, type Tensor } from '@tensorflow/tfjs-core';
import { tensorOf } from '../shipped.ts';
import data from './weights.json' with { type: 'json' };

/** The words that the model reads and writes; the first fills up, the second ends a sentence. */
export const vocabulary = { source: data.source, target: data.target } as const;

/** The place of the word that ends a sentence, in both vocabularies. */
export const end = 1;

export type Name = keyof typeof data.parameters;

let made: Readonly<Record<Name, Tensor>> | undefined;

/** All parameters by their names in PyTorch, made once and kept. */
export function parameters(): Readonly<Record<Name, Tensor>> {
  made ??= tidy(() =>
    Object.fromEntries(Object.entries(data.parameters).map(([name, one]) => [name, keep(tensorOf(one))])),
  ) as unknown as Readonly<Record<Name, Tensor>>;
  return made;
}
