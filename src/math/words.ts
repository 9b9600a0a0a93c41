// Random vectors for words: equal words have equal vectors, wherever they stand and whatever stands beside them.
import { random, randomMatrix } from './random.ts';
import type { Matrix } from './tensor.ts';

/**
 * One vector of independent standard normal numbers for each word; case does not count. The words of `known`, by their
 * first appearance there, take the rows of `randomMatrix(n, size, seed)`, so that a default sentence has the same numbers
 * in every language. Any other word has a stream of its own, seeded by its letters.
 */
export function wordVectors(
  words: readonly string[],
  known: readonly string[],
  size: number,
  seed: number,
): Matrix {
  const places = [...new Set(known.map(lower))];
  const rows = randomMatrix(places.length, size, seed);
  return words.map((word) => {
    const row = rows[places.indexOf(lower(word))];
    return row ?? randomMatrix(1, size, random(hash(lower(word), seed)))[0] ?? [];
  });
}

const lower = (word: string): string => word.toLocaleLowerCase('und');

/** FNV-1a with 32 bits (Fowler, Noll and Vo), over UTF-16 code units, begun with a seed. */
function hash(text: string, seed: number): number {
  let state = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i += 1) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return state >>> 0;
}
