// The non-local block: every position of an image reads every position, with weights from one of four pairwise functions
// (Wang, Girshick, Gupta and He 2018, "Non-local neural networks", sections 3.1 to 3.3).
import { add, div, matMul, mul, reshape, slice, tidy, transpose, type Tensor } from '@tensorflow/tfjs-core';
import { relu } from '../../math/activation.ts';
import { batchNorm, conv2d, maxPool2d, type BatchNorm } from '../../math/conv.ts';
import { linear } from '../../math/linear.ts';
import { shapeText, sizes } from '../../math/shape.ts';
import { softmax } from '../../math/softmax.ts';

/** The function of two positions: the softmax of a dot product, with or without embeddings; a dot product; a linear layer on both. */
export type Pairwise = 'embedded' | 'gaussian' | 'dot' | 'concat';

/** Learned parameters, those of 1×1 convolutions as matrices (out, in). D is the paper’s C/2. */
export interface Parameters {
  /** (D, C): not read by `gaussian`, which compares the features themselves. */
  readonly wTheta?: Tensor;
  readonly wPhi?: Tensor;
  readonly wG: Tensor;
  /** (C, D): back to the channels of the image. */
  readonly wZ: Tensor;
  /** (1, 2D): read by `concat` only. */
  readonly wF?: Tensor;
  /** Biases (D), and (C) of W_z, which the formula leaves out and the authors' code has. */
  readonly bTheta?: Tensor;
  readonly bPhi?: Tensor;
  readonly bG?: Tensor;
  readonly bZ?: Tensor;
  /** Batch normalisation after W_z. */
  readonly norm?: BatchNorm;
}

export interface Options {
  readonly pairwise?: Pairwise;
  /** Divides the scores of the two functions with a softmax by √D, as the authors' code does and the paper does not. */
  readonly scaled?: boolean;
  /** Max pooling, 2×2, of what is read: after φ and g as in the paper, or before them as in the authors' code. */
  readonly pool?: 'none' | 'after' | 'before';
  /** False leaves the input out of the output. */
  readonly residual?: boolean;
}

/** Positions are rows: N = H·W that ask, S that are read (N, or a quarter of it). `change` and `output` are images. */
export type Trace = Record<'theta' | 'phi' | 'g' | 'scores' | 'weights' | 'y' | 'change' | 'output', Tensor>;

/**
 * Every position becomes itself plus what it reads at all positions.
 *
 * @param x features (…, C, H, W)
 * @throws when a parameter is missing, or when shapes do not fit
 */
export function nonLocal(x: Tensor, parameters: Parameters, options: Options = {}): Trace {
  const { pairwise = 'embedded', pool = 'none', residual = true } = options;
  const { wTheta, bTheta, wPhi, bPhi, wG, bG, wZ, bZ, norm } = parameters;
  return tidy((): Trace => {
    const read = pool === 'before' ? maxPool2d(x, 2) : x; // (…, C, H, W)
    const pooled = (maps: Tensor): Tensor => (pool === 'after' ? maxPool2d(maps, 2) : maps);
    const plain = pairwise === 'gaussian';
    const theta = rows(plain ? x : each(x, 'wTheta', wTheta, bTheta)); // (…, N, D): what a position asks with
    const phi = rows(pooled(plain ? read : each(read, 'wPhi', wPhi, bPhi))); // (…, S, D): what it is compared with
    const g = rows(pooled(each(read, 'wG', wG, bG))); // (…, S, D): what it can take

    const { scores, weights } = pairwiseWeights(theta, phi, parameters, options); // (…, N, S)
    const y = matMul(weights, g); // (…, N, S) · (…, S, D) → (…, N, D)

    const mapped = each(image(y, x), 'wZ', wZ, bZ); // (…, D, H, W) → (…, C, H, W)
    const change = norm ? batchNorm(mapped, norm) : mapped;
    const output = residual ? add(x, change) : change;
    return { theta, phi, g, scores, weights, y, change, output };
  });
}

/**
 * How much each of T positions takes from each of S: rows of any part of the whole matrix.
 *
 * @param theta (…, T, D)
 * @param phi (…, S, D)
 * @returns scores and weights (…, T, S); the weights of `dot` and `concat` are scores divided by S, and do not sum to 1
 */
export function pairwiseWeights(
  theta: Tensor,
  phi: Tensor,
  { wF }: Pick<Parameters, 'wF'>,
  { pairwise = 'embedded', scaled = false }: Options,
): Record<'scores' | 'weights', Tensor> {
  const { S, D } = sizes({ theta: [theta, '… T D'], phi: [phi, '… S D'] });
  return tidy(() => {
    if (pairwise === 'concat') {
      const scores = relu(concatenated(theta, phi, wF)); // w_f · [θ, φ], not below 0
      return { scores, weights: div(scores, S) };
    }
    const products = matMul(theta, phi, false, true); // (…, T, D) · (…, D, S) → (…, T, S)
    if (pairwise === 'dot') return { scores: products, weights: div(products, S) };
    const scores = scaled ? mul(products, D ** -0.5) : products;
    return { scores, weights: softmax(scores) }; // each row sums to 1
  });
}

/** w_f · [θ_i, φ_j] is the sum of one number of i and one of j: no pair has to be written down. */
function concatenated(theta: Tensor, phi: Tensor, wF: Tensor | undefined): Tensor {
  if (!wF) throw new Error('invalid parameters: concat needs wF');
  const D = theta.shape.at(-1)!;
  if (wF.rank !== 2 || wF.shape[0] !== 1 || wF.shape[1] !== 2 * D) {
    throw new Error(`invalid shapes: wF is ${shapeText(wF.shape)}, and must be [1, ${2 * D}]`);
  }
  const ofQueries = linear(theta, slice(wF, [0, 0], [1, D])); // (…, T, 1)
  const ofKeys = linear(phi, slice(wF, [0, D], [1, D])); // (…, S, 1)
  return add(ofQueries, turned(ofKeys)); // (…, T, 1) + (…, 1, S) → (…, T, S)
}

/** A 1×1 convolution: the same matrix (out, in) at every position. */
function each(maps: Tensor, name: string, w: Tensor | undefined, bias?: Tensor): Tensor {
  if (!w) throw new Error(`invalid parameters: ${name} is missing`);
  return conv2d(maps, reshape(w, [...w.shape, 1, 1]), bias ? { bias } : {});
}

/** (…, D, H, W) → (…, H·W, D): one row for each position, row by row of the image. */
const rows = (maps: Tensor): Tensor =>
  turned(reshape(maps, [...maps.shape.slice(0, -2), maps.shape.at(-2)! * maps.shape.at(-1)!]));

/** (…, H·W, D) → (…, D, H, W), of the size of x. */
const image = (y: Tensor, x: Tensor): Tensor =>
  reshape(turned(y), [...y.shape.slice(0, -2), y.shape.at(-1)!, ...x.shape.slice(-2)]);

/** The last two axes, one in the place of the other. */
function turned(x: Tensor): Tensor {
  const axes = [...x.shape.keys()];
  return transpose(x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}
