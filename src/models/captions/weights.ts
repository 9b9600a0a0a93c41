// The parameters of both models as train.py wrote them, and the words that they write.
import { keep, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { tensorOf } from '../shipped.ts';
import data from './weights.json' with { type: 'json' };

/** How a model looks: at the weighted mean of all places, or at one place that is drawn from the weights. */
export type Look = 'soft' | 'hard';

/** The words; the first one ends a caption, and stands before its first word. */
export const vocabulary: readonly string[] = data.words;
export const end = 0;

export type Parameters = Readonly<Record<keyof typeof data.parameters.soft, Tensor>>;

const made = new Map<Look, Parameters>();

/** All parameters of a model by their names in PyTorch, made once and kept. */
export function parametersOf(look: Look): Parameters {
  const ready = made.get(look);
  if (ready !== undefined) return ready;
  const all = tidy(
    () =>
      Object.fromEntries(
        Object.entries(data.parameters[look]).map(([name, one]) => [name, keep(tensorOf(one))]),
      ) as unknown as Parameters,
  );
  made.set(look, all);
  return all;
}
