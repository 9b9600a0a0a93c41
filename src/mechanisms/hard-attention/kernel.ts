// Hard attention: one location s ~ Multinoulli(α), drawn from the weights (Xu et al. 2015, "Show, attend and tell", section 4.1).
import {
  add,
  cast,
  cumsum,
  customGrad,
  div,
  divNoNan,
  equal,
  expandDims,
  greater,
  matMul,
  max,
  mul,
  range,
  sub,
  sum,
  tidy,
  topk,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { applyMask } from '../../math/mask.ts';
import { assertStretches, sizes } from '../../math/shape.ts';
import { softmax } from '../../math/softmax.ts';

export interface Options {
  /** How locations are chosen: drawn, the likeliest, the k likeliest with their weights, or by Gumbel noise. */
  readonly choose?: 'sample' | 'argmax' | 'topk' | 'gumbel';
  /** For `sample`: uniform numbers in [0, 1), (…, T, 1); one for each query. Further leading axes are further draws. */
  readonly uniform?: Tensor;
  /** For `gumbel`: standard Gumbel numbers, (…, T, S). Further leading axes are further draws. */
  readonly gumbels?: Tensor;
  /** For `gumbel`: the temperature, 1 by default; and whether one location is chosen, as by default, or a mixture. */
  readonly tau?: number;
  readonly hard?: boolean;
  /** For `topk`: how many locations, 1 by default. */
  readonly k?: number;
  /** True where a query may attend to a key; stretches to (…, T, S). */
  readonly mask?: Tensor;
}

/** From the scores to the output; `choice` is what takes the place of the weights. Rows are queries, columns are keys. */
export type Trace = Record<'scores' | 'weights' | 'choice' | 'output', Tensor>;

/**
 * Every query takes the value of one location, drawn with the probabilities that soft attention would use as weights.
 *
 * @param scores (…, T, S)
 * @param v values (…, S, E)
 * @throws when the shapes do not fit, or when the noise is missing that the choice needs
 */
export function hardAttention(scores: Tensor, v: Tensor, options: Options = {}): Trace {
  sizes({ scores: [scores, '* T S'], v: [v, '* S E'] });
  return tidy(() => {
    const masked = applyMask(add(scores, 0), options.mask); // (…, T, S), −∞ where masked
    const weights = softmax(masked); // (…, T, S), α: the probabilities of the locations
    const choice = choose(masked, weights, options); // (…, T, S), one-hot rows but for top-k and soft Gumbel
    const output = matMul(choice, v); // (…, T, S) · (…, S, E) → (…, T, E)
    return { scores: masked, weights, choice, output };
  });
}

function choose(scores: Tensor, weights: Tensor, options: Options): Tensor {
  const { choose: how = 'sample', uniform, gumbels, tau = 1, hard = true, k = 1 } = options;
  if (how === 'argmax') return largest(weights, 1);
  if (how === 'topk') return largest(weights, k);
  if (how === 'sample' && uniform) return draw(weights, uniform);
  if (how === 'gumbel' && gumbels) return gumbelSoftmax(scores, gumbels, { tau, hard });
  throw new Error(`invalid options: ${how} needs ${how === 'sample' ? 'uniform' : 'gumbels'}`);
}

/** The first location at which the weights, summed up from the left, exceed u: it is s with probability α_s. */
function draw(weights: Tensor, uniform: Tensor): Tensor {
  const last = weights.rank - 1;
  const upTo = cumsum(weights, last); // (…, T, S)
  const u = mul(uniform, mul(max(upTo, -1, true), 1 - 2 ** -24)); // (…, T, 1), below the total, 1 but for rounding
  const reached = greater(upTo, u); // (…, T, S): the weights up to here exceed u
  const before = greater(cumsum(weights, last, true), u); // already without this one
  const chosen = sub(cast(reached, 'float32'), cast(before, 'float32'));
  return add(chosen, mul(weights, 0)); // a NaN stays one
}

/** The k largest weights of each row, divided by their sum; of equal ones the first. k = 1 is argmax. */
function largest(weights: Tensor, k: number): Tensor {
  const S = weights.shape.at(-1)!;
  if (!(Number.isInteger(k) && k >= 1)) throw new Error(`invalid k: ${k}`);
  const { indices } = topk(weights, Math.min(k, S)); // (…, T, k)
  const places = equal(expandDims(indices, -1), range(0, S, 1, 'int32')); // (…, T, k, S), one-hot
  const kept = mul(weights, sum(cast(places, 'float32'), -2)); // (…, T, S)
  return divNoNan(kept, sum(kept, -1, true));
}

/**
 * The softmax of perturbed logits (Jang et al. 2016, section 2; Maddison et al. 2016). With `hard` the values are one-hot,
 * which is an exact draw, and the gradient is that of the soft sample: straight-through.
 *
 * @param logits (…, S): scores, or log-probabilities
 * @param gumbels standard Gumbel numbers, −log(−log u), of the shape of the logits or with further leading axes
 * @param options the temperature `tau`, 1 by default; `hard`, not by default
 */
export function gumbelSoftmax(
  logits: Tensor,
  gumbels: Tensor,
  { tau = 1, hard = false }: { readonly tau?: number; readonly hard?: boolean } = {},
): Tensor {
  if (!(tau > 0)) throw new Error(`invalid temperature: ${tau}`);
  assertStretches('logits', logits, 'gumbels', gumbels.shape);
  return tidy(() => {
    const soft = softmax(div(add(logits, gumbels), tau)); // (…, S)
    return hard ? straightThrough(soft) : soft;
  });
}

/** The largest entry of each row as 1, the others as 0; backwards, as if nothing had happened. */
function straightThrough(soft: Tensor): Tensor {
  return customGrad((x) => ({ value: largest(x as Tensor, 1), gradFunc: (dy) => dy }))(soft);
}

/**
 * REINFORCE: an estimate of the gradient of the expected reward by the logits, from each draw (Williams 1992):
 * (R − b) ∂ log α_s / ∂logits = (R − b) (onehot(s) − α). Its expectation is exact, whatever the baseline b.
 *
 * @param logits (S), or (N, S)
 * @param reward (N, 1): what each draw brought
 * @param choice (N, S): the draws, one-hot
 * @param baseline b: a number, or (N, 1)
 * @returns (N, S), one estimate in each row
 */
export function reinforce(
  logits: Tensor,
  reward: Tensor,
  choice: Tensor,
  baseline: Tensor | number = 0,
): Tensor {
  assertStretches('reward', reward, 'choices', choice.shape);
  assertStretches('logits', logits, 'choices', choice.shape);
  return tidy(() => mul(sub(choice, softmax(logits)), sub(reward, baseline))); // (N, S) · (N, 1) → (N, S)
}
