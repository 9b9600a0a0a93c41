// Soft attention: the expectation of the values under weights that are made from scores (Bahdanau, Cho and Bengio 2014,
// "Neural machine translation by jointly learning to align and translate", section 3.1; Xu et al. 2015, section 4.2).
import { div, matMul, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { entmax } from '../../math/entmax.ts';
import { applyMask } from '../../math/mask.ts';
import { sizes } from '../../math/shape.ts';

/** The α of each normalizer in the family of entmax: the larger it is, the fewer weights are not zero. */
const alphas = { softmax: 1, entmax15: 1.5, sparsemax: 2 } as const;

export type Normalizer = keyof typeof alphas;

export interface Options {
  /** What the scores are divided by: towards 0 the largest takes all, towards ∞ all weigh the same. */
  readonly temperature?: number;
  /** What turns scores into weights. */
  readonly normalizer?: Normalizer;
  /** Any member of the family, in place of a normalizer: 1 is softmax, 1.5 entmax15, 2 sparsemax. */
  readonly alpha?: number;
  /** True where a query may attend to a key; stretches to (…, T, S). */
  readonly mask?: Tensor;
}

/** From the scores, as they are normalized, to the output. Rows are queries, columns are keys. */
export type Trace = Record<'scores' | 'weights' | 'output', Tensor>;

/**
 * Every query takes the mean of the values that it expects to find, if its weights are probabilities.
 *
 * @param scores (…, T, S), from any scoring function
 * @param v values (…, S, E)
 * @throws when the shapes do not fit, when the temperature is not above 0, or when alpha is below 1
 */
export function softAttention(scores: Tensor, v: Tensor, options: Options = {}): Trace {
  const { temperature = 1, normalizer = 'softmax', alpha = alphas[normalizer], mask } = options;
  if (!(temperature > 0)) throw new Error(`invalid temperature: ${temperature}: it must be above 0`);
  sizes({ scores: [scores, '… T S'], v: [v, '… S E'] });
  return tidy(() => {
    const tempered = applyMask(div(scores, temperature), mask); // (…, T, S), −∞ where masked
    const weights = entmax(tempered, alpha); // (…, T, S), each row sums to 1
    const output = matMul(weights, v); // (…, T, S) · (…, S, E) → (…, T, E)

    return { scores: tempered, weights, output };
  });
}
