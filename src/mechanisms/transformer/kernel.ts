// The layers of the Transformer and their stacks (Vaswani et al. 2017, "Attention is all you need", sections 3.1 to 3.3), with the
// normalisation after each sum, as there, or before each sub-layer, as in most code since (Xiong et al. 2020).
import { add, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { activations, type Activation } from '../../math/activation.ts';
import { linear } from '../../math/linear.ts';
import { layerNorm } from '../../math/norm.ts';
import { sizes } from '../../math/shape.ts';
import {
  multiHeadAttention,
  type Parameters as AttentionParameters,
} from '../multi-head-attention/kernel.ts';

/** The gain and the bias of a layer normalisation, (E) each. */
export interface NormParameters {
  readonly gain?: Tensor;
  readonly bias?: Tensor;
}

/** Learned, for one layer; every sub-layer has a normalisation of its own. */
export interface LayerParameters {
  readonly self: AttentionParameters;
  readonly selfNorm: NormParameters;
  /** In a decoder layer. */
  readonly cross?: AttentionParameters;
  readonly crossNorm?: NormParameters;
  /** The feed-forward network: w1 (F, E), b1 (F), w2 (E, F), b2 (E). */
  readonly feed: Readonly<Record<'w1' | 'w2', Tensor>> & Partial<Readonly<Record<'b1' | 'b2', Tensor>>>;
  readonly feedNorm: NormParameters;
}

export interface LayerOptions {
  readonly heads: number;
  /** Normalise before each sub-layer instead of after each sum. */
  readonly normFirst?: boolean;
  readonly activation?: Activation;
  /** True where a token may attend to a token of its own sequence; stretches to (…, H, T, T). */
  readonly mask?: Tensor;
  /** No token sees a later one. */
  readonly causal?: boolean;
  /** What the encoder gave, (…, S, E): with it the layer is a decoder's. */
  readonly memory?: Tensor;
  /** True where a token may attend to the memory; stretches to (…, H, T, S). */
  readonly memoryMask?: Tensor;
  /** Of the normalisations. */
  readonly eps?: number;
}

/** Names of what every layer has, and of what some have: normalised inputs, normalised sums, cross-attention. */
type Always = 'selfWeights' | 'attended' | 'selfSum' | 'hidden' | 'fed' | 'output';
type First = 'selfInput' | 'crossInput' | 'feedInput';
type After = 'selfNormed' | 'crossNormed' | 'feedSum';
type Cross = 'crossWeights' | 'crossed' | 'crossSum';

/** Sub-layer by sub-layer: its input, if that was normalised; its result; the sum; the normalised sum, if that comes after. */
export type LayerTrace = Record<Always, Tensor> & Partial<Record<First | After | Cross, Tensor>>;

/**
 * One layer: self-attention, with a memory also cross-attention, and a feed-forward network, each around a residual connection.
 *
 * @param x tokens (…, T, E)
 * @returns weights (…, H, T, T) and (…, H, T, S), hidden (…, T, F), all else (…, T, E)
 * @throws when the shapes do not fit, or when there is a memory and no parameters for it
 */
export function transformerLayer(x: Tensor, parameters: LayerParameters, options: LayerOptions): LayerTrace {
  const { heads, normFirst = false, activation = 'relu', mask, causal, memory, memoryMask, eps } = options;
  const { self, cross, feed } = parameters;
  sizes({ x: [x, '… T E'], ...(memory ? { memory: [memory, '… S E'] } : {}) });
  if (memory && !cross) throw new Error('invalid parameters: a memory needs a cross-attention');
  return tidy(() => {
    const around = sublayer({ normFirst, eps });
    // Tokens look at each other; in a decoder also at the memory, which is taken as it is.
    const own = around(x, parameters.selfNorm, (at) =>
      multiHeadAttention(at, at, at, self, { heads, mask, causal }),
    );
    const found =
      memory &&
      around(own.next, parameters.crossNorm, (at) =>
        multiHeadAttention(at, memory, memory, cross!, { heads, mask: memoryMask }),
      );
    // Each token by itself: two linear layers, and between them what keeps them from being one.
    const fed = around((found ?? own).next, parameters.feedNorm, (at) => {
      const hidden = activations[activation](linear(at, feed.w1, feed.b1)); // (…, T, E) → (…, T, F)
      return { hidden, output: linear(hidden, feed.w2, feed.b2) }; // (…, T, F) → (…, T, E)
    });

    return {
      ...(normFirst && { selfInput: own.input }),
      ...{ selfWeights: own.weights, attended: own.output, selfSum: own.sum },
      ...(!normFirst && { selfNormed: own.next }),
      ...(found && normFirst && { crossInput: found.input }),
      ...(found && { crossWeights: found.weights, crossed: found.output, crossSum: found.sum }),
      ...(found && !normFirst && { crossNormed: found.next }),
      ...(normFirst && { feedInput: fed.input }),
      ...{ hidden: fed.hidden, fed: fed.output },
      ...(!normFirst && { feedSum: fed.sum }),
      output: fed.next,
    };
  });
}

/**
 * The residual connection around a sub-layer: x + f(x), normalised after the sum, LN(x + f(x)), or before f, x + f(LN(x)).
 * What a sub-layer gives has the shape of what it takes.
 */
function sublayer({ normFirst, eps = 1e-5 }: Pick<LayerOptions, 'normFirst' | 'eps'>) {
  return <F extends { readonly output: Tensor }>(
    x: Tensor,
    { gain, bias }: NormParameters = {},
    f: (at: Tensor) => F,
  ): F & Record<'input' | 'sum' | 'next', Tensor> => {
    const norm = (at: Tensor): Tensor => layerNorm(at, gain, bias, { eps });
    const input = normFirst ? norm(x) : x;
    const result = f(input);
    const sum = add(x, result.output);
    return { ...result, input, sum, next: normFirst ? sum : norm(sum) };
  };
}

/** A layer of the encoder: every token sees every token, unless a mask says otherwise. */
export function encoderLayer(
  x: Tensor,
  parameters: LayerParameters,
  options: Omit<LayerOptions, 'memory' | 'memoryMask'>,
): LayerTrace {
  return transformerLayer(x, parameters, options);
}

/** A layer of the decoder: a token sees itself and the tokens before it, and all of the memory. */
export function decoderLayer(
  x: Tensor,
  memory: Tensor,
  parameters: LayerParameters,
  options: Omit<LayerOptions, 'memory'>,
): LayerTrace {
  return transformerLayer(x, parameters, { causal: true, ...options, memory });
}

/** Layers one after the other, each with parameters of its own, and a normalisation of what the last one gives, where there is one. */
export interface StackParameters {
  readonly layers: readonly LayerParameters[];
  readonly norm?: NormParameters;
}

export interface StackTrace {
  readonly layers: readonly LayerTrace[];
  readonly output: Tensor;
}

/** A stack of layers; with a memory every layer sees the same one. */
export function transformerStack(
  x: Tensor,
  { layers, norm }: StackParameters,
  options: LayerOptions,
): StackTrace {
  let at = x;
  const traces = layers.map((parameters) => {
    const trace = transformerLayer(at, parameters, options);
    at = trace.output;
    return trace;
  });
  return {
    layers: traces,
    output: norm ? layerNorm(at, norm.gain, norm.bias, { eps: options.eps ?? 1e-5 }) : at,
  };
}

/**
 * The whole Transformer between embeddings and output layer: the encoder reads the source once, and every layer of the decoder looks
 * at what it gave. As torch.nn.Transformer, where both stacks end in a normalisation.
 *
 * @param source vectors (…, S, E), with their positions already in them
 * @param target vectors (…, T, E), likewise
 */
export function transformer(
  source: Tensor,
  target: Tensor,
  parameters: Readonly<Record<'encoder' | 'decoder', StackParameters>>,
  { sourceMask, causal = true, ...options }: Omit<LayerOptions, 'memory'> & { readonly sourceMask?: Tensor },
): { readonly encoder: StackTrace; readonly decoder: StackTrace; readonly output: Tensor } {
  const { mask: _own, memoryMask: _other, ...shared } = options;
  const encoder = transformerStack(source, parameters.encoder, { ...shared, mask: sourceMask });
  const decoder = transformerStack(target, parameters.decoder, {
    ...options,
    causal,
    memory: encoder.output,
  });
  return { encoder, decoder, output: decoder.output };
}
