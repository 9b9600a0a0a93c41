import {
  memory as tensors,
  mul,
  ones,
  reshape,
  slice,
  sum,
  tensor,
  tidy,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gradient } from '../../math/gradient.ts';
import { layerNorm } from '../../math/norm.ts';
import { random, randomMatrix } from '../../math/random.ts';
import { matrix, toMatrix, type Matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { expectClose, forAll, numbers, permutation, permuted } from '../testing.ts';
import {
  decoderLayer,
  encoderLayer,
  transformerStack,
  transformer,
  transformerLayer,
  type LayerOptions,
  type LayerParameters,
  type StackParameters,
} from './kernel.ts';
import stacks from './torch.json' with { type: 'json' };
import vectors from './vectors.json' with { type: 'json' };

const E = 4;
const conventions = [false, true];

/** Random parameters of a layer with four features; its normalisations have gain 1 and bias 0. */
function drawn(seed: number, scale = 1): LayerParameters {
  const source = random(seed);
  const draw = (rows: number, columns: number): Tensor =>
    mul(matrix(randomMatrix(rows, columns, source)), scale / Math.sqrt(columns));
  const attention = () => ({ wq: draw(E, E), wk: draw(E, E), wv: draw(E, E), wo: draw(E, E) });
  const feed = { w1: draw(2 * E, E), w2: draw(E, 2 * E) };
  return { self: attention(), cross: attention(), feed, selfNorm: {}, crossNorm: {}, feedNorm: {} };
}

const run = (x: Matrix, options: Partial<LayerOptions> = {}, parameters = drawn(1)): Matrix =>
  tidy(() => toMatrix(transformerLayer(matrix(x), parameters, { heads: 2, ...options }).output));

/** The kernel takes layers as a list; JSON names them. */
const named = (
  source: Tensor,
  target: Tensor,
  parameters: Record<'encoder' | 'decoder', StackParameters>,
  options: LayerOptions,
) => {
  const listed = ({ layers, norm }: StackParameters) => ({ layers: Object.values(layers), norm: norm! });
  const [encoder, decoder] = [listed(parameters.encoder), listed(parameters.decoder)];
  const trace = transformer(source, target, { encoder, decoder }, options);
  return { ...trace, memory: trace.encoder.output };
};

describe('against the reference, which agrees with torch.nn', () => {
  it.each(runVectors(transformerLayer, vectors as unknown as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );

  it.each(runVectors(named, stacks as unknown as Vectors))(
    'agrees with torch.nn.Transformer on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe.each(conventions)('properties with normFirst: %s', (normFirst) => {
  it('does not see the order of the tokens in the encoder', () => {
    forAll(numbers(5, E), permutation(5), (x, order) =>
      expectClose(run(permuted(x, order), { normFirst }), permuted(run(x, { normFirst }), order), 1e-4),
    );
  });

  it('lets nothing leak from later tokens in the decoder', () => {
    forAll(numbers(4, E), numbers(1, E), numbers(3, E), (x, [other], memory) => {
      const decode = (tokens: Matrix) =>
        tidy(() =>
          toMatrix(decoderLayer(matrix(tokens), matrix(memory), drawn(2), { heads: 2, normFirst }).output),
        );
      expectClose(decode([...x.slice(0, 3), other!]).slice(0, 3), decode(x).slice(0, 3));
    });
  });

  it('gives for a prefix what it gives for the whole: teacher forcing is generation', () => {
    const [x, memory] = [randomMatrix(4, E, 3), matrix(randomMatrix(3, E, 4))];
    const parameters: StackParameters = { layers: [drawn(5), drawn(6)], norm: {} };
    const decode = (length: number) =>
      toMatrix(
        transformerStack(matrix(x.slice(0, length)), parameters, {
          heads: 2,
          normFirst,
          causal: true,
          memory,
        }).output,
      );
    for (const length of [1, 2, 3]) expectClose(decode(length), decode(4).slice(0, length));
  });

  it('is the identity, but for the normalisation, when the sub-layers give nothing', () => {
    const x = randomMatrix(3, E, 7);
    const want = normFirst ? x : toMatrix(layerNorm(matrix(x)));
    expectClose(run(x, { normFirst }, drawn(1, 0)), want, 1e-4);
  });

  it('takes a batch as its entries, one by one', () => {
    const [first, second] = [randomMatrix(3, E, 8), randomMatrix(3, E, 9)];
    const both = tensor([first, second].flat(2), [2, 3, E]);
    const { output } = encoderLayer(both, drawn(1), { heads: 2, normFirst });
    [first, second].forEach((x, i) =>
      expectClose(toMatrix(reshape(slice(output, [i, 0, 0], [1, -1, -1]), [3, E])), run(x, { normFirst })),
    );
  });
});

it('has outputs of mean 0 and variance 1 after the sum, and not where the sum comes last', () => {
  const x = randomMatrix(2, E, 10);
  const variance = (row: number[]) => row.reduce((total, value) => total + value * value, 0) / E;
  for (const row of run(x)) {
    expect(row.reduce((total, value) => total + value, 0)).toBeCloseTo(0, 4);
    expect(variance(row)).toBeCloseTo(1, 3);
  }
  expect(Math.abs(variance(run(x, { normFirst: true })[0]!) - 1)).toBeGreaterThan(0.1);
});

it('sums in the residual stream: what a stack without normalisation adds is what its sub-layers gave', () => {
  const x = matrix(randomMatrix(3, E, 11));
  const { layers, output } = transformerStack(
    x,
    { layers: [drawn(12), drawn(13)] },
    { heads: 2, normFirst: true },
  );
  const given = layers.flatMap(({ attended, fed }) => [toMatrix(attended), toMatrix(fed)]);
  const total = toMatrix(x).map((row, i) =>
    row.map((value, j) => given.reduce((all, one) => all + one[i]![j]!, value)),
  );
  expectClose(toMatrix(output), total);
});

it('has a slope: the trace can be differentiated', () => {
  const x = matrix(randomMatrix(3, E, 14));
  for (const normFirst of conventions) {
    const slope = gradient(
      (at) => sum(mul(encoderLayer(at, drawn(1), { heads: 2, normFirst, activation: 'gelu' }).output, x)),
      x,
    );
    expect(slope.dataSync().every(Number.isFinite)).toBe(true);
  }
});

describe('regimes', () => {
  const x = randomMatrix(3, E, 15);

  it('has no overflow where the products saturate', () => {
    const huge = x.map((row) => row.map((value) => value * 1e15));
    for (const normFirst of conventions) {
      expect(run(huge, { normFirst }).flat().every(Number.isFinite)).toBe(true);
    }
  });

  it('makes NaN of a NaN, also where a mask closes: a weight of 0 times NaN is NaN', () => {
    const bad = x.map((row, i) => (i === 1 ? row.map(() => NaN) : row));
    for (const normFirst of conventions) {
      for (const causal of [false, true])
        expect(run(bad, { normFirst, causal }).flat().some(Number.isFinite)).toBe(false);
    }
  });

  it('frees every tensor but those of its trace', () => {
    const [at, remembered, parameters] = [matrix(x), matrix(x), drawn(1)];
    const before = tensors().numTensors;
    for (const normFirst of conventions) {
      const trace = decoderLayer(at, remembered, parameters, { heads: 2, normFirst });
      expect(tensors().numTensors - before).toBe(new Set(Object.values(trace).map(({ id }) => id)).size);
      Object.values(trace).forEach((one) => one.dispose());
    }
    expect(tensors().numTensors).toBe(before);
  });
});

describe('errors', () => {
  it('names what does not fit', () => {
    const { cross: _, ...parameters } = drawn(1);
    expect(() => transformerLayer(ones([2, E]), parameters, { heads: 2, memory: ones([3, E]) })).toThrow(
      'invalid parameters: a memory needs a cross-attention',
    );
    expect(() => decoderLayer(ones([2, E]), ones([3, 5]), drawn(1), { heads: 2 })).toThrow(
      'E is 4 in x and 5 in memory',
    );
    expect(() => encoderLayer(ones([2, 5]), drawn(1), { heads: 2 })).toThrow('invalid shapes');
    expect(() => encoderLayer(ones([2, E]), drawn(1), { heads: 3 })).toThrow('invalid heads');
  });
});
