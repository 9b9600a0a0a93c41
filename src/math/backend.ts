// The backend of a worker: WebAssembly, after it has shown on a case of attention that it computes what plain JavaScript does.
import { matMul, type Tensor } from '@tensorflow/tfjs-core';
import { applyMask, causalMask } from './mask.ts';
import { randomMatrix } from './random.ts';
import { softmax } from './softmax.ts';
import { leaveWasm, matrix, useWasm, type Backend, type WasmFiles } from './tensor.ts';

export { leaveWasm };

/** Weights of 37 queries over 37 keys under a causal mask without its diagonal: the first query may attend to nothing. */
export function knownCase(): Tensor {
  const [q, k] = [matrix(randomMatrix(37, 20, 1)), matrix(randomMatrix(37, 20, 2))];
  return softmax(applyMask(matMul(q, k, false, true), causalMask(37, 37, { past: -1 })));
}

/** Chooses the backend of a worker. */
export const chooseBackend = (files: WasmFiles): Promise<Backend> => useWasm(files, knownCase);
