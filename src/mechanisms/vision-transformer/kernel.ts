// The Vision Transformer (Dosovitskiy et al. 2020, "An image is worth 16x16 words", section 3.1): a picture is cut into patches,
// each patch becomes a token, and the encoder of a Transformer does the rest.
import { add, concat, eye, matMul, mean, mul, reshape, slice, split, squeeze, stack, tidy, tile, transpose, type Tensor } from '@tensorflow/tfjs-core'; // prettier-ignore
import { linear } from '../../math/linear.ts';
import { shapeText } from '../../math/shape.ts';
import { transformerStack, type LayerParameters, type NormParameters } from '../transformer/kernel.ts';

/** Learned. E features of a token, N patches. */
export interface Parameters {
  /** The projection of a patch, (E, C·P²), and its bias (E). */
  readonly wE: Tensor;
  readonly bE?: Tensor;
  /** (E): a token that stands for no patch and comes first. */
  readonly classToken?: Tensor;
  /** One vector for each token, (N + 1, E), or (N, E) without a class token. */
  readonly positions?: Tensor;
  /** The layers of the encoder, as a list or named by their number. */
  readonly layers: readonly LayerParameters[] | Readonly<Record<string, LayerParameters>>;
  /** The normalisation at the end. */
  readonly norm?: NormParameters;
}

export interface Options {
  /** P, the side of a patch. */
  readonly patch: number;
  readonly heads: number;
  /** What stands for the picture: the class token, or the mean of the patches. */
  readonly pool?: 'class' | 'mean';
  /** False normalises after each sum, as the first Transformer did. */
  readonly normFirst?: boolean;
  readonly eps?: number;
}

/** T = N + 1 tokens. `weights` has axes of layers and heads, (…, L, H, T, T). */
export type Trace = Record<'patches' | 'projected' | 'tokens' | 'weights' | 'output' | 'summary', Tensor>;

/**
 * A picture as tokens, through the encoder.
 *
 * @param image (…, C, H, W)
 * @returns patches (…, N, C·P²), projected (…, N, E), tokens and output (…, T, E), summary (…, E)
 * @throws when the patches do not fill the picture, or shapes do not fit, or the class token is asked for and missing
 */
export function visionTransformer(image: Tensor, parameters: Parameters, options: Options): Trace {
  const { wE, bE, classToken, positions, norm = {} } = parameters;
  const { patch, pool = classToken ? 'class' : 'mean', normFirst = true, eps = 1e-6, heads } = options;
  if (pool === 'class' && !classToken) throw new Error('invalid parameters: classToken is missing');
  return tidy((): Trace => {
    const patches = patchRows(image, patch); // (…, C, H, W) → (…, N, C·P²)
    const projected = linear(patches, wE, bE); // (…, N, E)
    const all = classToken ? withFirst(projected, classToken) : projected; // (…, T, E)
    const tokens = positions ? add(all, positions) : all;

    const { layers, output } = transformerStack(
      tokens,
      { layers: Object.values(parameters.layers), norm },
      { heads, normFirst, eps, activation: 'gelu' },
    );
    const weights = stack(layers.map(({ selfWeights }) => selfWeights), image.rank - 3); // prettier-ignore

    const [T, first] = [output.shape.at(-2)!, classToken ? 1 : 0];
    const summary =
      pool === 'class' ? squeeze(tokensOf(output, 0, 1), [-2 + output.rank]) : mean(tokensOf(output, first, T - first), -2); // prettier-ignore
    return { patches, projected, tokens, weights, output, summary };
  });
}

/**
 * A picture cut into squares, row by row; of each square the numbers of its first channel, row by row, then of the next.
 *
 * @param image (…, C, H, W)
 * @returns (…, N, C·P²), N = H/P · W/P
 * @throws when P does not divide H and W
 */
export function patchRows(image: Tensor, P: number): Tensor {
  const [C = 0, H = 0, W = 0] = image.shape.slice(-3);
  if (image.rank < 3 || !(P >= 1) || H % P !== 0 || W % P !== 0)
    throw new Error(`invalid patch: ${P} does not divide the picture, ${shapeText(image.shape)}`);
  return tidy(() => {
    const cut = reshape(image, [-1, C, H / P, P, W / P, P]);
    const sorted = transpose(cut, [0, 2, 4, 1, 3, 5]); // (B, H/P, W/P, C, P, P)
    return reshape(sorted, [...image.shape.slice(0, -3), (H / P) * (W / P), C * P * P]);
  });
}

/**
 * Attention rollout (Abnar and Zuidema 2020, "Quantifying attention flow in transformers", section 3): the mean of the heads, half
 * of it and half of the identity for the residual connection, multiplied from layer to layer.
 *
 * @param weights (L, H, T, T)
 * @returns (L, T, T): what the tokens after each layer are made of, in shares of the tokens before the first
 */
export function rollout(weights: Tensor): Tensor {
  return tidy(() => {
    const [L = 0, , T = 0] = weights.shape;
    const mixed = mul(add(mean(weights, 1), eye(T)), 0.5); // each row sums to 1
    const rolled: Tensor[] = [];
    for (const layer of split(mixed, L)) {
      const one = reshape(layer, [T, T]);
      rolled.push(rolled.length === 0 ? one : matMul(one, rolled.at(-1)!));
    }
    return stack(rolled);
  });
}

/** The same token before all others: (…, N, E) and (E) give (…, N + 1, E). */
function withFirst(x: Tensor, token: Tensor): Tensor {
  const leading = x.shape.slice(0, -2);
  const row = reshape(token, [...leading.map(() => 1), 1, token.size]);
  return concat([tile(row, [...leading, 1, 1]), x], -2 + x.rank);
}

/** Some of the tokens: (…, T, E) → (…, count, E). */
const tokensOf = (x: Tensor, first: number, count: number): Tensor =>
  slice(
    x,
    [...x.shape.slice(0, -2).map(() => 0), first, 0],
    [...x.shape.slice(0, -2), count, x.shape.at(-1)!],
  );
