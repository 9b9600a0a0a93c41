import fc from 'fast-check';
import { memory, ones, reverse, tensor, tidy, transpose, zeros, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { randomMatrix } from '../../math/random.ts';
import { matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { forAll } from '../testing.ts';
import { cbam, channelGate, spatialGate, type Order, type Parameters } from './kernel.ts';
import vectors from './vectors.json' with { type: 'json' };

const orders: Order[] = ['channel first', 'spatial first', 'parallel'];

/** Numbers of a shape, from a seed. */
const drawn = (seed: number, ...shape: number[]): Tensor =>
  tensor(
    randomMatrix(
      1,
      shape.reduce((a, b) => a * b, 1),
      seed,
    ).flat(),
    shape,
  );

const parametersOf = (C: number, hidden: number, k: number, seed: number): Parameters => ({
  channel: { w1: drawn(seed, hidden, C), b1: drawn(seed + 1, hidden), w2: drawn(seed + 2, C, hidden), b2: drawn(seed + 3, C) }, // prettier-ignore
  spatial: { filter: drawn(seed + 4, 1, 2, k, k) },
});

const read = (compute: () => Tensor): number[] => Array.from(tidy(compute).dataSync());

function expectNear(got: ArrayLike<number>, want: ArrayLike<number>): void {
  expect(got.length).toBe(want.length);
  for (let i = 0; i < got.length; i += 1) expect(got[i]).toBeCloseTo(want[i]!, 4);
}

const input = fc.record({
  C: fc.integer({ min: 1, max: 5 }),
  hidden: fc.integer({ min: 1, max: 3 }),
  H: fc.integer({ min: 1, max: 4 }),
  W: fc.integer({ min: 1, max: 4 }),
  k: fc.constantFrom(1, 3, 7),
  seed: fc.integer({ min: 1, max: 1000 }),
});

describe('against the reference', () => {
  it.each(runVectors(cbam, vectors as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('properties', () => {
  it('only shrinks: no feature grows, and none changes its sign', () => {
    forAll(input, ({ C, hidden, H, W, k, seed }) => {
      const x = drawn(seed + 9, C, H, W);
      for (const order of orders) {
        const { output } = cbam(x, parametersOf(C, hidden, k, seed), { order });
        const before = x.dataSync();
        output.dataSync().forEach((y, i) => {
          expect(Math.abs(y)).toBeLessThanOrEqual(Math.abs(before[i]!));
          expect(y * before[i]!).toBeGreaterThanOrEqual(0);
        });
      }
    });
  });

  it('sends both descriptors through one network: where they are the same, the score is twice what it gives', () => {
    const { w1, w2 } = parametersOf(4, 2, 1, 3).channel;
    const onePlace = drawn(1, 4, 1, 1);
    const { meanScores, maxScores, channelScores } = channelGate(onePlace, { w1, w2 });
    expectNear(meanScores.dataSync(), maxScores.dataSync());
    expectNear(
      channelScores.dataSync(),
      Array.from(meanScores.dataSync(), (s) => 2 * s),
    );
  });

  it('has gates of channels that do not see where anything is', () => {
    forAll(input, ({ C, hidden, H, W, seed }) => {
      const x = drawn(seed + 9, C, H, W);
      const { channel } = parametersOf(C, hidden, 1, seed);
      const gates = (y: Tensor) => channelGate(y, channel).channelGates.dataSync();
      expectNear(gates(x), gates(transpose(reverse(x, -1), [0, 2, 1])));
    });
  });

  it('has gates of places that do not see the order of the channels', () => {
    forAll(input, ({ C, H, W, k, seed }) => {
      const x = drawn(seed + 9, C, H, W);
      const filter = drawn(seed, 1, 2, k, k);
      const gates = (y: Tensor) => spatialGate(y, { filter }).spatialGates.dataSync();
      expectNear(gates(x), gates(reverse(x, 0)));
    });
  });

  it('reads the maximum first, then the mean', () => {
    const x = tensor([1, 2, 3, 6], [2, 1, 2]);
    expect(read(() => spatialGate(x, { filter: ones([1, 2, 1, 1]) }).planes)).toEqual([3, 6, 2, 4]);
    const first = tensor([1, 0], [1, 2, 1, 1]);
    expect(read(() => spatialGate(x, { filter: first }).spatialScores)).toEqual([3, 6]);
  });

  it('does to each image of a batch what it does to the image alone', () => {
    const parameters = parametersOf(3, 2, 3, 5);
    const [one, other] = [drawn(1, 3, 2, 4), drawn(2, 3, 2, 4)];
    const both = tensor([...one.dataSync(), ...other.dataSync()], [2, 3, 2, 4]);
    for (const order of orders) {
      const alone = [one, other].flatMap((x) => Array.from(cbam(x, parameters, { order }).output.dataSync()));
      expectNear(cbam(both, parameters, { order }).output.dataSync(), alone);
    }
  });

  it('depends on the order of the two gates', () => {
    const [a, b, c] = orders.map((order) =>
      read(() => cbam(drawn(7, 4, 3, 3), parametersOf(4, 3, 3, 4), { order }).output),
    );
    const apart = (x: number[], y: number[]) => Math.max(...x.map((_, i) => Math.abs(x[i]! - y[i]!)));
    for (const [x, y] of [[a, b], [a, c], [b, c]] as const) expect(apart(x!, y!)).toBeGreaterThan(1e-3); // prettier-ignore
  });
});

describe('regimes', () => {
  it('multiplies by a quarter when all parameters are zero', () => {
    const parameters: Parameters = {
      channel: { w1: zeros([1, 2]), w2: zeros([2, 1]) },
      spatial: { filter: zeros([1, 2, 7, 7]) },
    };
    expect(read(() => cbam(tensor([4, 8], [2, 1, 1]), parameters).output)).toEqual([1, 2]);
  });

  it('closes and opens at saturated scores without overflow', () => {
    const channel = { w1: matrix([[1e30]]), w2: matrix([[1e30]]) };
    expect(read(() => channelGate(ones([1, 2, 2]), channel).channelGates)).toEqual([1]);
    const shut = { w1: matrix([[1e3]]), w2: matrix([[-1e3]]) };
    expect(read(() => channelGate(ones([1, 2, 2]), shut).channelGates)).toEqual([0]);
  });

  it('lets NaN through', () => {
    const { output } = cbam(tensor([NaN, 1], [1, 1, 2]), parametersOf(1, 1, 3, 1));
    expect(Array.from(output.dataSync())).toEqual([NaN, NaN]);
  });

  it('frees every tensor but those of its trace', () => {
    const [x, parameters] = [drawn(1, 3, 2, 2), parametersOf(3, 1, 3, 2)];
    const before = memory().numTensors;
    for (const order of orders) {
      const trace = cbam(x, parameters, { order });
      expect(memory().numTensors).toBe(before + Object.keys(trace).length);
      Object.values(trace).forEach((one) => one?.dispose());
    }
    expect(memory().numTensors).toBe(before);
  });
});

describe('errors', () => {
  it('names what does not fit', () => {
    const { channel } = parametersOf(3, 1, 3, 2);
    expect(() => channelGate(ones([4, 2, 2]), channel)).toThrow(
      'invalid shapes: x is [4, 2, 2], w1 is [1, 3], w2 is [3, 1]: C is 4 in x and 3 in w1',
    );
    expect(() => spatialGate(ones([4, 2, 2]), { filter: ones([1, 2, 2, 2]) })).toThrow(
      'invalid filter: its side is 2: it must be odd',
    );
    expect(() => spatialGate(ones([4, 2, 2]), { filter: ones([1, 3, 3, 3]) })).toThrow('invalid shapes');
  });
});
