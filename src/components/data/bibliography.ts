// The sources that articles cite: content/references.bib.
import { parse } from '@retorquere/bibtex-parser';
import type { Entry as BibEntry } from '@retorquere/bibtex-parser';
import { ArticleError } from '../../notebook/problem.ts';
import type { Problem } from '../../notebook/problem.ts';
import { fileReader } from './files.ts';

export const bibliographyFile = 'content/references.bib';

export interface Author {
  readonly family: string;
  readonly given: string;
}

/** A source. Documentation has a `shorthand` instead of authors and a year. */
export interface Reference {
  readonly key: string;
  readonly authors: readonly Author[];
  readonly shorthand: string;
  /** With a letter where authors and year would otherwise be the same: `2020a`. */
  readonly year: string;
  readonly title: string;
  /** Journal, proceedings or site, with volume and pages. */
  readonly venue: string;
  readonly doi: string;
  /** An arXiv id. */
  readonly arxiv: string;
  readonly url: string;
  readonly line: number;
}

const read = fileReader(parseBibliography);

/** The references by key. Throws ArticleError naming file, line and entry. */
export const bibliography = (root?: string) => read(bibliographyFile, root);

function parseBibliography(source: string, file: string): ReadonlyMap<string, Reference> {
  const library = parse(source, {
    sentenceCase: false,
    english: false,
    caseProtection: false,
    unsupported: 'ignore',
  });
  const lineOf = (text: string) => source.slice(0, Math.max(0, source.indexOf(text))).split('\n').length;
  const problems: Problem[] = library.errors.map(({ error, input }) => ({
    file,
    line: lineOf(input?.trim() ?? ''),
    message: error.split('\n')[0] ?? error,
  }));
  const references = new Map<string, Reference>();
  for (const entry of library.entries) {
    const reference = referenceOf(entry, lineOf(entry.input));
    const { key, line } = reference;
    if (references.has(key))
      problems.push({ file, line, message: `entry “${key}” stands here a second time` });
    for (const message of missing(reference))
      problems.push({ file, line, message: `entry “${key}”: ${message}` });
    references.set(key, reference);
  }
  if (problems.length > 0) throw new ArticleError(problems);
  return withLetters(references);
}

function referenceOf({ key, fields, type }: BibEntry, line: number): Reference {
  const field = (name: string) => String(fields[name] ?? '').trim();
  const pages = field('pages').replaceAll('--', '–');
  const volume = field('volume') + (field('number') && `(${field('number')})`);
  const series = field('journal') || field('booktitle') || field('howpublished') || field('publisher');
  return {
    key,
    authors: (fields.author ?? []).map(({ lastName, firstName, prefix, name }) => ({
      family: name ?? [prefix, lastName].filter(Boolean).join(' '),
      given: firstName ?? '',
    })),
    shorthand: field('shorthand'),
    year: field('year'),
    title: field('title'),
    venue: [series, volume, pages].filter(Boolean).join(', ') || type,
    doi: field('doi'),
    arxiv: field('eprint'),
    url: field('url'),
    line,
  };
}

function missing(reference: Reference): string[] {
  const { title, shorthand, authors, year, doi, arxiv } = reference;
  const problems: string[] = [];
  if (title === '') problems.push('title is missing');
  if (shorthand === '' && (authors.length === 0 || !/^\d{4}$/.test(year))) {
    problems.push('expected author and a year of four digits, or shorthand');
  }
  if (doi !== '' && !/^10\.\d{4,}\/\S+$/.test(doi))
    problems.push(`“${doi}” is not a doi such as 10.1038/nrn755`);
  if (arxiv !== '' && !/^(\d{4}\.\d{4,5}|[a-z-]+\/\d{7})$/.test(arxiv)) {
    problems.push(`eprint “${arxiv}” is not an arXiv id such as 1706.03762`);
  }
  return problems;
}

/** Gives a, b, … to the years of references that would read the same, in the order of their titles. */
function withLetters(references: ReadonlyMap<string, Reference>): ReadonlyMap<string, Reference> {
  const groups = Map.groupBy(
    references.values(),
    (reference) => shortAuthors(reference, 'en') + reference.year,
  );
  const lettered = new Map(references);
  for (const group of groups.values()) {
    if (group.length < 2 || group[0]?.year === '') continue;
    for (const [i, reference] of [...group].sort((a, b) => a.title.localeCompare(b.title)).entries()) {
      lettered.set(reference.key, { ...reference, year: reference.year + String.fromCharCode(97 + i) });
    }
  }
  return lettered;
}

/** `Vaswani et al.`, `Jain & Wallace`; in Chinese `Vaswani 等`, `Jain 和 Wallace`. */
export function shortAuthors({ authors, shorthand }: Reference, lang: 'en' | 'zh'): string {
  const [first, second] = authors.map(({ family }) => family);
  if (shorthand !== '' || first === undefined) return shorthand;
  if (authors.length > 2) return lang === 'zh' ? `${first} 等` : `${first} et al.`;
  if (second !== undefined) return lang === 'zh' ? `${first} 和 ${second}` : `${first} & ${second}`;
  return first;
}
