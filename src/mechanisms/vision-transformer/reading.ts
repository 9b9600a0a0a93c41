// What the class token of a small model reads: raw weights, rollout, and how far its output moves when a patch is blanked.
import { reshape, slice, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { rollout, visionTransformer } from './kernel.ts';
import { blanked, side } from './blanked.ts';
import { constructed, type asked } from './constructed.ts';
import { heads, untrained } from './untrained.ts';

export const built = { grid: 4, patch: 4, layers: 4 };
/** Patches. */
const N = built.grid ** 2;

export interface Choices {
  readonly picture: string;
  readonly model: 'constructed' | 'random';
  readonly ask: keyof typeof asked;
  readonly values: number;
}

export interface Found {
  /** What the class token takes from each token, itself first: by layer, the mean of the heads; and rolled out. */
  readonly raw: readonly number[][];
  readonly rolled: readonly number[][];
  /** How far the class token's output moves when a patch is blanked, in shares of the sum. */
  readonly moved: readonly number[];
  readonly total: number;
}

function run({ picture, model, ask, values }: Choices): Found {
  return tidy(() => {
    const parameters =
      model === 'constructed' ? constructed(built, ask, values) : untrained(built, 1, { values });
    const { weights, summary } = visionTransformer(
      tensor4d(blanked(picture, built), [N + 1, 3, side, side]),
      parameters,
      { patch: built.patch, heads },
    );
    const [L, T] = [built.layers, N + 1];
    const own = reshape(slice(weights, [0, 0, 0, 0, 0], [1, L, heads, T, T]), [L, heads, T, T]);
    const first = slice(rollout(own), [0, 0, 0], [L, 1, T]);
    const raw = reshape(slice(own, [0, 0, 0, 0], [L, heads, 1, T]), [
      L,
      heads,
      T,
    ]).arraySync() as number[][][];
    const outputs = summary.arraySync() as number[][];
    const distance = outputs
      .slice(1)
      .map((one) => Math.hypot(...one.map((x, i) => x - (outputs[0]?.[i] ?? Number.NaN))));
    const total = distance.reduce((sum, x) => sum + x, 0);
    return {
      raw: raw.map((layer) =>
        Array.from({ length: T }, (_, j) => layer.reduce((sum, head) => sum + (head[j] ?? 0), 0) / heads),
      ),
      rolled: reshape(first, [L, T]).arraySync() as number[][],
      moved: distance.map((x) => (total > 1e-6 ? x / total : 0)),
      total: total > 1e-6 ? total : 0,
    };
  });
}

let kept: { readonly key: string; readonly found: Found } | undefined;

/** The last answer is kept: the layer and the opacity change nothing in it. */
export function foundOf(choices: Choices): Found {
  const key = JSON.stringify(choices);
  if (kept?.key !== key) kept = { key, found: run(choices) };
  return kept.found;
}

/** The agreement of two maps, −1 … 1: the correlation of their values; 0 where one of them is even. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const centred = (row: readonly number[]) =>
    row.map((x) => x - row.reduce((sum, y) => sum + y, 0) / row.length);
  const [u, v] = [centred(a), centred(b)];
  const size = Math.hypot(...u) * Math.hypot(...v);
  return size > 1e-9 ? u.reduce((sum, x, i) => sum + x * (v[i] ?? 0), 0) / size : 0;
}
