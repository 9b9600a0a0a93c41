// The words of the captions in Chinese: the models write English.
import { colours, shapes, words } from '../../models/captions/world.ts';

/** “red triangle” in Chinese. */
export function inChinese(kind: string): string {
  return kind
    .split(' ')
    .map((word) => meaning(word) ?? word)
    .join('');
}

/** A word of the captions in Chinese. */
export function meaning(word: string): string | undefined {
  const things: Readonly<Record<string, { readonly zh: string } | undefined>> = { ...colours, ...shapes };
  const little: Readonly<Record<string, string | undefined>> = words;
  return things[word]?.zh ?? little[word];
}
