// A scene told by both models, and what of it is shown: kept for the last scene, so that moving the words only shows more of them.
import { tell, type Told } from '../../models/captions/model.ts';
import { pixelsOf } from '../../models/captions/draw.ts';
import { captionOf, grid, placeOf, type Scene } from '../../models/captions/world.ts';
import type { Look } from '../../models/captions/weights.ts';
import { random } from '../../math/random.ts';
import type { Lang, Text } from '../../widget/text.ts';
import { inChinese, meaning } from './caption-meaning.ts';

export interface Seen {
  readonly scene: Scene;
  readonly pixels: Float32Array;
  readonly told: Readonly<Record<Look, Told>>;
  /** The caption that the rule gives. */
  readonly right: string;
}

export const looks: readonly Look[] = ['soft', 'hard'];

export const lookNames: Readonly<Record<Look, Text>> = {
  soft: { en: 'soft', zh: '软' },
  hard: { en: 'hard', zh: '硬' },
};

let kept: { readonly key: string; readonly seen: Seen } | undefined;

/** The picture of a scene with noise, and what both models say of it; the places of hard attention are drawn from the seed. */
export function lookAt(scene: Scene, noise: number, seed: number): Seen {
  const key = JSON.stringify([scene, noise, seed]);
  if (kept?.key === key) return kept.seen;
  const source = random(seed);
  const draws = Array.from({ length: 16 }, () => source.uniform());
  const pixels = pixelsOf(scene).map((value) => value + (noise > 0 ? source.normal(0, noise) : 0));
  let next = 0;
  const seen = {
    ...{ scene, pixels },
    told: { soft: tell('soft', pixels), hard: tell('hard', pixels, () => draws[next++] ?? 0) },
    right: captionOf(scene).words.join(' '),
  };
  kept = { key, seen };
  return seen;
}

/** The words of a caption without its end mark, the first ones of them. */
export const said = ({ words }: Told, count = words.length): string =>
  words.slice(0, count).filter((word) => word !== '.').join(' '); // prettier-ignore

/** A row of numbers, one for each place, as the grid of the picture. */
export const asGrid = (row: readonly number[]): number[][] =>
  Array.from({ length: grid }, (_, i) => row.slice(i * grid, (i + 1) * grid));

export const largest = (row: readonly number[]): number => row.indexOf(Math.max(...row));

/** What stands at a place, 0…15: its kind, or nothing but its number. */
export function thingAt(scene: Scene, place: number, lang: Lang): string {
  const thing = scene.find((one) => placeOf(one) === place);
  const kind = thing === undefined ? undefined : `${thing.colour} ${thing.shape}`;
  if (lang === 'zh') return kind === undefined ? `第 ${place + 1} 格，空的` : inChinese(kind);
  return kind ?? `place ${place + 1}, empty`;
}

/** A word of a caption; on a Chinese page with what it means. */
export function withMeaning(word: string, lang: Lang): string {
  const chinese = lang === 'zh' ? meaning(word) : undefined;
  return chinese === undefined ? word : `${word} ${chinese}`;
}
