// One article as the checks see it.
import type { Outline, Part } from '../../components/data/outline.ts';
import { textAttribute } from '../../components/data/numbering.ts';
import type { Problem } from '../../notebook/problem.ts';
import type { Lang } from '../../widget/text.ts';
import type { Known } from './known.ts';

/** An article and what is known around it. */
export interface Subject {
  readonly outline: Outline;
  readonly lang: Lang;
  /** `/foundations/query-key-value/`: its address without base and language. */
  readonly path: string;
  readonly known: Known;
  /** Ids that an article can name, by what they are. */
  readonly ids: Readonly<Record<'citation' | 'term' | 'claim', readonly string[]>>;
  /** The anchors of every page in the article's language, by its path. */
  readonly anchors: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A check reads an article and says what is wrong with it. */
export type Check = (subject: Subject) => Iterable<Omit<Problem, 'file'>>;

/** The parts of an article with a name. */
export function partsNamed(outline: Outline, name: string): Part[] {
  return outline.parts.filter((part) => part.name === name);
}

/** The name of a widget on its page: `name`, or the end of its id. */
export function widgetName(part: Part): string {
  const id = textAttribute(part, 'id');
  return textAttribute(part, 'name') || id.slice(id.lastIndexOf('/') + 1);
}

/** An id that a page gets, and where. */
export interface PageId {
  readonly id: string;
  readonly line: number;
}

/** The ids that an article gives to its page, except those of citations. */
export function pageIds(outline: Outline): PageId[] {
  const ids: PageId[] = outline.headings.flatMap(({ id, line }) => (id === undefined ? [] : [{ id, line }]));
  for (const part of outline.parts) {
    const id = pageId(part);
    if (id !== '') ids.push({ id, line: part.line });
  }
  return ids;
}

function pageId(part: Part): string {
  const id = textAttribute(part, 'id');
  switch (part.name) {
    case 'Widget':
      return widgetName(part);
    case 'Equation':
      return `eq-${id}`;
    case 'Claim':
      return `claim-${id}`;
    case 'Source':
      return `source-${textAttribute(part, 'of')}`;
    default:
      return /^[a-z]/.test(part.name) ? id : '';
  }
}
