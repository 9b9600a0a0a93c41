// Axial attention: self-attention inside every row of an image and inside every column (Ho et al. 2019, "Axial attention in
// multidimensional transformers", section 3), with vectors for positions if wanted (Wang et al. 2020, "Axial-DeepLab", section 3).
import { add, expandDims, gather, matMul, mul, squeeze, tidy, transpose, type Tensor } from '@tensorflow/tfjs-core'; // prettier-ignore
import { mergeHeads, splitHeads } from '../../math/heads.ts';
import { linear } from '../../math/linear.ts';
import { imageOf, linesOf, type Axis } from '../../math/lines.ts';
import { clippedDistances } from '../../math/positions.ts';
import { scaledDotProductAttention } from '../scaled-dot-product/kernel.ts';

/** Learned, for one axis: one set for all of its lines. Matrices are (out, in), as torch.nn.Linear has them. */
export interface LineParameters {
  /** Queries and keys (H · D, C), values (H · E, C). */
  readonly wq: Tensor;
  readonly wk: Tensor;
  readonly wv: Tensor;
  /** Puts the heads together, where it is given: (features of the output, H · E). */
  readonly wo?: Tensor;
  /** Vectors for the steps −m … m from a query to a key, one in each row, for all heads; longer steps count as m. */
  readonly rq?: Tensor; // (2m + 1, D), met by the query
  readonly rk?: Tensor; // (2m + 1, D), met by the key
  readonly rv?: Tensor; // (2m + 1, E), added to the value
}

/** Those of rows and those of columns. */
export type Parameters = Readonly<Record<Axis, LineParameters>>;

export interface Options {
  readonly heads?: number;
  /** What the products are multiplied by: 1 / √D by default, nothing when false, as in Axial-DeepLab. */
  readonly scale?: number | false;
  /** One after the other, or both on the same input, their outputs added. */
  readonly arrangement?: 'sequence' | 'sum';
  /** Which comes first in a sequence. */
  readonly first?: Axis;
  /** Adds what went in to what comes out, of each attention in a sequence, or once around a sum. */
  readonly residual?: boolean;
}

/** Scores and weights are (…, lines, heads, L, L); outputs (…, features, H, W) are the attentions' own. */
export type Trace = Record<
  'rowScores' | 'rowWeights' | 'rowOutput' | 'columnScores' | 'columnWeights' | 'columnOutput' | 'output',
  Tensor
>;

/**
 * Every place takes a mean over its row, and a mean over its column.
 *
 * @param x features (…, C, H, W)
 * @throws when the shapes do not fit; in a sequence the second attention needs as many features as the first one makes
 */
export function axialAttention(x: Tensor, parameters: Parameters, options: Options = {}): Trace {
  const { arrangement = 'sequence', first = 'row', residual = false } = options;
  const second = first === 'row' ? 'column' : 'row';
  return tidy(() => {
    const one = attendAlong(x, first, parameters[first], options);
    const onward = residual ? add(x, one.output) : one.output; // what the second attention of a sequence sees
    const two = attendAlong(arrangement === 'sum' ? x : onward, second, parameters[second], options);
    const whole = arrangement === 'sum' || residual ? add(onward, two.output) : two.output;

    const [row, column] = first === 'row' ? [one, two] : [two, one];
    return {
      ...{ rowScores: row.scores, rowWeights: row.weights, rowOutput: row.output },
      ...{ columnScores: column.scores, columnWeights: column.weights, columnOutput: column.output },
      output: whole,
    };
  });
}

/**
 * Self-attention inside each line along an axis, all lines at once and with the same parameters:
 * `softmax(q_o·k_p + q_o·r^q_{p−o} + k_p·r^k_{p−o}) (v_p + r^v_{p−o})`, over the places p of the line of o.
 *
 * @param x features (…, C, H, W)
 * @returns scores and weights (…, lines, heads, L, L), output (…, features, H, W)
 */
export function attendAlong(
  x: Tensor,
  axis: Axis,
  { wq, wk, wv, wo, rq, rk, rv }: LineParameters,
  { heads = 1, scale }: Options = {},
): Record<'scores' | 'weights' | 'output', Tensor> {
  return tidy(() => {
    const lines = linesOf(x, axis); // (…, lines, L, C)
    const q = splitHeads(linear(lines, wq), heads); // (…, lines, heads, L, D)
    const k = splitHeads(linear(lines, wk), heads); // (…, lines, heads, L, D)
    const v = splitHeads(linear(lines, wv), heads); // (…, lines, heads, L, E)

    const [L, D] = q.shape.slice(-2) as [number, number];
    const factor = scale === false ? 1 : (scale ?? 1 / Math.sqrt(D));
    const asked = rq && meet(q, steps(rq, L)); // (…, L, L): q_o · r^q_{p−o}
    const answered = rk && turned(meet(k, transpose(steps(rk, L), [1, 0, 2]))); // (…, L, L): k_p · r^k_{p−o}
    const placed = asked && answered ? add(asked, answered) : (asked ?? answered);
    const { scores, weights, output } = scaledDotProductAttention(q, k, v, {
      scale: factor,
      bias: placed && mul(placed, factor),
    }); // (…, lines, heads, L, L) twice, (…, lines, heads, L, E)

    const found = rv ? add(output, meet(weights, transpose(steps(rv, L), [0, 2, 1]))) : output; // + Σ_p a_op r^v_{p−o}
    const joined = mergeHeads(found); // (…, lines, L, heads · E)
    return { scores, weights, output: imageOf(wo ? linear(joined, wo) : joined, axis) };
  });
}

/** The vector of the step from every query to every key: (2m + 1, D) → (L, L, D). */
function steps(table: Tensor, L: number): Tensor {
  const m = (table.shape[0]! - 1) / 2;
  if (table.rank !== 2 || !Number.isInteger(m)) {
    throw new Error(
      `invalid shapes: a table of steps is [${table.shape.join(', ')}], not (2m + 1, features)`,
    );
  }
  return gather(table, clippedDistances(L, L, m));
}

/** The dot products of every place's vector (…, L, D) with vectors of its own (L, S, D) → (…, L, S). */
function meet(places: Tensor, own: Tensor): Tensor {
  return squeeze(matMul(expandDims(places, -2), own, false, true), [-2]); // (…, L, 1, D) · (L, D, S)
}

/** Exchanges the last two axes. */
function turned(x: Tensor): Tensor {
  return transpose(x, [...x.shape.keys()].slice(0, -2).concat(x.rank - 1, x.rank - 2));
}
