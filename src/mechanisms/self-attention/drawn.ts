// Random word vectors and projections, for widgets that show what holds whatever training would make of them.
import { random, randomMatrix } from '../../math/random.ts';
import { wordVectors } from '../../math/words.ts';
import type { Matrix } from '../../math/tensor.ts';
import { sentence } from '../../widget/sentence.ts';
import { pick, type Lang } from '../../widget/text.ts';
import { tokenise } from '../../widget/tokens.ts';

/** One vector for each distinct word, all of the same length √d: equal words have equal vectors. */
export function vectorsOf(tokens: readonly string[], d: number, seed: number, lang: Lang): Matrix {
  return wordVectors(tokens, tokenise(pick(sentence, lang), lang), d, seed + 1000).map((row) => {
    const length = Math.hypot(...row);
    return row.map((entry) => (entry * Math.sqrt(d)) / length);
  });
}

/** Three projections (d, d) with entries of variance 1/d, so that projected vectors are about as long as before. */
export function projectionsOf(d: number, seed: number): Record<'wq' | 'wk' | 'wv', Matrix> {
  const source = random(seed);
  const draw = (): Matrix =>
    randomMatrix(d, d, source).map((row) => row.map((entry) => entry / Math.sqrt(d)));
  return { wq: draw(), wk: draw(), wv: draw() };
}
