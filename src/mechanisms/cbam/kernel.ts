// CBAM, the convolutional block attention module: a gate for every channel, then one for every place (Woo et al. 2018, section 3,
// equations 1 to 3; batch normalisation and the order of the planes are those of the authors' code).
import { add, concat, max, mean, mul, reshape, sigmoid, squeeze, tidy, type Tensor } from '@tensorflow/tfjs-core'; // prettier-ignore
import { relu } from '../../math/activation.ts';
import { batchNorm, conv2d, type BatchNorm } from '../../math/conv.ts';
import { linear } from '../../math/linear.ts';
import { sizes } from '../../math/shape.ts';

/** The two linear layers that both descriptors go through, with C/r hidden units. The authors' code has biases, common copies have none. */
export interface SharedMlp {
  /** (C/r, C) */
  readonly w1: Tensor;
  /** (C/r) */
  readonly b1?: Tensor;
  /** (C, C/r) */
  readonly w2: Tensor;
  /** (C) */
  readonly b2?: Tensor;
}

export interface PlaneFilter {
  /** (1, 2, k, k), k odd; 7 in the paper. The first plane is the maximum, the second the mean. */
  readonly filter: Tensor;
  /** Batch normalisation of the one channel that the filter gives, (1) each; the paper does not mention it, the code has it. */
  readonly norm?: BatchNorm;
}

export interface Parameters {
  readonly channel: SharedMlp;
  readonly spatial: PlaneFilter;
}

/** What reads what. “parallel”: both gates read the input, and both multiply it. */
export type Order = 'channel first' | 'spatial first' | 'parallel';

/** From the descriptors of the channels to their gates, all (…, C). */
export type ChannelTrace = Record<
  'mean' | 'max' | 'meanScores' | 'maxScores' | 'channelScores' | 'channelGates',
  Tensor
>;

/** From the two planes (…, 2, H, W) to the gates of the places (…, H, W). */
export type SpatialTrace = Record<'planes' | 'spatialScores' | 'spatialGates', Tensor>;

/** `refined` is the input after the first gate; in parallel there is none. `output` is the input after both. */
export type Trace = ChannelTrace & { readonly refined?: Tensor } & SpatialTrace & { readonly output: Tensor };

/**
 * Multiplies every feature by the gate of its channel and the gate of its place. The output has the shape of x.
 *
 * @param x features (…, C, H, W)
 * @throws when shapes do not fit, or when the filter has an even side
 */
export function cbam(
  x: Tensor,
  { channel, spatial }: Parameters,
  { order = 'channel first' }: { readonly order?: Order } = {},
): Trace {
  return tidy(() => {
    if (order === 'spatial first') {
      const where = spatialGate(x, spatial);
      const refined = byPlace(x, where.spatialGates);
      const what = channelGate(refined, channel);
      return { ...what, refined, ...where, output: byChannel(refined, what.channelGates) };
    }
    const what = channelGate(x, channel);
    const refined = byChannel(x, what.channelGates); // F′ = M_c(F) ⊗ F: (…, C, H, W)
    const where = spatialGate(order === 'parallel' ? x : refined, spatial);
    const output = byPlace(refined, where.spatialGates); // F″ = M_s(F′) ⊗ F′: (…, C, H, W)
    return { ...what, ...(order === 'parallel' ? {} : { refined }), ...where, output };
  });
}

/** M_c, “what”: one number between 0 and 1 for each channel, from its mean and its maximum over all places. */
export function channelGate(x: Tensor, { w1, b1, w2, b2 }: SharedMlp): ChannelTrace {
  sizes({ x: [x, '… C H W'], w1: [w1, 'R C'], w2: [w2, 'C R'] });
  const mlp = (descriptor: Tensor): Tensor => linear(relu(linear(descriptor, w1, b1)), w2, b2);
  return tidy(() => {
    const descriptors = { mean: mean(x, [-2, -1]), max: max(x, [-2, -1]) }; // (…, C) each
    const meanScores = mlp(descriptors.mean); // (…, C) → (…, C/r) → (…, C)
    const maxScores = mlp(descriptors.max); // the same parameters
    const channelScores = add(meanScores, maxScores); // a sum, no concatenation
    return { ...descriptors, meanScores, maxScores, channelScores, channelGates: sigmoid(channelScores) };
  });
}

/** M_s, “where”: one number between 0 and 1 for each place, from the maximum and the mean of all channels around it. */
export function spatialGate(x: Tensor, { filter, norm }: PlaneFilter): SpatialTrace {
  const { k } = sizes({ x: [x, '… C H W'], filter: [filter, 'one two k k'] });
  if (k % 2 === 0) throw new Error(`invalid filter: its side is ${k}: it must be odd`);
  return tidy(() => {
    const planes = concat([max(x, -3, true), mean(x, -3, true)], -3); // (…, 2, H, W)
    const mixed = conv2d(planes, filter, { padding: (k - 1) / 2 }); // (…, 1, H, W), zeros beyond the edge
    const scores = norm ? batchNorm(mixed, norm) : mixed;
    const spatialScores = squeeze(scores, [scores.rank - 3]); // (…, H, W)
    return { planes, spatialScores, spatialGates: sigmoid(spatialScores) };
  });
}

/** (…, C, H, W) · (…, C, 1, 1) */
const byChannel = (x: Tensor, gates: Tensor): Tensor => mul(x, reshape(gates, [...gates.shape, 1, 1]));

/** (…, C, H, W) · (…, 1, H, W) */
const byPlace = (x: Tensor, gates: Tensor): Tensor =>
  mul(x, reshape(gates, [...x.shape.slice(0, -3), 1, ...x.shape.slice(-2)]));
