import { ones } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { assertStretches, sizes } from './shape.ts';
import './tensor.ts';

describe('sizes', () => {
  it('gives every letter its size', () => {
    expect(sizes({ q: [ones([2, 3, 4]), '… T D'], k: [ones([2, 5, 4]), '… S D'] })).toEqual({
      T: 3,
      D: 4,
      S: 5,
    });
    expect(sizes({ bias: [ones([4]), 'D'] })).toEqual({ D: 4 });
  });

  it('refuses two sizes for one letter', () => {
    const call = () => sizes({ w: [ones([2, 3]), 'A D'], x: [ones([5, 4]), '… D'] });
    expect(call).toThrow('invalid shapes: w is [2, 3], x is [5, 4]: D is 3 in w and 4 in x');
  });

  it('compares leading axes written …, and not those written *', () => {
    const [a, b] = [ones([2, 1, 3]), ones([4, 1, 3])];
    expect(sizes({ a: [a, '* T D'], b: [b, '* T D'] })).toEqual({ T: 1, D: 3 });
    expect(() => sizes({ a: [a, '… T D'], b: [b, '… T D'] })).toThrow('… is [2] in a and [4] in b');
  });

  it('refuses a wrong number of axes', () => {
    expect(() => sizes({ w: [ones([2, 3, 4]), 'A D'] })).toThrow(
      'invalid shapes: w is [2, 3, 4]: w must be (A, D)',
    );
    expect(() => sizes({ q: [ones([2]), '… T D'] })).toThrow('invalid shapes: q is [2]: q must be (…, T, D)');
  });

  it('refuses an empty axis', () => {
    expect(() => sizes({ q: [ones([0, 2]), '… T D'] })).toThrow('invalid shapes: q is [0, 2]: T is 0 in q');
  });
});

describe('assertStretches', () => {
  const check = (from: number[], to: number[]) => () => assertStretches('bias', ones(from), 'scores', to);

  it('accepts axes that are 1, as long, or missing in front', () => {
    for (const from of [[], [1], [4], [3, 1], [1, 4], [3, 4], [2, 3, 4], [1, 1, 1]]) {
      expect(check(from, [2, 3, 4])).not.toThrow();
    }
  });

  it('refuses axes that are longer, or too many', () => {
    for (const from of [[3], [4, 4], [1, 2, 3, 4]]) {
      expect(check(from, [2, 3, 4])).toThrow(
        `invalid shapes: bias is [${from.join(', ')}], scores are [2, 3, 4]: `,
      );
    }
  });
});
