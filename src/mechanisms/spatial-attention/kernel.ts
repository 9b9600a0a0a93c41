// Spatial attention: three ways to weigh the places of a feature map. A gate for each place (Woo et al. 2018, equation 3), an
// average over the places for a query (Xu et al. 2015, section 4.2), one for every place (Wang et al. 2018, section 3).
import {
  concat,
  max,
  mean,
  mul,
  reshape,
  sigmoid,
  squeeze,
  tidy,
  transpose,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { batchNorm, conv2d, type BatchNorm } from '../../math/conv.ts';
import { linear } from '../../math/linear.ts';
import { sizes } from '../../math/shape.ts';
import { scoredAttention, type Kind, type Parameters } from '../scoring-functions/kernel.ts';

export interface GateOptions {
  /** (1, 2, k, k) or (2, k, k), k odd: over the plane of maxima and the plane of means, in this order. */
  readonly filter: Tensor;
  /** (1), added to what the filter gives. */
  readonly bias?: Tensor;
  /** Batch normalization before the sigmoid, with what training has found: (1) each. */
  readonly norm?: BatchNorm;
}

export interface QueryOptions extends Parameters {
  /** What is looked for: (…, T, D). */
  readonly q: Tensor;
  /** How a place is scored for a query; 'additive' with its parameters is that of the paper. */
  readonly score?: Kind;
}

/** Without projections, which are (out, C), places are compared and averaged as they are. */
export type PairOptions = { readonly [Name in 'wq' | 'wk' | 'wv']?: Tensor } & { readonly score?: Kind };

export type Options =
  | ({ readonly form: 'gate' } & GateOptions)
  | ({ readonly form: 'query' } & QueryOptions)
  | ({ readonly form: 'pairs' } & PairOptions);

/** From what is read of the features to the output. N = H·W places, row by row. */
export type Trace = { readonly [Name in 'max' | 'mean' | 'places']?: Tensor } & {
  readonly [Name in 'scores' | 'weights' | 'output']: Tensor;
};

/**
 * Any of the three.
 *
 * @param x features (…, C, H, W)
 * @throws when shapes do not fit
 */
export function spatialAttention(x: Tensor, options: Options): Trace {
  if (options.form === 'gate') return gateOfPlaces(x, options);
  return options.form === 'query' ? attentionOfQuery(x, options) : attentionOfPairs(x, options);
}

/** One number for each place, between 0 and 1, that multiplies all channels there. The output has the shape of x. */
export function gateOfPlaces(x: Tensor, { filter, bias, norm }: GateOptions): Trace {
  const { two, k } = sizes({ x: [x, '* C H W'], filter: [filter, '* two k k'] });
  return tidy(() => {
    const planes = concat([max(x, -3, true), mean(x, -3, true)], -3); // (…, 2, H, W)
    const mixed = conv2d(planes, reshape(filter, [-1, two, k, k]), { bias, padding: (k - 1) / 2 }); // (…, 1, H, W)
    const scores = norm ? batchNorm(mixed, norm) : mixed;
    const weights = sigmoid(scores); // each on its own: no sum is fixed
    const output = mul(x, weights); // (…, C, H, W) · (…, 1, H, W)
    const map = (one: Tensor): Tensor => squeeze(one, [one.rank - 3]); // (…, H, W)
    return {
      max: max(x, -3),
      mean: mean(x, -3),
      scores: map(scores),
      weights: map(weights),
      output,
    };
  });
}

/** A query takes the mean of all places, by weights that sum to 1: (…, T, C), one vector for each query. */
export function attentionOfQuery(x: Tensor, { q, score = 'dot', ...parameters }: QueryOptions): Trace {
  return tidy(() => {
    const places = placesOf(x); // (…, N, C)
    const { scores, weights, output } = scoredAttention(q, places, places, { kind: score, ...parameters });
    return { places, scores, weights, output };
  });
}

/** Every place is a query, and takes a mean of all places: weights (…, N, N), an output of the shape of x. */
export function attentionOfPairs(x: Tensor, { score = 'dot', wq, wk, wv }: PairOptions): Trace {
  const { H, W } = sizes({ x: [x, '* C H W'] });
  return tidy(() => {
    const places = placesOf(x); // (…, N, C)
    const [q, k, v] = [wq, wk, wv].map((w) => (w ? linear(places, w) : places)) as [Tensor, Tensor, Tensor];
    const { scores, weights, output } = scoredAttention(q, k, v, { kind: score });
    const back = reshape(swap(output), [...x.shape.slice(0, -3), -1, H, W]); // (…, N, C) → (…, C, H, W)
    return { places, scores, weights, output: back };
  });
}

/** A feature map as a list of vectors, one for each place: (…, C, H, W) → (…, N, C). */
function placesOf(x: Tensor): Tensor {
  const { C } = sizes({ x: [x, '* C H W'] });
  return swap(reshape(x, [...x.shape.slice(0, -3), C, -1]));
}

/** The last two axes, swapped. */
function swap(x: Tensor): Tensor {
  const last = x.rank - 1;
  return transpose(x, [...Array(last - 1).keys(), last, last - 1]);
}
