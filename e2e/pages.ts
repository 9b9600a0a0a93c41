// The pages of the site, found in `content/`: a new article is tested because it is there.
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Article {
  readonly lang: 'en' | 'zh';
  /** Its address below the base of the site: `zh/sequence/self-attention/`. */
  readonly path: string;
}

/** Every article, in both languages. */
export const articles: readonly Article[] = globSync('content/{en,zh}/**/*.mdx', {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
})
  .sort()
  .map((file) => {
    const [, lang = '', slug = ''] = /^content.(en|zh).(.*)\.mdx$/.exec(file.replaceAll('\\', '/')) ?? [];
    return { lang: lang as Article['lang'], path: `${lang === 'zh' ? 'zh/' : ''}${slug}/` };
  });

/**
 * Every article once, in one language and the next in the other: for what does not depend on the language, so that the tests
 * of many articles end.
 */
export const eachOnce: readonly Article[] = articles.filter(({ lang, path }) => {
  const slug = lang === 'zh' ? path.slice(3) : path;
  const inEnglish = articles.filter((article) => article.lang === 'en');
  const turn = inEnglish.findIndex((article) => article.path === slug) % 2 === 0 ? 'en' : 'zh';
  return lang === turn;
});

/** The page itself, whatever the language, in the other one. */
export const twinOf = (path: string): string => (path.startsWith('zh/') ? path.slice(3) : `zh/${path}`);

/** Every page that a reader can open: articles, those that are none in both languages, and the one for missing addresses. */
export const pages: readonly string[] = [
  ...articles.map(({ path }) => path),
  ...['', 'compare/'].flatMap((path) => [path, `zh/${path}`]),
  '404.html',
];
