// A source in which everything can be chosen: where a state looks, and how well each word fits.
import { matrix, type Matrix } from '../../math/tensor.ts';
import type { Options } from './kernel.ts';

/** How far v_p · tanh(W_p h) reaches: nearly to both ends of the sentence. */
const reachOf = 12;

/**
 * A state, source states and parameters whose general score gives the wanted scores, and whose place is the wanted one. The
 * first feature of the state says where, the second is 1; a source state holds its score in the second.
 *
 * @param place p_t, inside (0, S)
 */
export function wanted(
  place: number,
  scores: readonly number[],
): { readonly h: Matrix; readonly memory: Matrix; readonly options: Options } {
  const share = Math.min(1 - 1e-5, Math.max(1e-5, place / scores.length));
  const inner = Math.log(share / (1 - share)) / reachOf; // in (−1, 1)
  return {
    h: [[Math.atanh(inner), 1]],
    memory: scores.map((score) => [0, score]),
    options: { reach: 'local-p', wp: matrix([[1, 0]]), vp: matrix([[reachOf]]) },
  };
}
