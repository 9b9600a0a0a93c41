// Numbers that run through an article: equations in their order, citations in theirs. They follow from the source, not
// from the order in which a page is rendered.
import { claims } from './claims.ts';
import type { Outline, Part } from './outline.ts';

/** The text of an attribute; '' where it is missing or an expression. */
export function textAttribute(part: Part, name: string): string {
  const value = part.attributes.get(name);
  return typeof value === 'string' ? value : '';
}

/** The keys of `id="a, b"`. */
export function citedKeys(id: string): string[] {
  return id
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '');
}

/** The places of `at="§1; Table 2"`, one for each key. */
export function citedPlaces(at = ''): string[] {
  return at.split(';').map((place) => place.trim());
}

/** The number of each equation by its id, from 1. */
export function equationNumbers(outline: Outline): ReadonlyMap<string, number> {
  const ids = outline.parts
    .filter(({ name }) => name === 'Equation')
    .map((part) => textAttribute(part, 'id'));
  return new Map(ids.map((id, i) => [id, i + 1]));
}

/** The places that cite a source: ids of elements on the page, by the source's key, both in the order of the article. */
export function citations(outline: Outline, root?: string): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>();
  const cite = (key: string, place: string) => {
    const before = places.get(key) ?? [];
    if (!before.includes(place)) places.set(key, [...before, place]);
  };
  let n = 0;
  for (const part of outline.parts) {
    const id = textAttribute(part, 'id');
    if (part.name === 'Cite') {
      n += 1;
      for (const key of citedKeys(id)) cite(key, citePlace(n));
    } else if (part.name === 'Claim') {
      for (const { id: key } of claims(root).get(id)?.cites ?? []) cite(key, claimPlace(id));
    }
  }
  return places;
}

/** The id of the nth <Cite> of an article. */
export const citePlace = (n: number): string => `cite-${n}`;

/** The id of a claim's block. */
export const claimPlace = (id: string): string => `claim-${id}`;
