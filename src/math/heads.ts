// Heads: several attentions side by side, on the axis before queries and features.
import { gather, reshape, tidy, transpose, type Tensor } from '@tensorflow/tfjs-core';
import { shapeText } from './shape.ts';
import './tensor.ts';

/**
 * Grouped-query attention (Ainslie et al. 2023): fewer keys and values than queries have heads, so neighbouring query
 * heads share one. Query head h gets key/value head floor(h · kv_heads / heads).
 *
 * @param shared keys or values, (…, kv_heads, S, D); without a head axis, or with as many heads, they stay as they are
 * @param queries (…, heads, T, D)
 * @returns (…, heads, S, D)
 * @throws when the heads do not divide evenly, or when the axes before them differ
 */
export function repeatKeyValueHeads(shared: Tensor, queries: Tensor): Tensor {
  const leading = shared.shape.slice(0, -2);
  const wanted = queries.shape.slice(0, -2);
  if (String(leading) === String(wanted)) return shared;
  const kvHeads = leading.pop() ?? 0;
  const heads = wanted.pop() ?? 0;
  if (String(leading) !== String(wanted) || shared.rank !== queries.rank || heads % kvHeads !== 0) {
    throw new Error(
      `invalid shapes: queries are ${shapeText(queries.shape)}, keys or values ${shapeText(shared.shape)}: ` +
        'before the last two axes they must be the same, but for a number of heads (the third axis from the end) ' +
        'that divides that of the queries',
    );
  }
  const owner = Array.from({ length: heads }, (_, h) => Math.floor((h * kvHeads) / heads));
  return gather(shared, owner, shared.rank - 3);
}

/** Features cut into heads that lie side by side: (…, T, heads · D) → (…, heads, T, D). */
export function splitHeads(x: Tensor, heads: number): Tensor {
  const [T = 0, features = 0] = x.shape.slice(-2);
  if (features % heads !== 0)
    throw new Error(`invalid heads: ${features} features do not divide into ${heads}`);
  return tidy(() => swapHeads(reshape(x, [...x.shape.slice(0, -2), T, heads, features / heads])));
}

/** Heads put back side by side: (…, heads, T, D) → (…, T, heads · D). */
export function mergeHeads(x: Tensor): Tensor {
  const [heads = 0, T = 0, D = 0] = x.shape.slice(-3);
  return tidy(() => reshape(swapHeads(x), [...x.shape.slice(0, -3), T, heads * D]));
}

/** Exchanges the third and the second axis from the end. */
function swapHeads(x: Tensor): Tensor {
  const axes = x.shape.map((_, axis) => axis);
  return transpose(x, [...axes.slice(0, -3), x.rank - 2, x.rank - 3, x.rank - 1]);
}
