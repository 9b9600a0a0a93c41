// Six ways to score a key for a query, and attention with any of them: dot, general, concat and location (Luong et al. 2015,
// section 3.1), additive (Bahdanau et al. 2014), cosine (Graves et al. 2014, section 3.3.1), scaled dot (Vaswani et al. 2017).
import {
  abs,
  add,
  concat,
  div,
  divNoNan,
  fill,
  matMul,
  max,
  mul,
  slice,
  sqrt,
  sum,
  tanh,
  tidy,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { applyMask } from '../../math/mask.ts';
import { sizes } from '../../math/shape.ts';
import { softmax } from '../../math/softmax.ts';
import { alignment } from '../additive-attention/kernel.ts';

/** What each score reads, with its shapes: T queries, S keys, A hidden units, at most L positions. Parameters are (out, in). */
const reads = {
  dot: { q: '* T D', k: '* S D' },
  scaled: { q: '* T D', k: '* S D' },
  cosine: { q: '* T D', k: '* S D' },
  general: { q: '* T D', k: '* S E', wa: 'E D' },
  additive: { q: '* T D', k: '* S E', wa: 'A D', ua: 'A E', va: '1 A' },
  location: { q: '* T D', wa: 'L D' },
} as const;

export type Kind = keyof typeof reads;

/** Learned parameters, by their names in the papers; each score reads its own. */
export interface Parameters {
  /** Of general, additive and location. For additive without `ua` it is concat’s, [W_a | U_a] (A, D + E). */
  readonly wa?: Tensor;
  readonly ua?: Tensor;
  /** A bias (A) on W_a q, which the papers leave out and libraries have. */
  readonly ba?: Tensor;
  readonly va?: Tensor;
  /** The sharpness β of cosine, 1 by default; a tensor (…, T, 1) has one for each query. */
  readonly beta?: number | Tensor;
}

export interface Options extends Parameters {
  /** True where a query may attend to a key; stretches to (…, T, S). */
  readonly mask?: Tensor;
  /** (out, values + D): adds Luong’s attentional state h̃ = tanh(W_c [c; q]) to the trace. */
  readonly wc?: Tensor;
  readonly bc?: Tensor;
  /** False leaves the tanh of the state out. */
  readonly bend?: boolean;
}

/** The scores (…, T, S); before them what is compared: W_a q or q/‖q‖, U_a k or k/‖k‖, and the hidden layer (…, T, S, A). */
export type Scores = { readonly [Name in 'queries' | 'keys' | 'hidden']?: Tensor } & {
  readonly scores: Tensor;
};

export type Trace = Scores & { readonly weights: Tensor; readonly output: Tensor; readonly state?: Tensor };

/**
 * How well each key fits each query.
 *
 * @param q queries (…, T, D)
 * @param k keys (…, S, E)
 * @throws when a parameter is missing, or when shapes do not fit
 */
export function attentionScores(q: Tensor, k: Tensor, kind: Kind, parameters: Parameters = {}): Scores {
  return tidy((): Scores => {
    const { wa, ua, va, ba, beta = 1 } = checked(q, k, kind, parameters);
    switch (kind) {
      case 'dot':
        return { scores: products(q, k) }; // (…, T, D) · (…, D, S) → (…, T, S)
      case 'scaled':
        return { scores: div(products(q, k), Math.sqrt(k.shape.at(-1)!)) };
      case 'cosine': {
        const [queries, keys] = [unit(q), unit(k)];
        return { queries, keys, scores: mul(products(queries, keys), beta) };
      }
      case 'general': {
        const queries = products(q, wa); // W_a q: (…, T, E)
        return { queries, scores: products(queries, k) };
      }
      case 'additive': {
        const queries = ba ? add(products(q, wa), ba) : products(q, wa); // W_a q: (…, T, A)
        const keys = products(k, ua); // U_a k: (…, S, A)
        return { queries, keys, ...alignment(queries, keys, va) }; // v_a · tanh(W_a q + U_a k)
      }
      case 'location':
        return { scores: cutTo(k.shape.at(-2)!, products(q, wa)) }; // of the keys only their number is read
    }
  });
}

/**
 * Every query takes a mean of the values, weighted by the softmax of its scores.
 *
 * @param q queries (…, T, D)
 * @param k keys (…, S, E)
 * @param v values (…, S, F)
 */
export function scoredAttention(q: Tensor, k: Tensor, v: Tensor, options: Options & { kind: Kind }): Trace {
  sizes({ k: [k, '* S E'], v: [v, '* S F'] });
  const { kind, mask, wc, bc, bend = true, ...parameters } = options;
  return tidy((): Trace => {
    const { scores: raw, ...compared } = attentionScores(q, k, kind, parameters);
    const scores = applyMask(raw, mask); // (…, T, S), −∞ where masked
    const weights = softmax(scores); // (…, T, S), each row sums to 1
    const output = matMul(weights, v); // (…, T, S) · (…, S, F) → (…, T, F)
    const trace = { ...compared, scores, weights, output };
    if (!wc) return trace;
    const mixed = products(concat([output, q], -1), wc); // [c; q] W_cᵀ
    const shifted = bc ? add(mixed, bc) : mixed;
    return { ...trace, state: bend ? tanh(shifted) : shifted };
  });
}

/** Rows times rows, a bᵀ: each query with each key, or a linear layer whose parameters are (out, in). */
const products = (a: Tensor, b: Tensor): Tensor => matMul(a, b, false, true);

/** Rows of length 1. A row of zeros has no direction and stays. (Large entries are divided out first: squares overflow.) */
function unit(x: Tensor): Tensor {
  const small = divNoNan(x, max(abs(x), -1, true));
  return divNoNan(small, sqrt(sum(mul(small, small), -1, true)));
}

/** Scores for S positions. Luong et al. use the top part for short inputs, and ignore what lies past the end: −∞ here. */
function cutTo(S: number, scores: Tensor): Tensor {
  const L = scores.shape.at(-1)!;
  const leading = scores.shape.slice(0, -1);
  if (L < S) return concat([scores, fill([...leading, S - L], -Infinity)], -1);
  return slice(scores, Array<number>(scores.rank).fill(0), [...leading, S]);
}

/** The parameters that a score reads, all there and fitting. */
function checked(q: Tensor, k: Tensor, kind: Kind, given: Parameters) {
  const inputs = { q, k, ...given, ...(kind === 'additive' ? halves(given, q.shape.at(-1)!) : {}) };
  const shapes = Object.entries<string>(reads[kind]).map(([name, axes]) => {
    const tensor = inputs[name as 'q' | 'k' | 'wa' | 'ua' | 'va'];
    if (!tensor) throw new Error(`invalid parameters: ${kind} needs ${name}`);
    return [name, [tensor, axes]] as const;
  });
  sizes(Object.fromEntries(shapes));
  return inputs as typeof inputs & Record<'wa' | 'ua' | 'va', Tensor>;
}

/** Concat multiplies one matrix with query and key, one below the other: W_a and U_a side by side. */
function halves({ wa, ua }: Parameters, D: number): Parameters {
  if (!wa || ua || wa.rank !== 2 || wa.shape[1]! <= D) return {};
  return { wa: slice(wa, [0, 0], [-1, D]), ua: slice(wa, [0, D]) };
}
