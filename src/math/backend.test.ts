import { createRequire } from 'node:module';
import { getBackend, mul, setBackend } from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { chooseBackend, knownCase, leaveWasm } from './backend.ts';
import { softmax } from './softmax.ts';
import { matrices, matrix, useWasm } from './tensor.ts';

const file = (name: string): string =>
  createRequire(import.meta.url).resolve(`@tensorflow/tfjs-backend-wasm/dist/${name}`);
const files = { simd: file('tfjs-backend-wasm-simd.wasm'), plain: file('tfjs-backend-wasm.wasm') };

afterEach(async () => void (await setBackend('cpu')));

it('knows a case with a row that may attend to nothing, and rows that sum to one', () => {
  const sums = matrices(() => ({ known: knownCase() })).known.map((row) =>
    row.reduce((sum, x) => sum + x, 0),
  );
  expect(sums[0]).toBe(0);
  for (const sum of sums.slice(1)) expect(sum).toBeCloseTo(1, 5);
});

describe('the backend of a worker', () => {
  it('is plain JavaScript where WebAssembly computes something else, and says so', async () => {
    let calls = 0;
    const chosen = await useWasm(files, () => mul(knownCase(), (calls += 1)));
    expect(chosen).toEqual({ name: 'cpu', why: expect.stringMatching(/^it differs by 1 /) });
    expect(getBackend()).toBe('cpu');
  });

  it('is WebAssembly, which knows the case', async () => {
    expect(await chooseBackend(files)).toEqual({ name: 'wasm', why: null });
    expect(getBackend()).toBe('wasm');
  });

  it('gives nothing plausible for what is not a number, as plain JavaScript', async () => {
    await chooseBackend(files);
    const { weights } = matrices(() => ({
      weights: softmax(
        matrix([
          [1, NaN, 2],
          [1, 2, 3],
          [1, Infinity, 2],
        ]),
      ),
    }));
    expect(weights[0]).toEqual([NaN, NaN, NaN]);
    expect(weights[1]?.every((x) => x > 0)).toBe(true);
    expect(weights[2]).toEqual([NaN, NaN, NaN]);
  });

  it('falls back for an operation that WebAssembly lacks, and for nothing else', async () => {
    await chooseBackend(files);
    expect(await leaveWasm(new Error('something else'))).toBeNull();
    expect(getBackend()).toBe('wasm');
    const lacking = new Error("Kernel 'Multinomial' not registered for backend 'wasm'");
    expect(await leaveWasm(lacking)).toBe('it has no Multinomial');
    expect(getBackend()).toBe('cpu');
    expect(await leaveWasm(lacking)).toBeNull();
  });
});
