// The trained translator: a bidirectional GRU reads, additive attention looks, a GRU writes (Bahdanau, Cho and Bengio 2014,
// §3). model.py is the same in PyTorch; attention is the site's kernel.
import { concat, gather, slice, tanh, tidy, zeros, type Tensor } from '@tensorflow/tfjs-core';
import { linear } from '../../math/linear.ts';
import { toMatrix, type Matrix } from '../../math/tensor.ts';
import { additiveAttention } from '../../mechanisms/additive-attention/kernel.ts';
import { gruInputs, gruStep, type Gru } from '../../math/gru.ts';
import { end, parameters, vocabulary, type Name } from './weights.ts';

/** What the model wrote for a sentence, and what it looked at. Columns are source words and the end of the sentence. */
export interface Written {
  /** The source words and the end mark that the model reads after them. */
  readonly source: readonly string[];
  /** Words, and at last the end mark, unless the model did not come to an end. */
  readonly target: readonly string[];
  /** One row for each word written. */
  readonly scores: Matrix;
  readonly weights: Matrix;
  /** The context vector that each word was written from. */
  readonly contexts: Matrix;
  readonly states: Matrix;
  /** One row for each source word, and one for the end mark. */
  readonly annotations: Matrix;
  /** The probability of each word written. */
  readonly probabilities: readonly number[];
}

/** The most words that are written for one sentence. */
const most = 24;

/** The parameters of a GRU by the names of PyTorch. */
function gruOf(all: Readonly<Record<Name, Tensor>>, name: 'encoder' | 'decoder', suffix: string): Gru {
  const of = (kind: string): Tensor => all[`${name}.${kind}${suffix}` as Name];
  return { wi: of('weight_ih'), wh: of('weight_hh'), bi: of('bias_ih'), bh: of('bias_hh') };
}

/** All states of a GRU over the rows of x (S, in): (S, H). */
function readThrough(x: Tensor, gru: Gru, backwards: boolean): Tensor {
  const [count = 0, width = 0] = [x.shape[0], gru.wh.shape[1]];
  const inputs = gruInputs(x, gru); // (S, 3H)
  let state: Tensor = zeros([1, width]);
  const states: Tensor[] = Array<Tensor>(count);
  for (let k = 0; k < count; k += 1) {
    const at = backwards ? count - 1 - k : k;
    state = gruStep(slice(inputs, [at, 0], [1, -1]), state, gru);
    states[at] = state;
  }
  return concat(states, 0);
}

/**
 * Annotations of the source words (S, 2H): what a GRU from the left and one from the right know at each word; and the first state
 * of the decoder (1, N), from the one that has read all words from the right.
 */
export function encode(words: readonly number[]): { annotations: Tensor; first: Tensor } {
  return tidy(() => {
    const all = parameters();
    const x = gather(all['source.weight'], [...words]); // (S, E)
    const forward = readThrough(x, gruOf(all, 'encoder', '_l0'), false); // (S, H)
    const backward = readThrough(x, gruOf(all, 'encoder', '_l0_reverse'), true); // (S, H)
    const first = tanh(linear(slice(backward, [0, 0], [1, -1]), all['first.weight'], all['first.bias']));
    return { annotations: concat([forward, backward], 1), first };
  });
}

/**
 * One step of the decoder: looks at the annotations from its state, and writes a word.
 *
 * @param state s_{i−1} (1, N)
 * @param word y_{i−1}, its place in the target vocabulary
 */
export function step(state: Tensor, word: number, annotations: Tensor, keys: Tensor) {
  const all = parameters();
  const alignment = { wa: all['wa.weight'], ua: all['ua.weight'], va: all['va.weight'], keys };
  const { scores, weights, output: context } = additiveAttention(state, annotations, alignment); // (1, S), (1, S), (1, 2H)
  const before = gather(all['target.weight'], [word]); // (1, E)
  const gru = gruOf(all, 'decoder', '');
  const next = gruStep(gruInputs(concat([before, context], 1), gru), state, gru); // s_i
  const readout = tanh(
    linear(concat([next, before, context], 1), all['readout.weight'], all['readout.bias']),
  );
  const logits = linear(readout, all['words.weight'], all['words.bias']); // (1, words)
  return { state: next, logits, scores, weights, context };
}

/**
 * Translates by always writing the likeliest word.
 *
 * @param words words of the source vocabulary
 * @throws for a word that the model does not know
 */
export function write(words: readonly string[]): Written {
  const numbers = words.map((word) => {
    const place = vocabulary.source.indexOf(word);
    if (place <= end) throw new Error(`invalid word: the model does not know “${word}”`);
    return place;
  });
  const target: string[] = [];
  const probabilities: number[] = [];
  let read: Pick<Written, 'annotations' | 'scores' | 'weights' | 'contexts' | 'states'> | undefined;
  tidy(() => {
    const { annotations, first } = encode([...numbers, end]);
    const steps: ReturnType<typeof step>[] = [];
    const keys = linear(annotations, parameters()['ua.weight']);
    let state: Tensor = first;
    let word = end;
    do {
      const made = step(state, word, annotations, keys);
      state = made.state;
      steps.push(made);
      const logits = Array.from(made.logits.dataSync());
      const largest = Math.max(...logits);
      word = logits.indexOf(largest);
      target.push(vocabulary.target[word] ?? '');
      probabilities.push(1 / logits.reduce((sum, x) => sum + Math.exp(x - largest), 0));
    } while (word !== end && target.length < most);
    const rows = (name: 'scores' | 'weights' | 'context' | 'state'): Matrix =>
      toMatrix(concat(steps.map((one) => one[name])));
    read = {
      annotations: toMatrix(annotations),
      ...{
        scores: rows('scores'),
        weights: rows('weights'),
        contexts: rows('context'),
        states: rows('state'),
      },
    };
  });
  return { source: [...words, vocabulary.source[end] ?? ''], target, probabilities, ...read! };
}
