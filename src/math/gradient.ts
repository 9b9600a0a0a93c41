// Automatic differentiation: how much an output changes with each entry of an input. TensorFlow.js records the operations
// between them and walks them backwards, if it is told the derivative of each. The derivatives here are those of what
// kernels use, softmax and its relatives bring their own, and a step without one is an error, never a wrong zero.
import {
  cast,
  div,
  exp,
  grad,
  greater,
  logicalNot,
  matMul,
  mul,
  neg,
  ones,
  registerGradient,
  reshape,
  square,
  stack,
  sub,
  sum,
  tensor,
  tidy,
  transpose,
  zeros,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { shapeText } from './shape.ts';
import './tensor.ts';

/**
 * The slope of a function along each entry of its input.
 *
 *     gradient((scores) => sum(mul(softmax(scores), values)), x)
 *
 * @param f gives one number, of shape [] or [1, …, 1]
 * @param x any shape
 * @returns the shape of x
 * @throws when f gives more than one number, or takes a step whose derivative is not known here
 */
export function gradient(f: (x: Tensor) => Tensor, x: Tensor): Tensor {
  const one = (y: Tensor): Tensor => {
    if (y.size !== 1) throw new Error(`invalid function: it gives ${shapeText(y.shape)}, not one number`);
    return reshape(y, []);
  };
  return tidy(() => grad((at: Tensor) => one(f(at)))(x));
}

/**
 * The slopes of every entry of an output along every entry of the input, both counted in row-major order.
 *
 * @param f from any shape to any shape
 * @returns (entries of f(x), entries of x): row i holds the slopes of output i
 */
export function jacobian(f: (x: Tensor) => Tensor, x: Tensor): Tensor {
  return tidy(() => {
    const { shape, size } = f(x);
    const rows = Array.from({ length: size }, (_, i) => {
      const only = tensor(
        Float32Array.from({ length: size }, (_unused, j) => (i === j ? 1 : 0)),
        shape,
      );
      return reshape(grad(f)(x, only), [-1]);
    });
    return stack(rows); // (entries of f(x), entries of x)
  });
}

/** What a derivative is made from: the inputs by their names in TensorFlow.js, the result, and how it was made. */
interface Step extends Readonly<Record<'a' | 'b' | 'x' | 'condition' | 'y', Tensor>> {
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** From the slope along the result to the slope along one input. */
type Derivative = (dy: Tensor, step: Step) => Tensor;

/** The derivative of each operation along each of its inputs; where an input was stretched, the sum is taken below. */
const derivatives: Readonly<Record<string, Readonly<Record<string, Derivative>>>> = {
  Add: { a: (dy) => dy, b: (dy) => dy },
  Sub: { a: (dy) => dy, b: (dy) => neg(dy) },
  Multiply: { a: (dy, { b }) => mul(dy, b), b: (dy, { a }) => mul(dy, a) },
  RealDiv: { a: (dy, { b }) => div(dy, b), b: (dy, { b, y }) => neg(div(mul(dy, y), b)) },
  Neg: { x: (dy) => neg(dy) },
  Exp: { x: (dy, { y }) => mul(dy, y) },
  Log: { x: (dy, { x }) => div(dy, x) },
  Sqrt: { x: (dy, { y }) => div(dy, mul(y, 2)) },
  Square: { x: (dy, { x }) => mul(dy, mul(x, 2)) },
  Tanh: { x: (dy, { y }) => mul(dy, sub(1, mul(y, y))) },
  Sigmoid: { x: (dy, { y }) => mul(dy, mul(y, sub(1, y))) },
  Relu: { x: (dy, { x }) => mul(dy, cast(greater(x, 0), 'float32')) },
  Erf: { x: (dy, { x }) => mul(dy, mul(exp(neg(square(x))), 2 / Math.sqrt(Math.PI))) },
  Sum: { x: (dy, { x, attributes }) => mul(spread(dy, x, attributes['axis']), ones(x.shape)) },
  BatchMatMul: {
    a: (dy, { b, attributes: { transposeA, transposeB } }) =>
      transposeA ? matMul(b, dy, Boolean(transposeB), true) : matMul(dy, b, false, !transposeB),
    b: (dy, { a, attributes: { transposeA, transposeB } }) =>
      transposeB ? matMul(dy, a, true, Boolean(transposeA)) : matMul(a, dy, !transposeA, false),
  },
  Reshape: { x: (dy) => dy },
  ExpandDims: { input: (dy) => dy },
  Identity: { x: (dy) => dy },
  Cast: { x: (dy) => dy },
  Transpose: { x: (dy, { attributes }) => transpose(dy, inverse(attributes['perm'] as number[])) },
  // What is chosen has the whole slope; what decides it, none: the choice is the same nearby.
  Select: {
    condition: (_dy, { condition }) => zeros(condition.shape),
    t: (dy, { condition }) => mul(dy, cast(condition, 'float32')),
    e: (dy, { condition }) => mul(dy, cast(logicalNot(condition), 'float32')),
  },
  Equal: { a: (_dy, { a }) => zeros(a.shape), b: (_dy, { b }) => zeros(b.shape) },
};

for (const [kernelName, rule] of Object.entries(derivatives)) {
  const names = Object.keys(rule);
  registerGradient({
    kernelName,
    inputsToSave: names,
    outputsToSave: [true],
    gradFunc(dy, saved, attributes) {
      const inputs = names.map((name, i): [string, Tensor] => [name, saved[i]!]);
      const step = { ...Object.fromEntries(inputs), y: saved[names.length], attributes } as Step;
      return Object.fromEntries(
        inputs.map(([name, { shape }]) => [name, () => gathered(rule[name]!(dy as Tensor, step), shape)]),
      );
    },
  });
}

/** A slope in the shape of the input: summed over the axes along which the input was stretched. */
function gathered(dy: Tensor, shape: number[]): Tensor {
  const before = dy.rank - shape.length;
  const axes = dy.shape.flatMap((size, axis) =>
    axis < before || shape[axis - before] !== size ? [axis] : [],
  );
  return reshape(axes.length > 0 && dy.size !== sizeOf(shape) ? sum(dy, axes) : dy, shape);
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** The slope of a sum, with the axes that were summed over (one, several, or all) as axes of length 1. */
function spread(dy: Tensor, { shape, rank }: Tensor, axis: unknown): Tensor {
  const axes =
    axis === null || axis === undefined
      ? shape.map((_, i) => i)
      : [axis].flat().map((i) => (Number(i) + rank) % rank);
  const kept = shape.map((size, i) => (axes.includes(i) ? 1 : size));
  return reshape(dy, kept);
}

/** The order of axes that undoes another. */
function inverse(order: readonly number[]): number[] {
  return order.map((_, axis) => order.indexOf(axis));
}
