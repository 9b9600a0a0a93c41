// Matrices of plain numbers and tensors, and the way from one to the other. Whatever makes a tensor comes through this
// module, because it is the one place where TensorFlow.js gets its backend: the portable one, in plain JavaScript. A worker may
// ask for the faster one (backend.ts).
import '@tensorflow/tfjs-backend-cpu';
import {
  enableProdMode,
  getBackend,
  setBackend,
  tensor2d,
  tidy,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';

// Production mode does one thing in TensorFlow.js: its hints to the console (in Node: to install another package) stop.
enableProdMode();

/** Rows of numbers, all of one length. */
export type Matrix = number[][];

/** Every tensor of a trace as a matrix. */
export type Matrices<Trace> = { [Name in keyof Trace]: Matrix };

/**
 * A matrix as a tensor.
 * @throws when there are no numbers in it, or when its rows differ in length.
 */
export function matrix(rows: readonly (readonly number[])[]): Tensor2D {
  const columns = rows[0]?.length ?? 0;
  if (columns === 0) throw new Error('invalid matrix: it has no numbers');
  const odd = rows.findIndex((row) => row.length !== columns);
  if (odd >= 0) {
    throw new Error(`invalid matrix: row 1 has ${columns} numbers, row ${odd + 1} has ${rows[odd]?.length}`);
  }
  return tensor2d(rows.flat(), [rows.length, columns], 'float32');
}

/**
 * A tensor of shape (rows, columns) as a matrix.
 * @throws when the tensor has another number of axes.
 */
export function toMatrix(tensor: Tensor): Matrix {
  if (tensor.rank !== 2) throw new Error(`invalid matrix: its shape is [${tensor.shape.join(', ')}]`);
  return tensor.arraySync() as Matrix;
}

/**
 * Computes a trace of rank-2 tensors and reads it into matrices; every tensor made on the way is freed.
 *
 *     const { weights, output } = matrices(() => scaledDotProductAttention(matrix(q), matrix(k), matrix(v)));
 */
export function matrices<Trace extends { readonly [Name in keyof Trace]: Tensor }>(
  compute: () => Trace,
): Matrices<Trace> {
  let read: Matrices<Trace> | undefined;
  tidy(() => {
    read = Object.fromEntries(
      Object.entries<Tensor>(compute()).map(([name, tensor]) => [name, toMatrix(tensor)]),
    ) as Matrices<Trace>;
  });
  return read!;
}

/** Where the files of the WebAssembly backend are: with vector instructions, and for machines without them. */
export interface WasmFiles {
  readonly simd: string;
  readonly plain: string;
}

/** With what TensorFlow.js computes, and why not with WebAssembly. */
export interface Backend {
  readonly name: 'wasm' | 'cpu';
  readonly why: string | null;
}

/**
 * Computes with WebAssembly from now on, if it starts and gives, for a known case, what plain JavaScript gives. The backend
 * is one for all tensors, so this is for a worker: the matrices of a page are too small for it.
 */
export async function useWasm({ simd, plain }: WasmFiles, knownCase: () => Tensor): Promise<Backend> {
  const run = (): Float32Array => tidy(() => knownCase().dataSync<'float32'>()) as Float32Array;
  await setBackend('cpu');
  const want = run();
  try {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    // Threads need a page of its own kind (cross-origin isolation), which a static host does not give.
    setWasmPaths({
      'tfjs-backend-wasm.wasm': plain,
      'tfjs-backend-wasm-simd.wasm': simd,
      'tfjs-backend-wasm-threaded-simd.wasm': simd,
    });
    if (!(await setBackend('wasm'))) throw new Error('it did not start');
    const got = run();
    const apart = want.reduce((most, x, i) => Math.max(most, Math.abs(x - (got[i] ?? Number.NaN))), 0);
    if (!(apart <= 1e-6)) throw new Error(`it differs by ${apart} where the result is known`);
    return { name: 'wasm', why: null };
  } catch (error) {
    await setBackend('cpu');
    return { name: 'cpu', why: error instanceof Error ? error.message : String(error) };
  }
}

/** After an error: if it says that WebAssembly lacks an operation, plain JavaScript takes over. Why, or null if it does not. */
export async function leaveWasm(error: unknown): Promise<string | null> {
  const [, operation] = /[Kk]ernel '(\w+)' not registered/.exec(String(error)) ?? [];
  if (operation === undefined || getBackend() !== 'wasm') return null;
  await setBackend('cpu');
  return `it has no ${operation}`;
}
