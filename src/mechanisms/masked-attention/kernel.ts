// Masked attention: a score is −∞ before the softmax where a query may not look (Vaswani et al. 2017, section 3.2.3).
import {
  add,
  cast,
  div,
  divNoNan,
  matMul,
  mul,
  onesLike,
  sum,
  tidy,
  where,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { causalMask, combineMasks } from '../../math/mask.ts';
import { assertStretches, sizes } from '../../math/shape.ts';
import { softmax } from '../../math/softmax.ts';

export interface Options {
  /** True where a query may attend to a key; stretches to (…, T, S). */
  readonly mask?: Tensor;
  /** No query sees a later key. */
  readonly causal?: boolean;
  /** How many of the keys come before the first query, from a cache; for `causal`. */
  readonly past?: number;
  /** Which corner the causal triangle ends in when there are more keys than queries: bottom-right is a past of S − T. */
  readonly align?: 'top-left' | 'bottom-right';
  /** What stands for −∞: some code takes −1e9 or −1e4. */
  readonly fill?: number;
  /** The fill is added to a hidden score instead of replacing it. */
  readonly added?: boolean;
  /** Before the softmax, which is the mechanism; for comparison after it, without or with a new division. */
  readonly when?: 'before' | 'after' | 'renormalised';
}

/** From the products of queries and keys to the output. Rows are queries, columns are keys; `allowed` holds 0 and 1. */
export type Trace = Record<'products' | 'allowed' | 'scores' | 'weights' | 'output', Tensor>;

/**
 * Every query takes a mean of the values that it may see.
 *
 * @param q queries (…, T, D)
 * @param k keys (…, S, D)
 * @param v values (…, S, E)
 * @throws when the shapes do not fit
 */
export function maskedAttention(q: Tensor, k: Tensor, v: Tensor, options: Options = {}): Trace {
  const { T, S, D } = sizes({ q: [q, '… T D'], k: [k, '… S D'], v: [v, '… S E'] });
  const { mask, causal = false, align = 'top-left', fill = -Infinity, added = false } = options;
  const { past = align === 'bottom-right' ? S - T : 0, when = 'before' } = options;
  return tidy(() => {
    const products = matMul(q, k, false, true); // (…, T, D) · (…, D, S) → (…, T, S)
    if (mask) assertStretches('mask', mask, 'scores', products.shape);
    const everything = onesLike(cast(products, 'bool')); // (…, T, S)
    const open = combineMasks(everything, mask, causal && causalMask(T, S, { past }))!; // (…, T, S)
    const allowed = cast(open, 'float32'); // (…, T, S), 0 and 1

    const scaled = div(products, Math.sqrt(D)); // (…, T, S)
    const hidden = added ? add(scaled, fill) : fill;
    const scores = when === 'before' ? where(open, scaled, hidden) : scaled; // (…, T, S), −∞ where masked
    const shares = softmax(scores); // (…, T, S), each row sums to 1, or to 0 where nothing is open
    const kept = when === 'before' ? shares : mul(shares, allowed); // (…, T, S)
    const weights = when === 'renormalised' ? divNoNan(kept, sum(kept, -1, true)) : kept; // (…, T, S)
    const output = matMul(weights, v); // (…, T, S) · (…, S, E) → (…, T, E)

    return { products, allowed, scores, weights, output };
  });
}
