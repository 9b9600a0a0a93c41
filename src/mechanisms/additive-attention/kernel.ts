// Additive attention: a small network scores every pair of a decoder's state and an annotation, and their mean is read
// (Bahdanau, Cho and Bengio 2014, "Neural machine translation by jointly learning to align and translate", §3.1 and §A.1.2).
import { expandDims, matMul, squeeze, add, tanh, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { linear } from '../../math/linear.ts';
import { applyMask } from '../../math/mask.ts';
import { sizes } from '../../math/shape.ts';
import { softmax } from '../../math/softmax.ts';

/** The alignment model, by the names of the paper; A hidden units. */
export interface Parameters {
  /** (A, N), for the states. */
  readonly wa: Tensor;
  /** (A, M), for the annotations. */
  readonly ua: Tensor;
  /** (1, A), from the hidden units to the score. */
  readonly va: Tensor;
  /** (A), a bias inside the tanh, which the paper leaves out and libraries have. */
  readonly ba?: Tensor;
}

export interface Options extends Parameters {
  /** True where a state may read an annotation; stretches to (…, T, S). */
  readonly mask?: Tensor;
  /** U_a h (…, S, A), when it was computed before: it is the same at every step of the decoder. */
  readonly keys?: Tensor;
}

/** From what is added to what is read. Rows are states, columns are annotations. */
export type Trace = Record<'queries' | 'keys' | 'hidden' | 'scores' | 'weights' | 'output', Tensor>;

/**
 * Every state of the decoder reads a mean of the annotations, the context vector.
 *
 * @param s the decoder's states s_{i−1} (…, T, N)
 * @param h annotations of the source words (…, S, M), keys and values at once
 * @throws when the shapes do not fit
 */
export function additiveAttention(s: Tensor, h: Tensor, options: Options): Trace {
  const { wa, ua, va, ba, mask, keys: ready } = options;
  sizes({
    s: [s, '* T N'],
    h: [h, '* S M'],
    wa: [wa, 'A N'],
    ua: [ua, 'A M'],
    va: [va, '1 A'],
    ...(ready ? { keys: [ready, '* S A'] as const } : {}),
  });
  return tidy(() => {
    const queries = linear(s, wa, ba); // W_a s: (…, T, A)
    const keys = ready ? ready.clone() : linear(h, ua); // U_a h: (…, S, A)
    const { hidden, scores: raw } = alignment(queries, keys, va);
    const scores = applyMask(raw, mask); // (…, T, S), −∞ where masked
    const weights = softmax(scores); // (…, T, S), each row sums to 1
    const output = matMul(weights, h); // (…, T, S) · (…, S, M) → (…, T, M)

    return { queries, keys, hidden, scores, weights, output };
  });
}

/**
 * The score of every pair, v_a · tanh(query + key).
 *
 * @param queries (…, T, A)
 * @param keys (…, S, A)
 * @param va (1, A)
 * @returns the hidden layer (…, T, S, A) and the scores (…, T, S)
 */
export function alignment(queries: Tensor, keys: Tensor, va: Tensor): Record<'hidden' | 'scores', Tensor> {
  return tidy(() => {
    const hidden = tanh(add(expandDims(queries, -2), expandDims(keys, -3))); // (…, T, 1, A) + (…, 1, S, A)
    const scores = squeeze(linear(hidden, va), [-1]); // (…, T, S, A) → (…, T, S)
    return { hidden, scores };
  });
}
