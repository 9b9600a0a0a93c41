// Rotary position embedding: queries and keys are turned by angles that grow with their positions (Su et al. 2021, "RoFormer:
// enhanced transformer with rotary position embedding", section 3.2).
import {
  add,
  concat,
  cos,
  mul,
  reshape,
  sin,
  slice,
  split,
  stack,
  sub,
  tidy,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { anglesOf, positionsAfter, type Positions } from '../../math/positions.ts';
import { assertStretches, sizes } from '../../math/shape.ts';
import {
  scaledDotProductAttention,
  type Options as AttentionOptions,
  type Trace as Attention,
} from '../scaled-dot-product/kernel.ts';

/** Which two features are a pair: neighbours, as in the paper, or each of the first half with its like in the second. */
export type Layout = 'interleaved' | 'halves';

export interface Rotation {
  /** Pair i turns by base^(−2i/dims) radians from one position to the next. */
  readonly base?: number;
  readonly layout?: Layout;
  /** How many features turn, from the first, an even number; the others stay. All by default. */
  readonly dims?: number;
}

export interface Options extends Rotation, Omit<AttentionOptions, 'normalize'> {
  /** The positions of the queries (T) or (…, T), and of the keys (S) or (…, S); counted from `past`, and from 0, by default. */
  readonly queryPositions?: Positions;
  readonly keyPositions?: Positions;
}

/** The turned queries and keys, and attention with them. */
export type Trace = Record<'rotatedQ' | 'rotatedK', Tensor> & Attention;

/**
 * Every pair of features, turned by the angle of its position.
 *
 * @param x (…, T, D)
 * @param positions (T), or of a shape (…, T) that stretches to that of x without its features
 * @returns (…, T, D)
 * @throws when the positions do not fit, or dims is odd or larger than D
 */
export function rotate(x: Tensor, positions: Positions, options: Rotation = {}): Tensor {
  const { D } = sizes({ x: [x, '… T D'] });
  const { base = 10000, dims = D, layout } = options;
  if (!Number.isInteger(dims / 2) || dims < 2 || dims > D)
    throw new Error(
      `invalid dims: ${dims}: an even number of the ${D} features, at least 2, can turn in pairs`,
    );
  const rates = Array.from({ length: dims / 2 }, (_, i) => base ** ((-2 * i) / dims));
  return tidy(() => {
    const angles = anglesOf(positions, rates); // (…, T, dims / 2)
    return turnPairs(x, cos(angles), sin(angles), layout);
  });
}

/**
 * Every pair of features, turned by an angle that is given by its cosine and its sine. What has no angle stays.
 *
 * @param x (…, T, D)
 * @param cosines (T, pairs), or of a shape (…, T, pairs) that stretches to that of the pairs
 * @param sines like the cosines
 */
export function turnPairs(x: Tensor, cosines: Tensor, sines: Tensor, layout: Layout = 'interleaved'): Tensor {
  const { D } = sizes({ x: [x, '… T D'], cosines: [cosines, '* T P'], sines: [sines, '* T P'] });
  const leading = x.shape.slice(0, -1);
  const [pairs, begin] = [cosines.shape.at(-1)!, leading.map(() => 0)];
  assertStretches('cosines', cosines, 'pairs', [...leading, pairs]);
  return tidy(() => {
    const turning = slice(x, [...begin, 0], [...leading, 2 * pairs]); // (…, T, 2 · pairs)
    const rest = slice(x, [...begin, 2 * pairs], [...leading, D - 2 * pairs]);
    const folded = reshape(turning, [...leading, ...(layout === 'interleaved' ? [pairs, 2] : [2, pairs])]);
    const axis = layout === 'interleaved' ? -1 : -2; // which of the two axes holds the members of a pair
    const [a, b] = split(folded, 2, x.rank + 1 + axis).map((part) => reshape(part, [...leading, pairs]));
    const turned = [sub(mul(a!, cosines), mul(b!, sines)), add(mul(a!, sines), mul(b!, cosines))];
    return concat([reshape(stack(turned, x.rank + 1 + axis), turning.shape), rest], -1); // (…, T, D)
  });
}

/**
 * Attention whose scores know how far a query is from a key: both are turned before they meet. Values are not.
 *
 * @param q queries (…, T, D)
 * @param k keys (…, S, D); with fewer heads than the queries, neighbouring query heads share one
 * @param v values (…, S, E), with the heads of the keys
 * @throws when the shapes or the positions do not fit
 */
export function rotaryAttention(q: Tensor, k: Tensor, v: Tensor, options: Options = {}): Trace {
  const { T, S } = sizes({ q: [q, '* T D'], k: [k, '* S D'], v: [v, '* S E'] });
  const { past = 0, queryPositions = positionsAfter(past, T), keyPositions = positionsAfter(0, S) } = options;
  return tidy(() => {
    const rotatedQ = rotate(q, queryPositions, options); // (…, T, D), query t at position past + t
    const rotatedK = rotate(k, keyPositions, options); // (…, S, D)
    return { rotatedQ, rotatedK, ...scaledDotProductAttention(rotatedQ, rotatedK, v, options) };
  });
}

/**
 * Where each feature of a model with interleaved pairs goes in one with halves: rows of the projections of queries and keys in
 * this order give the same scores with the other layout.
 */
export function halvesOrder(dims: number, D = dims): number[] {
  const [firsts, seconds] = [0, 1].map((member) =>
    Array.from({ length: dims / 2 }, (_, i) => 2 * i + member),
  );
  return [...firsts!, ...seconds!, ...positionsAfter(dims, D - dims)];
}
