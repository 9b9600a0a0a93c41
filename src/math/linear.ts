// Learned linear maps, as torch.nn.Linear has them: parameters are (out, in), features are the last axis.
import { add, matMul, reshape, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { shapeText } from './shape.ts';
import './tensor.ts';

/**
 * A linear layer: every vector of features x becomes W x + b.
 *
 * @param x (…, in)
 * @param w (out, in)
 * @param b (out); nothing is added without it
 * @returns (…, out)
 * @throws when the features of x are not those of w, or the biases not as many as the outputs
 */
export function linear(x: Tensor, w: Tensor, b?: Tensor): Tensor {
  const [outputs = 0, inputs = 0] = w.shape;
  if (
    w.rank !== 2 ||
    x.shape.at(-1) !== inputs ||
    (b !== undefined && String(b.shape) !== String([outputs]))
  ) {
    throw new Error(
      `invalid shapes: x is ${shapeText(x.shape)}, w ${shapeText(w.shape)}${b === undefined ? '' : `, b ${shapeText(b.shape)}`}: ` +
        'a linear layer needs x (…, in), w (out, in) and b (out)',
    );
  }
  return tidy(() => {
    const rows = reshape(x, [-1, inputs]); // (all vectors, in)
    const mapped = matMul(rows, w, false, true); // (all vectors, in) · (in, out)
    const shifted = b === undefined ? mapped : add(mapped, b);
    return reshape(shifted, [...x.shape.slice(0, -1), outputs]); // (…, out)
  });
}
