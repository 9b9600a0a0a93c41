// The key under which an answer is kept: it follows from what is asked, so that it outlives a change of the rest of the page
// and is not taken for an answer to something else.
import { textAttribute } from './numbering.ts';
import type { Outline } from './outline.ts';

interface Exercise {
  readonly answer?: string;
  readonly tolerance?: number | string;
  readonly options?: Readonly<Record<string, string>>;
  readonly widget?: string;
  readonly goal?: string;
}

/** A short key of the nth exercise of an article, the same in both languages. */
export function exerciseKey(
  { answer, tolerance, options, widget, goal }: Exercise,
  { parts }: Pick<Outline, 'parts'>,
  n: number,
): string {
  const same = parts
    .filter(({ name }) => name === 'Quiz')
    .slice(0, n - 1)
    .filter(
      (part) =>
        textAttribute(part, 'answer') === (answer ?? '') && textAttribute(part, 'goal') === (goal ?? ''),
    );
  const asked = JSON.stringify([
    answer,
    tolerance,
    options && Object.keys(options),
    widget,
    goal,
    same.length,
  ]);
  // FNV-1a, 32 bits.
  let hash = 0x811c9dc5;
  for (const character of asked) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(36);
}
