// Show, attend and tell (Xu et al. 2015), small: patches of a picture, attention over their grid, a GRU that writes. model.py is
// the same in PyTorch; both kinds of attention are the site's kernels.
import { add, concat, gather, softmax, tensor2d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { gruInputs, gruStep } from '../../math/gru.ts';
import { linear } from '../../math/linear.ts';
import { toMatrix, type Matrix } from '../../math/tensor.ts';
import { additiveAttention } from '../../mechanisms/additive-attention/kernel.ts';
import { hardAttention } from '../../mechanisms/hard-attention/kernel.ts';
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
 * One step: looks at the places from the state, and writes a word.
 *
 * @param state h_{t−1} (1, S)
 * @param word y_{t−1}, its place in the vocabulary
 * @param a the annotations (places, D)
 * @param keys U_a a (places, A)
 * @param draw for hard attention: a number in [0, 1) that draws the place; the likeliest one without it
 */
export function step(look: Look, state: Tensor, word: number, a: Tensor, keys: Tensor, draw?: number) {
  const all = parametersOf(look);
  const alignment = { wa: all['wa.weight'], ua: all['ua.weight'], va: all['va.weight'], keys };
  const soft = additiveAttention(state, a, alignment); // weights (1, places), output (1, D)
  const { scores, weights } = soft;
  const hard = draw === undefined ? ({ choose: 'argmax' } as const) : { uniform: tensor2d([[draw]]) };
  const read = look === 'soft' ? { choice: weights, output: soft.output } : hardAttention(scores, a, hard);
  const before = gather(all['embedding.weight'], [word]); // (1, E)
  const gru = {
    ...{ wi: all['decoder.weight_ih'], wh: all['decoder.weight_hh'] },
    ...{ bi: all['decoder.bias_ih'], bh: all['decoder.bias_hh'] },
  };
  const next = gruStep(gruInputs(concat([before, read.output], 1), gru), state, gru); // h_t
  const sum = add(before, add(linear(next, all['lh.weight']), linear(read.output, all['lz.weight'])));
  const logits = linear(sum, all['lo.weight'], all['lo.bias']); // (1, words), eq. 7
  return { state: next, logits, scores, weights, choice: read.choice, context: read.output };
}

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
