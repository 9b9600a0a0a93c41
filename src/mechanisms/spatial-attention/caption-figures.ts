// What the figures of the caption widget show: a picture with the weights of one word over it, and the weights of all words.
import type { MapsData } from '../../figures/maps.ts';
import type { PictureData } from '../../figures/picture.ts';
import { grid, side } from '../../models/captions/world.ts';
import type { Look } from '../../models/captions/weights.ts';
import { fixed } from '../../widget/format.ts';
import type { Lang, Text } from '../../widget/text.ts';
import { asGrid, largest, thingAt, type Seen } from './caption-told.ts';

export interface Shown extends Seen {
  readonly count: number;
  readonly warnings: readonly Text[];
}

/** The controls that hold the places of the first things. */
export const placeNames = ['place1', 'place2', 'place3'] as const;

/** The place of a point of the picture, 1…16. */
export function placeAt({ x, y }: { readonly x: number; readonly y: number }): number {
  const cell = (share: number): number => Math.min(grid - 1, Math.max(0, Math.floor(share * grid)));
  return cell(y) * grid + cell(x) + 1;
}

/** The word that is being written, by its number: the last one where a caption is shorter. */
const wordAt = (shown: Shown, look: Look): number => Math.min(shown.count, shown.told[look].words.length) - 1;

/** The picture, with the weights of the word that is being written. */
export function seenBy(shown: Shown, look: Look, lang: Lang): PictureData {
  const { scene, pixels, told } = shown;
  const { words, weights, choices } = told[look];
  const at = wordAt(shown, look);
  const row = weights[at] ?? [];
  const drawn = largest(choices[at] ?? []);
  const word = words[at] ?? '';
  const handles = scene.slice(0, placeNames.length).map((thing, i) => ({
    name: placeNames[i] ?? '',
    label: thingAt(scene, thing.row * grid + thing.column, lang),
    x: (thing.column + 0.5) / grid,
    y: (thing.row + 0.5) / grid,
  }));
  return {
    label: lang === 'zh' ? `写 “${word}” 时看向哪里` : `Where it looks for “${word}”`,
    ...{ side, pixels, grid: { rows: grid, columns: grid } },
    overlay: {
      name: lang === 'zh' ? '权重' : 'weight',
      values: asGrid(row),
      ...{ scale: 'weights' as const, extent: 1, opacity: 0.45 },
    },
    ...(look === 'hard' ? { at: { row: Math.floor(drawn / grid), column: drawn % grid } } : { handles }),
    explain: (i: number, j: number) => ({
      text: `α[${word}, ${thingAt(scene, i * grid + j, lang)}] = ${fixed(row[i * grid + j] ?? 0, 3)}`,
    }),
  };
}

/** The weights of all words that are written, one map for each. */
export function mapsOf(shown: Shown, look: Look): MapsData {
  const { words, weights } = shown.told[look];
  return {
    maps: words.slice(0, shown.count).map((word, t) => ({ label: word, values: asGrid(weights[t] ?? []) })),
    ...{ scale: 'weights' as const, extent: 1, columns: 4 },
    labelTitle: 'α',
  };
}
