// Random features and projections, for widgets that show what holds whatever training would make of them.
import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import { overImage, type Axis } from '../../math/lines.ts';
import { random, randomMatrix, type Random } from '../../math/random.ts';
import { matrix } from '../../math/tensor.ts';
import { axialAttention, type LineParameters, type Options, type Parameters } from './kernel.ts';

export const channels = 4;

/** Features (channels, H, W) of standard normal numbers. */
export function featuresOf(H: number, W: number, seed: number): Tensor {
  const source = random(seed);
  return tensor(
    Array.from({ length: channels * H * W }, () => source.normal()),
    [channels, H, W],
  );
}

/** Projections of both axes with entries of variance 1 / channels. */
export function parametersOf(seed: number): Parameters {
  const source = random(seed + 1000);
  return { row: lineOf(source), column: lineOf(source) };
}

function lineOf(source: Random): LineParameters {
  const draw = (): Tensor =>
    matrix(randomMatrix(channels, channels, source).map((row) => row.map((x) => x / Math.sqrt(channels))));
  return { wq: draw(), wk: draw(), wv: draw() };
}

/** The weights of both passes, with one head, between all places of the image (N, N). */
export function weightsOf(x: Tensor, parameters: Parameters, options?: Options): Record<Axis, Tensor> {
  const { rowWeights, columnWeights } = axialAttention(x, parameters, options);
  return {
    row: overImage(rowWeights, 'row'),
    column: overImage(columnWeights, 'column'),
  };
}
