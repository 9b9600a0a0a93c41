import { describe, expect, it } from 'vitest';
import { randomMatrix } from './random.ts';
import { wordVectors } from './words.ts';

const known = ['The', 'cat', 'saw', 'the', 'dog'];

describe('word vectors', () => {
  it('gives equal words equal vectors, without regard to case', () => {
    const [the, , , again] = wordVectors(known, known, 4, 1);
    expect(again).toEqual(the);
  });

  it('takes the known words from the rows of one random matrix', () => {
    expect(wordVectors(['dog', 'cat'], known, 3, 5)).toEqual([
      randomMatrix(4, 3, 5)[3],
      randomMatrix(4, 3, 5)[1],
    ]);
  });

  it('moves a vector with its word', () => {
    const before = wordVectors(['cat', 'zebra', 'dog'], known, 4, 2);
    const after = wordVectors(['dog', 'zebra', 'cat'], known, 4, 2);
    expect(after).toEqual([...before].reverse());
  });

  it('gives other words vectors of their own, which depend on the seed', () => {
    const [zebra, gnu] = wordVectors(['zebra', 'gnu'], known, 4, 2);
    expect(zebra).not.toEqual(gnu);
    expect(wordVectors(['zebra'], known, 4, 3)[0]).not.toEqual(zebra);
    expect(zebra).toHaveLength(4);
  });
});
