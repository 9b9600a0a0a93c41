// From a reader's line and places to a scene that the trained models can look at; and what speaks against trusting them.
import { grid, most, noiseTrained, withheldIn, type Scene } from '../../models/captions/world.ts';
import { InputProblem } from '../../widget/problem.ts';
import type { Text } from '../../widget/text.ts';
import { inChinese } from './caption-meaning.ts';
import { thingsIn } from './caption-words.ts';

/**
 * The scene of a line: its first things stand at the given places, 1…16 row by row, and a further one in the first free cell.
 * @throws InputProblem for words that are no things, for too many of them, and for two in one cell
 */
export function readScene(line: string, places: readonly number[]): Scene {
  const things = thingsIn(line);
  if (things.length > most + 1) {
    throw new InputProblem({
      en: `These are ${things.length} things. Training had ${most} at most, and more than ${most + 1} are not drawn here.`,
      zh: `这里有 ${things.length} 样东西。训练时最多 ${most} 样，这里最多画 ${most + 1} 样。`,
    });
  }
  const taken = places.slice(0, things.length);
  const twice = taken.find((place, i) => taken.indexOf(place) < i);
  if (twice !== undefined) {
    throw new InputProblem({
      en: `Two things cannot stand in one cell: both are at place ${twice}. Move one of them.`,
      zh: `一格放不下两样东西：位置 ${twice} 上有两样。请移开一样。`,
    });
  }
  const free = Array.from({ length: grid * grid }, (_, i) => i + 1).find((place) => !taken.includes(place));
  return things.map((thing, i) => {
    const place = (taken[i] ?? free ?? 1) - 1;
    return { ...thing, row: Math.floor(place / grid), column: place % grid };
  });
}

/** What speaks against trusting the models with a scene; empty for one of the kind that training showed. */
export function warningsOf(scene: Scene, noise: number): Text[] {
  const pairs = withheldIn(scene);
  return [
    ...(scene.length > most
      ? [
          {
            en: `Training never showed ${scene.length} things.`,
            zh: `训练时从没出现过 ${scene.length} 样东西。`,
          },
        ]
      : []),
    ...(pairs.length > 0
      ? [
          {
            en: `Training never showed a ${pairs.join(', nor a ')}.`,
            zh: `训练时从没出现过${pairs.map(inChinese).join('、')}。`,
          },
        ]
      : []),
    ...(noise > noiseTrained
      ? [
          {
            en: `Training had noise of ${noiseTrained}, never more.`,
            zh: `训练时噪声是 ${noiseTrained}，没有更大的。`,
          },
        ]
      : []),
  ];
}
