// Displays to be searched: short strokes, one of which is looked for.
import { random, type Random } from '../../math/random.ts';
import { matrices, matrix } from '../../math/tensor.ts';
import { priorityMap, type Options } from './kernel.ts';

/** Search for one feature, in which the target differs from all others; or for two, each of which half of the others share. */
export type Search = 'feature' | 'conjunction';

export interface Item {
  readonly warm: boolean;
  readonly upright: boolean;
  readonly x: number;
  readonly y: number;
  readonly target: boolean;
}

/** The display has this many places across and down. */
export const across = 8;
export const down = 6;

/** Channels of the features: warm, cold, upright, flat. */
export const featuresOf = ({ warm, upright }: Pick<Item, 'warm' | 'upright'>): number[] => [
  Number(warm),
  Number(!warm),
  Number(upright),
  Number(!upright),
];

/** What is looked for, a warm upright stroke: one half for each wanted feature, so that a full match is 1. */
export const template = [0.5, 0, 0.5, 0];

/** A seeded display of `count` items, the target among them at a random index. */
export function searchScene(search: Search, count: number, seed: number): Item[] {
  const source = random(seed);
  const places = shuffled([...Array(across * down).keys()], source).slice(0, count);
  const target = Math.floor(source.uniform(0, count));
  return places.map((place, i) => {
    const jitter = () => source.uniform(-0.2, 0.2);
    const at = { x: (place % across) + 0.5 + jitter(), y: Math.floor(place / across) + 0.5 + jitter() };
    if (i === target) return { ...at, warm: true, upright: true, target: true };
    // Every other one of a conjunction shares the colour with the target, the rest the direction.
    const warm = search === 'conjunction' && (i < target ? i : i - 1) % 2 === 0;
    return { ...at, warm, upright: search === 'feature' || !warm, target: false };
  });
}

/** The items in the order in which they are visited: by score, with noise of a standard deviation added to each. */
export function visits(scores: readonly number[], noise: number, seed: number): number[] {
  const source = random(seed + 1000);
  const noisy = scores.map((score) => score + noise * source.normal());
  return [...noisy.keys()].sort((a, b) => (noisy[b] ?? 0) - (noisy[a] ?? 0));
}

function shuffled<T>(list: T[], source: Random): T[] {
  for (let i = list.length - 1; i > 0; i -= 1) {
    const j = Math.floor(source.uniform(0, i + 1));
    [list[i], list[j]] = [list[j] as T, list[i] as T];
  }
  return list;
}

/** Items are compared with others about this far away, in places. */
const reach = 1.2;

/** The priority map of a display: one template, one row of scores; the value of an item is whether it is the target. */
export function look(items: readonly Item[], options: Pick<Options, 'topDown' | 'bottomUp'>) {
  return matrices(() =>
    priorityMap(
      matrix([template]),
      matrix(items.map(featuresOf)),
      matrix(items.map(({ x, y }) => [x, y])),
      matrix(items.map(({ target }) => [Number(target)])),
      { ...options, reach },
    ),
  );
}
