// Vectors: inputs and outputs that a mechanism's reference.py has written, and how far a kernel is from them.
import { tensor, tidy, Tensor, type DataType } from '@tensorflow/tfjs-core';
import { shapeText } from './shape.ts';
import './tensor.ts';

/** A number; JSON has no names for those that are not finite. */
export type Value = number | 'inf' | '-inf' | 'nan';

/** A tensor in JSON: flat in row-major order, float32 unless it says otherwise, booleans as 0 and 1. */
export interface TensorData {
  readonly shape: readonly number[];
  readonly dtype?: string;
  readonly data: readonly Value[];
}

/** An argument of a kernel in JSON: a tensor, a plain value, or such things by name. */
export type Argument = TensorData | number | boolean | string | null | { readonly [name: string]: Argument };

/** The contents of a vectors.json. */
export interface Vectors {
  readonly mechanism: string;
  /** The function that is called: the inputs in the order of `arguments`, then the options. */
  readonly kernel: string;
  readonly arguments: readonly string[];
  /** What wrote the file: its name, and the version of PyTorch. */
  readonly source: string;
  readonly torch: string;
  /** |got − want| ≤ abs + rel · max |want|. */
  readonly tolerance: { readonly abs: number; readonly rel: number };
  readonly cases: readonly Case[];
}

export interface Case {
  readonly name: string;
  readonly inputs: Readonly<Record<string, Argument>>;
  readonly options?: Readonly<Record<string, Argument>>;
  /** By the name in the trace; `encoder.0.weights` is an entry further in. */
  readonly outputs: Readonly<Record<string, TensorData>>;
}

/** How far one output of one case is from the reference. */
export interface Comparison {
  readonly case: string;
  readonly output: string;
  /** The largest |got − want|: 0 between equal infinities or two NaN, ∞ between one and anything else. */
  readonly difference: number;
  /** The difference as a share of the largest |want|. */
  readonly relative: number;
  /** The largest difference that is accepted. */
  readonly allowed: number;
  readonly agrees: boolean;
}

// The signature of every kernel: tensors in, and options; a trace out.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Kernel = (...args: any[]) => object;

/**
 * Runs a kernel on every case and compares each output; frees every tensor.
 * @throws when an input or output that the file names is not there, or has another shape
 */
export function runVectors(kernel: Kernel, vectors: Vectors): Comparison[] {
  return vectors.cases.flatMap((one) => runCase(kernel, vectors, one));
}

/**
 * The largest of all differences, each as a share of the largest number in its output: what the article shows. (As
 * they are, they would only tell how large the numbers of the largest case are.)
 */
export function largestDifference(comparisons: readonly Comparison[]): number {
  return Math.max(...comparisons.map(({ relative }) => relative));
}

function runCase(kernel: Kernel, vectors: Vectors, { name, inputs, options, outputs }: Case): Comparison[] {
  const comparisons: Comparison[] = [];
  tidy(() => {
    const positional = vectors.arguments.map((argument) => {
      const value = inputs[argument];
      if (value === undefined) throw new Error(`invalid case: "${name}" has no input ${argument}`);
      return build(value);
    });
    const trace = kernel(...positional, ...(options ? [build(options)] : []));
    for (const [output, want] of Object.entries(outputs)) {
      const got = find(trace, output);
      if (!(got instanceof Tensor)) throw new Error(`invalid case: "${name}" has no ${output} in its trace`);
      if (shapeText(got.shape) !== shapeText(want.shape)) {
        throw new Error(
          `invalid shapes: ${output} of "${name}" is ${shapeText(got.shape)}, not ${shapeText(want.shape)}`,
        );
      }
      comparisons.push({ case: name, output, ...compare(got.dataSync(), want.data, vectors.tolerance) });
    }
  });
  return comparisons;
}

/** Compares numbers in order: the largest difference, and whether it is allowed. */
export function compare(
  got: ArrayLike<number>,
  want: readonly Value[],
  { abs, rel }: Vectors['tolerance'],
): Omit<Comparison, 'case' | 'output'> {
  let difference = 0;
  let largest = 0;
  want.map(toNumber).forEach((wanted, i) => {
    const apart = Object.is(got[i], wanted) ? 0 : Math.abs(got[i]! - wanted);
    difference = Math.max(difference, Number.isNaN(apart) ? Infinity : apart);
    if (Number.isFinite(wanted)) largest = Math.max(largest, Math.abs(wanted));
  });
  const allowed = abs + rel * largest;
  const relative = difference === 0 ? 0 : difference / largest;
  return { difference, relative, allowed, agrees: difference <= allowed };
}

/** The tensor that JSON describes. */
export function toTensor({ shape, dtype = 'float32', data }: TensorData): Tensor {
  return tensor(data.map(toNumber), [...shape], dtype as DataType);
}

/** Tensors, plain values and whatever they are named by. */
function build(argument: Argument): unknown {
  if (typeof argument !== 'object' || argument === null) return argument;
  if (isTensorData(argument)) return toTensor(argument);
  return Object.fromEntries(Object.entries(argument).map(([name, value]) => [name, build(value)]));
}

function isTensorData(argument: object): argument is TensorData {
  return 'shape' in argument && 'data' in argument;
}

function find(trace: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], trace);
}

function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  return { inf: Infinity, '-inf': -Infinity, nan: NaN }[value];
}
