// One cross-attention head that is to reverse a sequence of letters: its parameters, its loss and the exact slopes of its loss.
//
// What goes in is one-hot: the first sequence says which place of the answer is asked for, the memory says which letter stands
// at which place. So the rows of the parameters below are what each place asks, and how each letter and each place is found and
// what it hands over; all of them are learned. The kernel computes what is shown. For training, its products are written out over
// those rows, which is the same and much faster; reversal.test.ts compares the two, and the slopes with differences.
import { tensor2d, transpose, type Tensor2D } from '@tensorflow/tfjs-core';
import type { Parameters as Projections } from '../../mechanisms/cross-attention/kernel.ts';
import { randomMatrix, type Random } from '../../math/random.ts';
import '../../math/tensor.ts';

/** Seven places, eight letters, and D features in queries, keys and values. */
export const [places, letters, D] = [7, 8, 64];

/** What a memory vector has: one entry for each letter, one for each place. */
export const inputs = letters + places;

/** Letters by their numbers, 0 … letters − 1. */
export type Sequence = readonly number[];

/** Learned numbers, a row of D for each input: W_Q (places), W_K and W_V (letters, then places); W_O a row for each letter. */
export type Parameters = Readonly<Record<'wq' | 'wk' | 'wv' | 'wo', Float64Array>>;
export const names = ['wq', 'wk', 'wv', 'wo'] as const;

/** Queries and keys with entries of variance 1, as the paper's argument for the scale has them; small values; nothing learned. */
export function begin(source: Random): Parameters {
  const draw = (rows: number, deviation: number): Float64Array =>
    Float64Array.from(randomMatrix(rows, D, source).flat(), (x) => deviation * x);
  return {
    wq: draw(places, 1),
    wk: draw(inputs, Math.SQRT1_2),
    wv: draw(inputs, 0.2),
    wo: draw(letters, 1 / Math.sqrt(D)),
  };
}

/** How good the head is on some sequences. */
export interface Quality {
  /** Mean cross-entropy of an answer's letter, in nats; guessing among eight has ln 8. */
  readonly loss: number;
  /** The share of letters that are right. */
  readonly accuracy: number;
  /** The mean weight on the anti-diagonal. */
  readonly diagonal: number;
}

export interface Pass extends Quality {
  /** The slope of the loss along each parameter. */
  readonly slopes: Parameters;
  /** The slope of the loss along each score of the last sequence, (places, places), times the number of letters asked for. */
  readonly scores: Float64Array;
}

/** The loss on some sequences and its slopes, by hand: forwards through products, softmax and logits, and back. */
export function pass(parameters: Parameters, sequences: readonly Sequence[], scaled: boolean): Pass {
  const { wq, wk, wv, wo } = parameters;
  const scale = scaled ? 1 / Math.sqrt(D) : 1;
  const products = crossed(wq, places, wk, inputs, scale); // (places, inputs)
  const votes = crossed(wv, inputs, wo, letters, 1); // (inputs, letters)
  const toProducts = new Float64Array(products.length);
  const toVotes = new Float64Array(votes.length);
  const voted = new Float64Array(places * letters); // what each place votes for, with the letter that stands there
  const toVoted = new Float64Array(voted.length);
  const weights = new Float64Array(places);
  const along = new Float64Array(places);
  const scores = new Float64Array(places * places);
  const logits = new Float64Array(letters);
  const share = 1 / (sequences.length * places);
  let [loss, right, diagonal] = [0, 0, 0];

  for (const sequence of sequences) {
    for (let j = 0, at = 0; j < places; j += 1) {
      for (let o = 0; o < letters; o += 1, at += 1)
        voted[at] = votes[sequence[j]! * letters + o]! + votes[(letters + j) * letters + o]!;
    }
    toVoted.fill(0);
    for (let i = 0; i < places; i += 1) {
      for (let j = 0; j < places; j += 1)
        weights[j] = products[i * inputs + sequence[j]!]! + products[i * inputs + letters + j]!;
      softmax(weights);
      logits.fill(0);
      for (let j = 0, at = 0; j < places; j += 1) {
        const weight = weights[j]!;
        for (let o = 0; o < letters; o += 1, at += 1) logits[o]! += weight * voted[at]!;
      }
      const wanted = sequence[places - 1 - i]!;
      diagonal += weights[places - 1 - i]!;
      softmax(logits);
      if (isLargest(logits, wanted)) right += 1;
      loss -= Math.log(Math.max(logits[wanted]!, Number.MIN_VALUE));

      logits[wanted]! -= 1; // the slope of the loss along the logits: p − y
      let mean = 0;
      for (let j = 0, at = 0; j < places; j += 1) {
        const weight = weights[j]!;
        let slope = 0;
        for (let o = 0; o < letters; o += 1, at += 1) {
          slope += logits[o]! * voted[at]!;
          toVoted[at]! += weight * logits[o]!;
        }
        along[j] = slope;
        mean += weight * slope;
      }
      for (let j = 0; j < places; j += 1) {
        const slope = weights[j]! * (along[j]! - mean); // back through the softmax
        scores[i * places + j] = slope;
        toProducts[i * inputs + sequence[j]!]! += slope;
        toProducts[i * inputs + letters + j]! += slope;
      }
    }
    for (let j = 0, at = 0; j < places; j += 1) {
      for (let o = 0; o < letters; o += 1, at += 1) {
        toVotes[sequence[j]! * letters + o]! += toVoted[at]!;
        toVotes[(letters + j) * letters + o]! += toVoted[at]!;
      }
    }
  }
  const [slopesQ, slopesK] = uncrossed(toProducts, wq, places, wk, inputs, scale * share);
  const [slopesV, slopesO] = uncrossed(toVotes, wv, inputs, wo, letters, share);
  return {
    loss: loss * share,
    accuracy: right * share,
    diagonal: diagonal * share,
    slopes: { wq: slopesQ, wk: slopesK, wv: slopesV, wo: slopesO },
    scores,
  };
}

/** The dot products of the rows of a with the rows of b, times a factor. */
function crossed(a: Float64Array, m: number, b: Float64Array, n: number, factor: number): Float64Array {
  const result = new Float64Array(m * n);
  for (let i = 0; i < m; i += 1) {
    for (let j = 0; j < n; j += 1) {
      let sum = 0;
      for (let d = 0; d < D; d += 1) sum += a[i * D + d]! * b[j * D + d]!;
      result[i * n + j] = factor * sum;
    }
  }
  return result;
}

/** From the slopes along such products to those along a and b. */
function uncrossed(
  slopes: Float64Array,
  a: Float64Array,
  m: number,
  b: Float64Array,
  n: number,
  factor: number,
): [Float64Array, Float64Array] {
  const [toA, toB] = [new Float64Array(m * D), new Float64Array(n * D)];
  for (let i = 0; i < m; i += 1) {
    for (let j = 0; j < n; j += 1) {
      const slope = factor * slopes[i * n + j]!;
      for (let d = 0; d < D; d += 1) {
        toA[i * D + d]! += slope * b[j * D + d]!;
        toB[j * D + d]! += slope * a[i * D + d]!;
      }
    }
  }
  return [toA, toB];
}

/** Whether one entry is larger than every other. */
function isLargest(x: Float64Array, which: number): boolean {
  for (let i = 0; i < x.length; i += 1) if (i !== which && x[i]! >= x[which]!) return false;
  return true;
}

/** In place, with the largest entry subtracted first. */
function softmax(x: Float64Array): void {
  let largest = -Infinity;
  let sum = 0;
  for (let i = 0; i < x.length; i += 1) largest = Math.max(largest, x[i]!);
  for (let i = 0; i < x.length; i += 1) sum += x[i] = Math.exp(x[i]! - largest);
  for (let i = 0; i < x.length; i += 1) x[i]! /= sum;
}

/** What the kernel is given: the places that ask, (places, places). */
export const asking = (): number[][] =>
  oneHots(
    Array.from({ length: places }, (_, i) => i),
    places,
  );

/** The memory of a sequence: letter and place of each, (places, inputs). */
export function memoryOf(sequence: Sequence): number[][] {
  const where = oneHots(sequence.map((_, j) => j), places); // prettier-ignore
  return oneHots(sequence, letters).map((letter, j) => [...letter, ...where[j]!]);
}

const oneHots = (entries: readonly number[], size: number): number[][] =>
  entries.map((entry) => Array.from({ length: size }, (_, i) => (i === entry ? 1 : 0)));

/** The parameters as the kernel wants them, (out, in). The tensors are the caller's. */
export function projections({ wq, wk, wv, wo }: Parameters): Projections {
  const rows = (w: Float64Array): Tensor2D => tensor2d(Float32Array.from(w), [w.length / D, D]);
  return { wq: transpose(rows(wq)), wk: transpose(rows(wk)), wv: transpose(rows(wv)), wo: rows(wo) };
}
