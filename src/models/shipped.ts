// Trained parameters as they are shipped: bytes and a scale for each row become tensors. shipped.py writes them.
import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import '../math/tensor.ts';

/** One parameter: each row is its bytes, −127 … 127, times its scale. */
export interface Shipped {
  readonly shape: readonly number[];
  readonly scales: readonly number[];
  /** The bytes of all rows, in base64. */
  readonly data: string;
}

/** A parameter as a tensor; it belongs to whoever asks for it. */
export function tensorOf({ shape, scales, data }: Shipped): Tensor {
  const bytes = Int8Array.from(atob(data), (character) => character.charCodeAt(0));
  const columns = shape.at(-1) ?? 1;
  const numbers = Float32Array.from(bytes, (byte, i) => byte * (scales[Math.floor(i / columns)] ?? 0));
  return tensor(numbers, [...shape]);
}
