// Channels in another order, and how far each gate's score follows each channel.
import type { Matrix } from '../../math/tensor.ts';
import { grid } from './bank.ts';
import type { Block } from './blocks.ts';

export const channels = 12;

/** A fixed other order of the channels. */
export const other = [7, 2, 10, 5, 0, 9, 3, 11, 6, 1, 8, 4] as const;

/** How far each score rises with each mean, where the hidden units stand: W₂ · [h > 0] · W₁. */
export function slopes({ w1, w2 }: Block, hidden: ArrayLike<number>): Matrix {
  return w2.map((row) =>
    Array.from({ length: channels }, (_, c) =>
      row.reduce((sum, w, u) => sum + ((hidden[u] ?? 0) > 0 ? w * (w1[u]?.[c] ?? 0) : 0), 0),
    ),
  );
}

/** A block for the same channels in another order. */
export const reordered = ({ w1, w2 }: Block, order: readonly number[]): Block => ({
  w1: w1.map((row) => order.map((c) => row[c] ?? 0)),
  w2: order.map((c) => w2[c] ?? []),
});

/** Feature maps in another order. */
export function arranged(maps: Float32Array, order: readonly number[]): Float32Array {
  const result = new Float32Array(maps.length);
  const places = grid * grid;
  for (const [to, from] of order.entries())
    result.set(maps.subarray(from * places, (from + 1) * places), to * places);
  return result;
}
