// What the widgets of the trained model share.
import { tidy, type Tensor } from '@tensorflow/tfjs-core';
import {
  forward,
  heads,
  layers,
  words as vocabulary,
  type Options,
  type Trace,
} from '../../models/referent/model.ts';
import { toMatrix, type Matrix } from '../../math/tensor.ts';
import { fixed } from '../../widget/format.ts';

/** Every head, as layer.head, both from 1. */
export const headNames: readonly string[] = Array.from(
  { length: layers * heads },
  (_, i) => `${Math.floor(i / heads) + 1}.${(i % heads) + 1}`,
);

/** A share in per cent; nothing but all is written as 100. */
export const percent = (share: number): string =>
  `${fixed(100 * share, share === 0 || share === 1 ? 0 : share > 0.999 ? 2 : 1)}\u202f%`;

/** Runs the model on words of its vocabulary: the map of each head in each layer, and what is read from its logits (T, V). */
export function runModel(
  words: readonly string[],
  options: Options,
  of: (trace: Trace) => Tensor,
): { maps: Matrix[][]; probabilities: Matrix } {
  let maps: Matrix[][] = [];
  let probabilities: Matrix = [];
  tidy(() => {
    const trace = forward(
      words.map((word) => vocabulary.indexOf(word)),
      options,
    );
    maps = Array.from(
      { length: layers },
      (_, layer) => (trace[`weights${layer}`]?.arraySync() ?? []) as Matrix[],
    );
    probabilities = toMatrix(of(trace));
  });
  return { maps, probabilities };
}
