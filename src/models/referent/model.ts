// The trained model of this folder: two layers of multi-head attention with residuals, on the site's own kernels. train.py
// makes its weights, and says what it learned.
import { add, gather, slice, tensor1d, tensor2d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { linear } from '../../math/linear.ts';
import { multiHeadAttention } from '../../mechanisms/multi-head-attention/kernel.ts';
import '../../math/tensor.ts';
import shipped from './weights.json' with { type: 'json' };

export const { layers, heads } = shipped;

/** The vocabulary: a word's number is its place. */
export const words: readonly string[] = shipped.words;

/** The longest sequence that it has positions for. */
export const longest = shipped.tensors.position.shape[0] ?? 0;

/** Whether two nouns were never together in a sentence of the training. */
export const unseen = (a: string, b: string): boolean =>
  shipped.unseen.some((pair) => pair.includes(a) && pair.includes(b) && a !== b);

export type Name = keyof typeof shipped.tensors;

/** 8 bits a weight and one scale a row. Decoded when it is first used, and kept. */
const decoded = new Map<Name, Float32Array>();

function numbersOf(name: Name): Float32Array {
  const known = decoded.get(name);
  if (known !== undefined) return known;
  const { shape, scale, data } = shipped.tensors[name];
  const columns = shape[1] ?? 1;
  const bytes = Int8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const values = Float32Array.from(bytes, (byte, i) => byte * (scale[Math.floor(i / columns)] ?? 0));
  decoded.set(name, values);
  return values;
}

const parameter = (name: Name, values = numbersOf(name)): Tensor =>
  tensor2d(values, shipped.tensors[name].shape as [number, number]);

/** W_O without what some heads wrote through it: their columns are zero. */
function without(name: Name, taken: readonly number[]): Tensor {
  const [, columns = 1] = shipped.tensors[name].shape;
  const width = columns / heads;
  const kept = numbersOf(name).map((w, i) => (taken.includes(Math.floor((i % columns) / width)) ? 0 : w));
  return parameter(name, kept);
}

export interface Options {
  /** No word sees a later one: for repeats. Sentences are read from both sides. */
  readonly causal?: boolean;
  /** Heads whose output is left out, as [layer, head], both from 0. */
  readonly ablate?: readonly (readonly [layer: number, head: number])[];
}

/** For each layer the weights (H, T, T) and the stream after it (T, E); and the logits of every word (T, V). */
export type Trace = Record<`weights${number}` | `stream${number}` | 'logits', Tensor>;

/**
 * @param indices the words, by number (T)
 * @throws when there are more words than positions
 */
export function forward(
  indices: Tensor | readonly number[],
  { causal = false, ablate = [] }: Options = {},
): Trace {
  const count = Array.isArray(indices) ? indices.length : (indices as Tensor).size;
  if (count > longest)
    throw new Error(`invalid sequence: ${count} words, and there are ${longest} positions`);
  return tidy(() => {
    const places = Array.isArray(indices) ? tensor1d(indices as number[], 'int32') : (indices as Tensor); // (T)
    const words = gather(parameter('embed'), places); // (T, E)
    let x = add(words, slice(parameter('position'), [0, 0], [count, -1])); // (T, E)
    const trace: Trace = { logits: x };
    for (let layer = 0; layer < layers; layer += 1) {
      const [wq, wk, wv] = (['wq', 'wk', 'wv'] as const).map((name) => parameter(`${name}${layer}` as Name));
      const taken = ablate.filter(([at]) => at === layer).map(([, head]) => head);
      const wo = without(`wo${layer}` as Name, taken);
      const { weights, output } = multiHeadAttention(
        x,
        x,
        x,
        { wq: wq!, wk: wk!, wv: wv!, wo },
        { heads, causal },
      );
      x = add(x, output); // (T, E)
      Object.assign(trace, { [`weights${layer}`]: weights, [`stream${layer}`]: x });
    }
    return { ...trace, logits: linear(x, parameter('unembed')) }; // (T, E) · (E, V) → (T, V)
  });
}
