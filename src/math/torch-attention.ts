// From what torch.nn.MultiheadAttention stores and is told to what the kernel of multi-head attention takes.
import { cast, logicalNot, reshape, split, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { combineMasks } from './mask.ts';
import './tensor.ts';

/** The state of the module, by PyTorch's names. Either the packed projections are there or the three of their own. */
export interface TorchState {
  /** The projections of queries, keys and values one below the other: (3 · E, E). */
  readonly in_proj_weight?: Tensor;
  readonly q_proj_weight?: Tensor;
  readonly k_proj_weight?: Tensor;
  readonly v_proj_weight?: Tensor;
  readonly in_proj_bias?: Tensor;
  /** (1, 1, E) each. */
  readonly bias_k?: Tensor;
  readonly bias_v?: Tensor;
  readonly 'out_proj.weight': Tensor;
  readonly 'out_proj.bias'?: Tensor;
}

/** The learned parameters under the kernel's names. */
export function fromTorch(state: TorchState) {
  const { in_proj_weight: packed, in_proj_bias: biases, bias_k: extraKey, bias_v: extraValue } = state;
  const [wq, wk, wv] = packed
    ? split(packed, 3)
    : [state.q_proj_weight!, state.k_proj_weight!, state.v_proj_weight!];
  const [bq, bk, bv] = biases ? split(biases, 3) : [];
  return {
    ...{ wq: wq!, wk: wk!, wv: wv!, wo: state['out_proj.weight'] },
    ...{ bq, bk, bv, bo: state['out_proj.bias'] },
    ...(extraKey && { extraKey: reshape(extraKey, [-1]) }),
    ...(extraValue && { extraValue: reshape(extraValue, [-1]) }),
  };
}

/**
 * Masks in PyTorch's sense, true = must not attend, as a mask in ours, true = may attend. Masks of numbers are not for here: they
 * are a bias in both.
 *
 * @param attention attn_mask, (T, S) or, for every head of every sequence of a batch, (B · H, T, S)
 * @param padding key_padding_mask, (B, S), or (S) without a batch
 * @returns what stretches to (B, H, T, S), without a batch to (H, T, S)
 */
export function fromTorchMasks(
  { attention, padding }: { readonly attention?: Tensor | undefined; readonly padding?: Tensor | undefined },
  heads: number,
): Tensor | undefined {
  if (attention === undefined && padding === undefined) return undefined;
  return tidy(() => {
    const [, T = 0, S = 0] = attention?.shape ?? [];
    const each = attention?.rank === 3 ? reshape(attention, [-1, heads, T, S]) : attention;
    const keys =
      padding?.rank === 2 ? reshape(padding, [padding.shape[0]!, 1, 1, padding.shape[1]!]) : padding;
    const open = [each, keys].map((mask) => mask && logicalNot(cast(mask, 'bool')));
    return combineMasks(...open)!;
  });
}
