// The parameters as train.py wrote them, before and after training: bytes and a scale for each output, or plain numbers.
import { keep, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';
import '../../math/tensor.ts';
import data from './weights.json' with { type: 'json' };

export type Which = keyof typeof data;

interface Stored {
  readonly shape: readonly number[];
  readonly numbers?: readonly number[];
  readonly scales?: readonly number[];
  readonly data?: string;
}

/** One parameter as numbers: each output’s bytes, −127 … 127, times its scale. */
function numbersOf({ shape, numbers, scales = [], data: text = '' }: Stored): Float32Array {
  if (numbers !== undefined) return Float32Array.from(numbers);
  const bytes = Int8Array.from(atob(text), (character) => character.charCodeAt(0));
  const each = bytes.length / (shape[0] ?? 1);
  return Float32Array.from(bytes, (byte, i) => byte * (scales[Math.floor(i / each)] ?? 0));
}

const made: Partial<Record<Which, Readonly<Record<string, Tensor>>>> = {};

/** All parameters of a network by their names in PyTorch, made once and kept. */
export function parameters(which: Which): Readonly<Record<string, Tensor>> {
  return (made[which] ??= tidy(() =>
    Object.fromEntries(
      Object.entries<Stored>(data[which]).map(([name, one]) => [
        name,
        keep(tensor(numbersOf(one), [...one.shape])),
      ]),
    ),
  ));
}
