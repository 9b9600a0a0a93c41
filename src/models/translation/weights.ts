// The trained parameters: bytes and a scale for each row, as train.py wrote them, become tensors.
import { tensor, tidy, keep, type Tensor } from '@tensorflow/tfjs-core';
import '../../math/tensor.ts';
import data from './weights.json' with { type: 'json' };

/** The words that the model reads and writes; the first fills up, the second ends a sentence. */
export const vocabulary = { source: data.source, target: data.target } as const;

/** The place of the word that ends a sentence, in both vocabularies. */
export const end = 1;

export type Name = keyof typeof data.parameters;

/** One parameter as numbers: each row is its bytes, −127 … 127, times its scale. */
function numbersOf({ shape, scales, data: text }: (typeof data.parameters)[Name]): Float32Array {
  const bytes = Int8Array.from(atob(text), (character) => character.charCodeAt(0));
  const columns = shape.at(-1) ?? 1;
  return Float32Array.from(bytes, (byte, i) => byte * (scales[Math.floor(i / columns)] ?? 0));
}

let made: Readonly<Record<Name, Tensor>> | undefined;

/** All parameters by their names in PyTorch, made once and kept. */
export function parameters(): Readonly<Record<Name, Tensor>> {
  made ??= tidy(() =>
    Object.fromEntries(
      Object.entries(data.parameters).map(([name, one]) => [name, keep(tensor(numbersOf(one), one.shape))]),
    ),
  ) as unknown as Readonly<Record<Name, Tensor>>;
  return made;
}
