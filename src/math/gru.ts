// The gated recurrent unit (Cho et al. 2014, "Learning phrase representations using RNN encoder–decoder"), as torch.nn.GRUCell has it.
import { add, mul, sigmoid, slice, sub, tanh, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { linear } from './linear.ts';

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

/** The part of all gates that comes from inputs: it does not wait for any state. (…, in) → (…, 3H) */
export const gruInputs = (x: Tensor, { wi, bi }: Gru): Tensor => linear(x, wi, bi);

/**
 * One step: the next state from an input and the state before.
 *
 * @param inputs (1, 3H), of `gruInputs`
 * @param state (1, H)
 * @returns (1, H)
 */
export function gruStep(inputs: Tensor, state: Tensor, { wh, bh }: Gru): Tensor {
  return tidy(() => {
    const H = state.shape.at(-1)!;
    const part = (x: Tensor, from: number, count: number): Tensor => slice(x, [0, from], [1, count]);
    const states = linear(state, wh, bh); // (1, 3H)
    const gates = sigmoid(add(part(inputs, 0, 2 * H), part(states, 0, 2 * H)));
    const reset = part(gates, 0, H); // 0 forgets the state before
    const update = part(gates, H, H); // 1 keeps it
    const fresh = tanh(add(part(inputs, 2 * H, H), mul(reset, part(states, 2 * H, H))));
    return add(fresh, mul(update, sub(state, fresh))); // (1 − z) n + z h
  });
}
