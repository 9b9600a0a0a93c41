// The part of Pagefind's interface that the search uses. https://pagefind.app/docs/api/
import { spellings } from './spellings.ts';

/** A section of a page that was found. */
export interface Section {
  readonly title: string;
  readonly url: string;
  /** HTML that Pagefind has escaped, with the words that were found in `<mark>`. */
  readonly excerpt: string;
}

export interface Page extends Omit<Section, 'title'> {
  readonly meta: { readonly title?: string };
  readonly sub_results: readonly Section[];
}

/** What Pagefind answers: its data are loaded only when asked for. */
interface Found {
  readonly results: readonly { readonly id: string; data(): Promise<Page> }[];
}

export interface Pagefind {
  options(options: { baseUrl?: string; excerptLength?: number }): Promise<void>;
  init(): Promise<void>;
  search(query: string): Promise<Found>;
  /** Null when a later search has begun. */
  debouncedSearch(query: string, options: object, milliseconds: number): Promise<Found | null>;
}

/** With so many pages there is something to choose from. */
const many = 8;

let loading: Promise<Pagefind> | undefined;

/** Pagefind, loaded once. Rejects where the site has no index, as in development. */
export function pagefind(): Promise<Pagefind> {
  loading ??= load();
  loading.catch(() => (loading = undefined));
  return loading;
}

async function load(): Promise<Pagefind> {
  const base = import.meta.env.BASE_URL.replace(/\/?$/, '/');
  const module: Pagefind = await import(/* @vite-ignore */ `${base}pagefind/pagefind.js`);
  await module.options({ baseUrl: base, excerptLength: 24 });
  await module.init();
  return module;
}

/**
 * The pages where a query is found, best first; null when a later search has begun. Pagefind cuts Chinese text into words of
 * its own, which are often shorter than a browser's (注意 and 力 where a browser has 注意力), so a query in Chinese is asked in
 * both ways, and, as long as not many pages are found, by the character and by how its Chinese begins: Pagefind may have kept
 * as one word on a page what it cuts in the query (偏置, a bias).
 */
export async function find(query: string, lang: string): Promise<Found['results'] | null> {
  const engine = await pagefind();
  const [first = query, ...others] = spellings(query, lang);
  const found = await engine.debouncedSearch(first, {}, 120);
  if (!found) return null;
  const results = [...found.results];
  for (const [i, spelling] of others.entries()) {
    if (i > 0 && results.length >= many) break;
    const more = (await engine.search(spelling)).results;
    results.push(...more.filter(({ id }) => results.every((known) => known.id !== id)));
  }
  return results;
}
