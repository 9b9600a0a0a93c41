// The two languages as places: English at the root, Chinese under /zh/, both below the base path.
import type { Lang } from '../widget/text.ts';

const base = import.meta.env.BASE_URL.replace(/\/$/, '');

/** The language of a page by its Starlight locale. */
export function langOfLocale(locale: string | undefined): Lang {
  return locale === 'zh' ? 'zh' : 'en';
}

/** The address of a page of the site: `path('sequence/self-attention', 'zh')`. */
export function path(slug: string, lang: Lang): string {
  return [base, lang === 'zh' ? 'zh' : '', slug]
    .filter((part, index) => index === 0 || part)
    .join('/')
    .replace(/\/?$/, '/');
}

/** The address of the same page in the other language. */
export function twin(pathname: string, lang: Lang): string {
  const slug = pathname
    .slice(base.length)
    .replace(/^\/(zh(?=\/|$)\/?)?/, '')
    .replace(/\/$/, '');
  return path(slug.replace(/\.html$/, ''), lang === 'en' ? 'zh' : 'en');
}
