// Multiplicative attention: dot, general and concat scores, over all source words or a window around one place, and the
// attentional state (Luong, Pham and Manning 2015, "Effective approaches to attention-based neural machine translation", §3).
import {
  abs,
  concat,
  div,
  divNoNan,
  exp,
  floor,
  lessEqual,
  matMul,
  minimum,
  mul,
  neg,
  range,
  reshape,
  sigmoid,
  square,
  sub,
  sum,
  tanh,
  tidy,
  where,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { linear } from '../../math/linear.ts';
import { applyMask, combineMasks } from '../../math/mask.ts';
import { sizes } from '../../math/shape.ts';
import { softmax } from '../../math/softmax.ts';
import { attentionScores } from '../scoring-functions/kernel.ts';

/** The scores of the paper, by their names among the scoring functions. */
const kinds = { dot: 'dot', general: 'general', concat: 'additive' } as const;

export type Score = keyof typeof kinds;

/** All words; a window around the decoder's own step (m: monotonic); a window around a place that is predicted (p). */
export type Reach = 'global' | 'local-m' | 'local-p';

export interface Options {
  readonly score?: Score;
  /** General: W_a (M, N). Concat: W_a (A, N + M), the state's columns first. */
  readonly wa?: Tensor;
  /** Concat: (1, A). */
  readonly va?: Tensor;
  readonly reach?: Reach;
  /** The window reaches from p_t − D to p_t + D. */
  readonly D?: number;
  /** Local-p: (P, N) and (1, P). */
  readonly wp?: Tensor;
  readonly vp?: Tensor;
  /** Local-p: how many source words there are, where some of S are padding; stretches to (…, T, 1). */
  readonly lengths?: Tensor;
  /** W_c (out, M + N) and its bias: adds the attentional state tanh(W_c [c; h]) to the trace. */
  readonly wc?: Tensor;
  readonly bc?: Tensor;
  /** True where a state may read a source word; stretches to (…, T, S). */
  readonly mask?: Tensor;
  /** The number of the first source word, and of the first step: 1, or 0. */
  readonly first?: 0 | 1;
  /** Local-p: the width of the Gaussian, D / 2 by default. */
  readonly sigma?: number;
  /** Local: the softmax is taken over the window, or over all words, of which the window is then cut out. */
  readonly over?: 'window' | 'all';
  /** Local: the weights are divided by their sum in the end, which the paper does not do. */
  readonly renormalize?: boolean;
  /** Local-p: the window stands around ⌊p_t⌋, as in the authors’ code; the Gaussian stays around p_t. */
  readonly whole?: boolean;
  /** Local-m: steps beyond the last word look at the last word, as in the authors’ code. */
  readonly clamp?: boolean;
}

/** From what is compared to what is read; local reach adds where it looks, local-p its two factors. */
export type Trace = Readonly<
  Record<'scores' | 'weights' | 'output', Tensor> &
    Partial<Record<'queries' | 'keys' | 'hidden' | 'centers' | 'shares' | 'gaussian' | 'state', Tensor>>
>;

/**
 * Every state of the decoder reads a mean of the source's states, or of those in its window.
 *
 * @param h the decoder's states h_t (…, T, N)
 * @param memory the encoder's states h̄_s (…, S, M), keys and values at once
 * @throws when shapes do not fit, when a parameter is missing, or when D or σ has no meaning
 */
export function multiplicativeAttention(h: Tensor, memory: Tensor, options: Options = {}): Trace {
  const { score = 'dot', reach = 'global', over = 'window', renormalize = false, mask, wc, bc } = options;
  const { S } = sizes({ memory: [memory, '* S M'], h: [h, '* T N'] });
  return tidy((): Trace => {
    const { scores: raw, ...compared } = attentionScores(h, memory, kinds[score], options);
    const local = reach === 'global' ? undefined : windowOf(h, S, reach, options);
    const open = over === 'window' ? combineMasks(mask, local?.inside) : mask;
    const scores = applyMask(raw, open); // (…, T, S), −∞ where nobody looks
    const shares = softmax(scores); // (…, T, S), each row sums to 1
    const cut = over === 'all' && local ? where(local.inside, shares, 0) : shares;
    const faded = local?.gaussian ? mul(cut, local.gaussian) : cut; // local-p: sums to less than 1
    const weights = renormalize ? divNoNan(faded, sum(faded, -1, true)) : faded;
    const output = matMul(weights, memory); // (…, T, S) · (…, S, M) → (…, T, M)
    const state = wc && tanh(linear(concat([output, h], -1), wc, bc)); // tanh(W_c [c; h])
    return {
      ...compared,
      ...(local && { centers: local.centers }),
      scores,
      ...(local?.gaussian && { shares, gaussian: local.gaussian }),
      weights,
      output,
      ...(state && { state }),
    };
  });
}

/** Where each state looks, p_t (…, T, 1), which words lie within D of it, and for local-p how the weights fade. */
function windowOf(h: Tensor, S: number, reach: 'local-m' | 'local-p', options: Options) {
  const {
    D = Number.NaN,
    first = 1,
    sigma = D / 2,
    whole = false,
    clamp = false,
    wp,
    vp,
    lengths = S,
  } = options;
  const words = range(first, first + S); // (S)
  if (!(D >= 0)) throw new Error(`invalid window: D is ${D}: it must be 0 or more`);
  if (reach === 'local-m') {
    const T = h.shape.at(-2)!;
    const steps = reshape(range(first, first + T), [T, 1]); // p_t = t
    const centers = clamp ? minimum(steps, first + S - 1) : steps;
    return { centers, inside: lessEqual(abs(sub(words, centers)), D) };
  }
  if (!wp || !vp) throw new Error('invalid parameters: local-p needs wp and vp');
  if (!(sigma > 0)) throw new Error(`invalid window: sigma is ${sigma}: it must be above 0`);
  const centers = mul(sigmoid(linear(tanh(linear(h, wp)), vp)), lengths); // S · sigmoid(v_p · tanh(W_p h))
  const distance = sub(words, centers); // (…, T, S)
  const inside = lessEqual(abs(whole ? sub(words, floor(centers)) : distance), D);
  return { centers, inside, gaussian: exp(neg(div(square(distance), 2 * sigma ** 2))) };
}
