import fc from 'fast-check';
import { memory, ones, tensor, tensor2d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { matrices, matrix, type Matrix } from '../../math/tensor.ts';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { scaledDotProductAttention } from '../scaled-dot-product/kernel.ts';
import { expectClose, forAll, numbers, permutation, permuted } from '../testing.ts';
import { priorityMap, type Options } from './kernel.ts';
import vectors from './vectors.json' with { type: 'json' };

interface Scene {
  readonly template: Matrix;
  readonly features: Matrix;
  readonly places: Matrix;
  readonly v: Matrix;
}

const look = ({ template, features, places, v }: Scene, options?: Options) =>
  matrices(() => priorityMap(matrix(template), matrix(features), matrix(places), matrix(v), options));

const sceneOf = (items: number): fc.Arbitrary<Scene> =>
  fc.record({
    template: numbers(2, 3),
    features: numbers(items, 3),
    places: numbers(items, 2),
    v: numbers(items, 2),
  });
const scene = fc.integer({ min: 1, max: 6 }).chain(sceneOf);
const several = fc.integer({ min: 2, max: 6 }).chain(sceneOf);

describe('against the reference', () => {
  it.each(runVectors(priorityMap, vectors as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );
});

describe('properties', () => {
  it('gives weights that are not negative and sum to one for each template', () => {
    forAll(scene, (each) => {
      for (const row of look(each).weights) {
        expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
        expect(row.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 5);
      }
    });
  });

  it('does not see the order of the items', () => {
    forAll(
      scene.chain((each) => fc.tuple(fc.constant(each), permutation(each.features.length))),
      ([each, order]) => {
        const shuffled = {
          template: each.template,
          features: permuted(each.features, order),
          places: permuted(each.places, order),
          v: permuted(each.v, order),
        };
        expectClose(look(shuffled).output, look(each).output);
      },
    );
  });

  it('sees no place and no feature that all items share: contrast is between items', () => {
    forAll(several, fc.integer({ min: -3, max: 3 }), (each, shift) => {
      const move = (rows: Matrix) => rows.map((row) => row.map((x) => x + shift));
      const moved = { ...each, places: move(each.places), features: move(each.features) };
      expectClose(look(moved).contrast, look(each).contrast, 1e-4);
    });
  });

  it('gives equal items no contrast', () => {
    forAll(several, (each) => {
      const equal = { ...each, features: each.features.map(() => each.features[0]!) };
      expect(look(equal).contrast[0]!.every((x) => x === 0)).toBe(true);
    });
  });

  it('gives the contrast that plain loops give', () => {
    forAll(several, fc.constantFrom(0.5, 1, 3), (each, reach) => {
      const apart = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + (x - b[i]!) ** 2, 0);
      const want = each.features.map((feature, i) => {
        const near = each.places.map((place, j) =>
          j === i ? 0 : Math.exp(-apart(each.places[i]!, place) / (2 * reach * reach)),
        );
        const total = near.reduce((sum, x) => sum + x, 0);
        return near.reduce((sum, x, j) => sum + (x / total) * (apart(feature, each.features[j]!) / 2), 0);
      });
      // Below this the nearest neighbour is so far that float32 has no number for its share.
      if (want.every(Number.isFinite)) {
        const closest = each.places.map((place, i) =>
          Math.min(...each.places.filter((_, j) => j !== i).map((other) => apart(place, other))),
        );
        if (Math.max(...closest) / (2 * reach * reach) < 60)
          expectClose(look(each, { reach }).contrast, [want], 1e-4);
      }
    });
  });

  it('is scaled dot-product attention with a bias that only the keys decide', () => {
    forAll(scene, (each) => {
      const { contrast, output } = look(each, { topDown: 0.8, bottomUp: 1.5 });
      const { output: same } = matrices(() => {
        const bias = matrix(contrast.map((row) => row.map((x) => 1.5 * x)));
        return scaledDotProductAttention(matrix(each.template), matrix(each.features), matrix(each.v), {
          scale: 0.8,
          bias,
        });
      });
      expectClose(output, same);
    });
  });

  it('knows nothing of the template when only the scene counts', () => {
    forAll(scene, (each) => {
      const { weights } = look(each, { topDown: 0 });
      expect(weights[0]).toEqual(weights[1]);
    });
  });
});

describe('regimes', () => {
  const upright = [1, 0];
  const flat = [0, 1];
  const line = [[0, 0], [1, 0], [2, 0]]; // prettier-ignore
  const odd: Scene = {
    template: [[1, 0]],
    features: [flat, upright, flat],
    places: line,
    v: [[1], [2], [3]],
  };

  it('goes to the only item, which has no contrast', () => {
    const { contrast, weights } = look({
      template: [[3, 1]],
      features: [upright],
      places: [[0, 0]],
      v: [[7]],
    });
    expect([contrast, weights]).toEqual([[[0]], [[1]]]);
  });

  it('goes wholly to the odd one out when contrast counts for much', () => {
    expect(look(odd, { topDown: 0, bottomUp: 1e4 }).weights).toEqual([[0, 1, 0]]);
  });

  it('goes to an event however well another item matches, if it is strong enough', () => {
    const events = tensor2d([[0, 0, 50]]);
    expect(look(odd, { events }).output[0]![0]).toBeCloseTo(3, 5);
    events.dispose();
  });

  it('gives zeros where nothing may be attended to', () => {
    const mask = tensor([[0, 0, 0]], [1, 3], 'bool');
    const { weights, output } = look(odd, { mask });
    expect([weights, output]).toEqual([[[0, 0, 0]], [[0]]]);
    mask.dispose();
  });

  it('has no neighbour, and so no contrast, where all are too far', () => {
    const far = { ...odd, places: line.map((place) => place.map((x) => 1e3 * x)) };
    expect(look(far).contrast).toEqual([[0, 0, 0]]);
  });

  it('propagates a NaN, and makes no weight that looks right of it', () => {
    const broken = { ...odd, features: [[NaN, 0], upright, flat] };
    expect(look(broken).weights.flat().every(Number.isNaN)).toBe(true);
    expect(look(odd, { bottomUp: NaN }).weights.flat().every(Number.isNaN)).toBe(true);
  });

  it('frees every tensor but the six of its trace', () => {
    const inputs = [[1, 2], [3, 2], [3, 2], [3, 1]].map((shape) => ones(shape)); // prettier-ignore
    const before = memory().numTensors;
    const trace = priorityMap(inputs[0]!, inputs[1]!, inputs[2]!, inputs[3]!);
    expect(memory().numTensors).toBe(before + 6);
    [...Object.values(trace), ...inputs].forEach((one) => one.dispose());
  });

  it('names the shapes that do not fit', () => {
    expect(() => priorityMap(ones([1, 3]), ones([4, 2]), ones([4, 2]), ones([4, 1]))).toThrow(
      'F is 3 in template and 2 in features',
    );
    expect(() => priorityMap(ones([1, 2]), ones([4, 2]), ones([5, 2]), ones([4, 1]))).toThrow(
      'N is 4 in features and 5 in places',
    );
  });
});
