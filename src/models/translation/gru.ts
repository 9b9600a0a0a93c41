// The gated recurrent unit (Cho et al. 2014, "Learning phrase representations using RNN encoder–decoder"), as torch.nn.GRUCell has it.
import { add, mul, sigmoid, split, sub, tanh, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { linear } from '../../math/linear.ts';

/** The three gates stacked: reset, update, new. */
export interface Gru {
  /** (3H, in) */
  readonly wi: Tensor;
  /** (3H, H) */
  readonly wh: Tensor;
  /** (3H) */
  readonly bi: Tensor;
  /** (3H) */
  readonly bh: Tensor;
}

/**
 * One step: the next state from an input and the state before.
 *
 * @param x (…, in)
 * @param state (…, H)
 * @returns (…, H)
 */
export function gruStep(x: Tensor, state: Tensor, { wi, wh, bi, bh }: Gru): Tensor {
  return tidy(() => {
    const [xr, xz, xn] = split(linear(x, wi, bi), 3, -1) as [Tensor, Tensor, Tensor];
    const [hr, hz, hn] = split(linear(state, wh, bh), 3, -1) as [Tensor, Tensor, Tensor];
    const reset = sigmoid(add(xr, hr)); // (…, H), 0 forgets the state before
    const update = sigmoid(add(xz, hz)); // (…, H), 1 keeps it
    const fresh = tanh(add(xn, mul(reset, hn)));
    return add(fresh, mul(update, sub(state, fresh))); // (1 − z) n + z h
  });
}
