// How an entry of the reference list reads.
import type { Author, Reference } from './bibliography.ts';

/** Longer lists of authors are cut after the third. */
const longest = 8;

/** `Jain, S. & Wallace, B. C. (2019).`; for documentation its shorthand. */
export function authorList({ authors, shorthand, year }: Reference): string {
  if (authors.length === 0) return year === '' ? `${shorthand}.` : `${shorthand} (${year}).`;
  const names = authors.map(nameOf);
  const last = names.at(-1) ?? '';
  const text =
    names.length > longest
      ? `${names.slice(0, 3).join(', ')}, et al.`
      : names.length > 1
        ? `${names.slice(0, -1).join(', ')} & ${last}`
        : last;
  return `${text} (${year}).`;
}

function nameOf({ family, given }: Author): string {
  const initials = given.replace(/(\p{Lu})[\p{L}\p{M}'’]*\.?/gu, '$1.');
  return given === '' ? family : `${family}, ${initials}`;
}

/** A link to a source; `printed` where paper needs its address too. */
export interface SourceLink {
  readonly text: string;
  readonly url: string;
  readonly printed?: boolean;
}

/** The ways to a source: doi and arXiv, or else its address. */
export function linksOf({ doi, arxiv, url }: Reference): SourceLink[] {
  const links: SourceLink[] = [];
  if (doi !== '') links.push({ text: `doi:${doi}`, url: `https://doi.org/${doi}` });
  if (arxiv !== '') links.push({ text: `arXiv:${arxiv}`, url: `https://arxiv.org/abs/${arxiv}` });
  if (links.length === 0 && url !== '') links.push({ text: new URL(url).hostname, url, printed: true });
  return links;
}
