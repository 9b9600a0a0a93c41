// The hand of both models: a step of the decoder looks at the annotations and writes a word. Both kinds of attention are kernels.
import { add, concat, gather, tensor2d, type Tensor } from '@tensorflow/tfjs-core';
import { gruInputs, gruStep } from '../../math/gru.ts';
import { linear } from '../../math/linear.ts';
import { additiveAttention } from '../../mechanisms/additive-attention/kernel.ts';
import { hardAttention } from '../../mechanisms/hard-attention/kernel.ts';
import { parametersOf, type Look } from './weights.ts';

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
