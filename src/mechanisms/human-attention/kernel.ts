// A priority map: bottom-up contrast plus top-down match (Wolfe 1994, "Guided Search 2.0"), and attention by a softmax over it.
import {
  add,
  div,
  divNoNan,
  exp,
  expandDims,
  eye,
  matMul,
  mul,
  square,
  sub,
  sum,
  tidy,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { addBias, applyMask } from '../../math/mask.ts';
import { sizes } from '../../math/shape.ts';
import { normalize } from '../../math/softmax.ts';

export interface Options {
  /** What the match with the template counts for. */
  readonly topDown?: number;
  /** What contrast and events count for. */
  readonly bottomUp?: number;
  /** How far an item is compared with others: the standard deviation of the neighbourhood, in units of the places. */
  readonly reach?: number;
  /** Abrupt events at the items, of whatever sense; they add to the contrast. Stretches to (…, 1, N). */
  readonly events?: Tensor;
  /** True where attention may go; stretches to (…, T, N). */
  readonly mask?: Tensor;
}

/** From the scene to what is taken from it. Rows are templates (queries), columns are items (keys). */
export type Trace = Record<'closeness' | 'contrast' | 'match' | 'scores' | 'weights' | 'output', Tensor>;

/**
 * Items of a scene compete: each for being unlike its neighbours, and for being like what is looked for.
 *
 * @param template what is looked for, in the channels of the features (…, T, F)
 * @param features what each item shows (…, N, F)
 * @param places where each item is (…, N, 2)
 * @param v what each item has to tell (…, N, E)
 * @throws when the shapes do not fit
 */
export function priorityMap(
  template: Tensor,
  features: Tensor,
  places: Tensor,
  v: Tensor,
  options: Options = {},
): Trace {
  const { N } = sizes({
    template: [template, '… T F'],
    features: [features, '… N F'],
    places: [places, '… N P'],
    v: [v, '… N E'],
  });
  const { topDown = 1, bottomUp = 1, reach = 1, events, mask } = options;
  return tidy(() => {
    const distance = squaredDistances(places); // (…, N, N)
    const others = sub(1, eye(N)); // (N, N): an item is not its own neighbour
    const nearness = mul(exp(div(distance, -2 * reach * reach)), others); // (…, N, N)
    const closeness = divNoNan(nearness, sum(nearness, -1, true)); // (…, N, N), rows sum to 1
    const unlike = mul(squaredDistances(features), 0.5); // (…, N, N)
    const contrast = expandDims(sum(mul(closeness, unlike), -1), -2); // (…, 1, N)

    const match = matMul(template, features, false, true); // (…, T, F) · (…, F, N) → (…, T, N)
    const salience = addBias(contrast, events); // (…, 1, N)
    const scores = applyMask(add(mul(match, topDown), mul(salience, bottomUp)), mask); // (…, T, N)
    const weights = normalize(scores); // (…, T, N), each row sums to 1
    const output = matMul(weights, v); // (…, T, N) · (…, N, E) → (…, T, E)

    return { closeness, contrast, match, scores, weights, output };
  });
}

/** ‖x_i − x_j‖² between all rows: (…, N, F) → (…, N, N). */
function squaredDistances(x: Tensor): Tensor {
  const rows = expandDims(x, -2); // (…, N, 1, F)
  const columns = expandDims(x, -3); // (…, 1, N, F)
  return sum(square(sub(rows, columns)), -1);
}
