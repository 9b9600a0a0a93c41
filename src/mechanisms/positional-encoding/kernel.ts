// Encodings of positions: sinusoids added to the embeddings (Vaswani et al. 2017, "Attention is all you need", section 3.5), and
// vectors for distances, added to keys and values (Shaw, Uszkoreit and Vaswani 2018, section 3.1 to 3.3).
import {
  add,
  concat,
  cos,
  div,
  expandDims,
  gather,
  mul,
  pad,
  reshape,
  sin,
  slice,
  stack,
  sum,
  tidy,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { linear } from '../../math/linear.ts';
import { anglesOf, clippedDistances, positionsAfter } from '../../math/positions.ts';
import { assertStretches, shapeText, sizes } from '../../math/shape.ts';
import { scaledDotProductAttention, type Trace as Attention } from '../scaled-dot-product/kernel.ts';

/** Where papers and libraries differ in what is called the sinusoidal encoding. */
export interface Sinusoids {
  /** The slowest sinusoid is about as many times slower than the first. */
  readonly base?: number;
  /** Sine and cosine of a pair side by side, as in the paper, or all sines before all cosines. */
  readonly layout?: 'interleaved' | 'halves';
  /** Rates base^(−2i/d), or the last exactly 1/base, as in tensor2tensor; an odd column is then a sine, or zeros. */
  readonly spacing?: 'paper' | 'tensor2tensor';
}

/** Vectors for the distances −c … c from a query to a key, one in each row; farther ones count as c. */
export interface Relative {
  /** Added to the keys (2c + 1, D). */
  readonly relativeKeys?: Tensor;
  /** Added to the values (2c + 1, E). */
  readonly relativeValues?: Tensor;
  /** True where a query may attend to a key; stretches to (…, T, S). */
  readonly mask?: Tensor;
  readonly causal?: boolean;
  /** How many tokens came before, in a cache: the position of the first query. */
  readonly past?: number;
}

export interface Options extends Sinusoids, Relative {
  /** What is added to the embeddings: sinusoids, nothing, or learned vectors (T, D) for these positions. */
  readonly encoding?: 'sinusoidal' | 'none' | Tensor;
}

/** From the embeddings to the output. `encoding` where something is added, `relative` where distances have vectors. */
export type Trace = Record<'input' | 'q' | 'k' | 'v', Tensor> &
  Attention &
  Partial<Record<'encoding' | 'relative', Tensor>>;

/**
 * One vector for each position: the sine and the cosine of its angle, for a slower rate from pair to pair.
 * @returns (T, d)
 * @throws when d is not a whole number above 0
 */
export function sinusoidalEncoding(positions: readonly number[], d: number, options: Sinusoids = {}): Tensor {
  const { base = 10000, layout = 'interleaved', spacing = 'paper' } = options;
  if (!Number.isInteger(d) || d < 1) throw new Error(`invalid d: ${d}: it must be a whole number above 0`);
  const pairs = spacing === 'paper' ? Math.ceil(d / 2) : Math.max(1, Math.floor(d / 2));
  const step = spacing === 'paper' ? 2 / d : 1 / Math.max(pairs - 1, 1);
  const rates = Array.from({ length: pairs }, (_, i) => base ** (-i * step));
  return tidy(() => {
    const angles = anglesOf(positions, rates); // (T, pairs)
    const waves = [sin(angles), cos(angles)];
    const columns =
      layout === 'interleaved'
        ? reshape(stack(waves, -1), [positions.length, 2 * pairs]) // (T, pairs, 2) → sin, cos, sin, cos, …
        : concat(waves, -1); // sin, sin, …, cos, cos, …
    return 2 * pairs < d ? pad(columns, [[0, 0], [0, 1]]) : slice(columns, 0, [-1, d]); // prettier-ignore
  });
}

/**
 * Attention that knows how far each key is from its query: every distance has a vector of its own (Shaw et al. 2018).
 *
 * @param q queries (…, T, D)
 * @param k keys (…, S, D)
 * @param v values (…, S, E)
 * @throws when the shapes do not fit
 */
export function relativeAttention(q: Tensor, k: Tensor, v: Tensor, options: Relative = {}) {
  const { T, S, D } = sizes({ q: [q, '… T D'], k: [k, '… S D'], v: [v, '… S E'] });
  const { relativeKeys, relativeValues, mask, causal, past = 0 } = options;
  return tidy(() => {
    const vectors = (table: Tensor) => gather(table, clippedDistances(T, S, clipOf(table), past)); // (T, S, …)

    const relative = relativeKeys && sum(mul(expandDims(q, -2), vectors(relativeKeys)), -1); // (…, T, S)
    const bias = relative && div(relative, Math.sqrt(D)); // so that (products + relative) / √D are the scores
    const trace = scaledDotProductAttention(q, k, v, { bias, mask, causal, past });
    const carried = relativeValues && sum(mul(expandDims(trace.weights, -1), vectors(relativeValues)), -2);
    const output = carried ? add(trace.output, carried) : trace.output; // (…, T, E)

    const { products, scores, weights } = trace;
    return relative ? { products, relative, scores, weights, output } : { products, scores, weights, output };
  });
}

/** How far a table of vectors for distances reaches: the c of its 2c + 1 rows. */
function clipOf(table: Tensor): number {
  const [rows = 0] = table.shape;
  if (table.rank !== 2 || rows % 2 === 0)
    throw new Error(
      `invalid shapes: vectors of distances are ${shapeText(table.shape)}: they must be [2c + 1, …]`,
    );
  return (rows - 1) / 2;
}

/**
 * Self-attention of a sequence whose order is told by its embeddings, by the distances, by both or by nothing.
 *
 * @param x embeddings (…, T, D)
 * @param parameters projections, each (out, D)
 * @throws when the shapes do not fit
 */
export function positionalAttention(
  x: Tensor,
  { wq, wk, wv }: Record<'wq' | 'wk' | 'wv', Tensor>,
  options: Options = {},
): Trace {
  const { T, D } = sizes({ x: [x, '… T D'] });
  const { encoding: kind = 'sinusoidal', past = 0 } = options;
  return tidy(() => {
    const sinusoids = () => sinusoidalEncoding(positionsAfter(past, T), D, options);
    const encoding = kind === 'none' ? undefined : kind === 'sinusoidal' ? sinusoids() : kind; // (T, D)
    if (encoding) assertStretches('encoding', encoding, 'embeddings', x.shape);
    const input = encoding ? add(x, encoding) : x; // (…, T, D)
    const [q, k, v] = [linear(input, wq), linear(input, wk), linear(input, wv)]; // (…, T, out)
    const attention = relativeAttention(q, k, v, { ...options, past: 0 });
    return { ...(encoding && { encoding }), input, q, k, v, ...attention };
  });
}
