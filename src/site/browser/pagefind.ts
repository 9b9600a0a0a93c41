// The part of Pagefind's interface that the search uses. https://pagefind.app/docs/api/

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

export interface Pagefind {
  options(options: { baseUrl?: string; excerptLength?: number }): Promise<void>;
  init(): Promise<void>;
  /** Null when a later search has begun. */
  debouncedSearch(
    query: string,
    options: object,
    milliseconds: number,
  ): Promise<{ results: readonly { data(): Promise<Page> }[] } | null>;
}

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

/** A query as Pagefind wants it: in Chinese, the words apart. */
export function inWords(query: string, lang: string): string {
  if (!lang.startsWith('zh') || !('Segmenter' in Intl)) return query;
  const words = [...new Intl.Segmenter(lang, { granularity: 'word' }).segment(query)];
  return words
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment)
    .join(' ');
}
