// Show, attend and tell (Xu et al. 2015), small: patches of a picture, attention over their grid, a GRU that writes. model.py is
// the same in PyTorch; both kinds of attention are the site’s kernels.
import { concat, softmax, tidy } from '@tensorflow/tfjs-core';
import { linear } from '../../math/linear.ts';
import { toMatrix, type Matrix } from '../../math/tensor.ts';
import { step } from './decoder.ts';
import { encode } from './encoder.ts';
import { end, parametersOf, vocabulary, type Look } from './weights.ts';

/** What a model wrote for a picture, and what it looked at. Rows are words, columns are places, row by row. */
export interface Told {
  /** Words, and at last the end mark, unless the model did not come to an end. */
  readonly words: readonly string[];
  readonly scores: Matrix;
  /** α_t: how much of each place, or how likely each place is to be drawn. */
  readonly weights: Matrix;
  /** What was read: the weights themselves, or 1 at the place that was drawn. */
  readonly choices: Matrix;
  readonly contexts: Matrix;
  readonly states: Matrix;
  /** One row for each place. */
  readonly annotations: Matrix;
  /** The probability of each word written. */
  readonly probabilities: readonly number[];
}

/** The most words that are written for one picture. */
const longest = 16;

/**
 * Writes a caption, always with the likeliest word.
 *
 * @param pixels of a picture, side · side · 3 in 0…1
 * @param draws where hard attention gets its numbers from; without it, it looks where the weight is largest
 */
export function tell(look: Look, pixels: Float32Array, draws?: () => number): Told {
  const words: string[] = [];
  const probabilities: number[] = [];
  let read: Omit<Told, 'words' | 'probabilities'> | undefined;
  tidy(() => {
    const { annotations, first } = encode(look, pixels);
    const keys = linear(annotations, parametersOf(look)['ua.weight']); // the same for all words
    const steps: ReturnType<typeof step>[] = [];
    let state = first;
    let word = end;
    do {
      const made = step(look, state, word, annotations, keys, draws?.());
      const [chances = []] = toMatrix(softmax(made.logits));
      word = chances.indexOf(Math.max(...chances));
      words.push(vocabulary[word] ?? '');
      probabilities.push(chances[word] ?? 0);
      steps.push(made);
      ({ state } = made);
    } while (word !== end && words.length < longest);
    const rows = (name: keyof (typeof steps)[number]): Matrix =>
      toMatrix(concat(steps.map((one) => one[name]), 0)); // prettier-ignore
    read = {
      ...{ scores: rows('scores'), weights: rows('weights'), choices: rows('choice') },
      ...{ contexts: rows('context'), states: rows('state'), annotations: toMatrix(annotations) },
    };
  });
  if (read === undefined) throw new Error('invalid picture: nothing was written');
  return { words, probabilities, ...read };
}
