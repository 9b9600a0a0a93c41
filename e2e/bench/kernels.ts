// The kernels beside plain loops on typed arrays, in the same run: their ratio holds on any machine.
import { globSync, readFileSync } from 'node:fs';
import { tensor2d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { random, randomMatrix } from '../../src/math/random.ts';
import { matrices, matrix } from '../../src/math/tensor.ts';

export interface KernelTime {
  readonly mechanism: string;
  readonly n: number;
  /** Milliseconds, medians. */
  readonly kernel: number;
  readonly loops: number;
}

const d = 64;
const sizes = [8, 16, 32, 64, 128, 256, 512, 1024];

type Kernel = (q: Tensor, k: Tensor, v: Tensor) => { readonly output: Tensor };

/** Times of every kernel that takes queries, keys and values, for n = 8 … 1024 and d = 64. */
export async function measureKernels(): Promise<KernelTime[]> {
  matrices(() => ({ ready: matrix([[1]]) }));
  const times: KernelTime[] = [];
  for (const file of globSync('src/mechanisms/*/vectors.json').sort()) {
    const {
      mechanism,
      kernel,
      arguments: names,
    } = JSON.parse(readFileSync(file, 'utf8')) as {
      mechanism: string;
      kernel: string;
      arguments: string[];
    };
    if (names.join() !== 'q,k,v') continue;
    const module = (await import(`../../src/mechanisms/${mechanism}/kernel.ts`)) as Record<string, Kernel>;
    const run = module[kernel];
    if (run === undefined) throw new Error(`${file} names ${kernel}, which its kernel.ts does not export`);
    for (const n of sizes) times.push({ mechanism, n, ...compare(run, n) });
  }
  return times;
}

function compare(run: Kernel, n: number): { kernel: number; loops: number } {
  const source = random(1);
  const flat = (): Float32Array => Float32Array.from(randomMatrix(n, d, source).flat());
  const [q, k, v] = [flat(), flat(), flat()];
  const [Q, K, V] = [q, k, v].map((data) => tensor2d(data, [n, d])) as [Tensor, Tensor, Tensor];
  const kernel = median(() => void tidy(() => run(Q, K, V).output.dataSync().length));
  const loops = median(() => attention(q, k, v, n));
  for (const tensor of [Q, K, V]) tensor.dispose();
  return { kernel, loops };
}

/** Scaled dot-product attention as one would write it without a library. */
function attention(q: Float32Array, k: Float32Array, v: Float32Array, n: number): Float32Array {
  const output = new Float32Array(n * d);
  const row = new Float32Array(n);
  for (let i = 0; i < n; i += 1) {
    let largest = -Infinity;
    for (let j = 0; j < n; j += 1) {
      let score = 0;
      for (let c = 0; c < d; c += 1) score += q[i * d + c]! * k[j * d + c]!;
      row[j] = score / Math.sqrt(d);
      largest = Math.max(largest, row[j]!);
    }
    let sum = 0;
    for (let j = 0; j < n; j += 1) sum += row[j] = Math.exp(row[j]! - largest);
    for (let j = 0; j < n; j += 1) {
      const weight = row[j]! / sum;
      for (let c = 0; c < d; c += 1) output[i * d + c]! += weight * v[j * d + c]!;
    }
  }
  return output;
}

/** The median of the times of a function, over at least five runs and a tenth of a second. */
function median(work: () => unknown): number {
  work();
  const times: number[] = [];
  for (let spent = 0; times.length < 5 || (spent < 100 && times.length < 200);) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
    spent += times.at(-1) ?? 0;
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}
