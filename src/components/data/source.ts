// Where the source of a mechanism stands: on the page itself, or on the article that shows it.
import { globSync } from 'node:fs';
import type { Lang } from '../../widget/text.ts';
import { textAttribute } from './numbering.ts';
import { outlineOf } from './outline.ts';

interface Context {
  readonly locals: { readonly starlightRoute?: { readonly entry: { readonly filePath?: string } } };
}

/** The id of the block that <Source of="…"> makes. */
export const sourcePlace = (mechanism: string): string => `source-${mechanism}`;

/** The address of a mechanism's source, for a widget on the page at hand. */
export function sourceHref({ locals }: Context, mechanism: string, lang: Lang): string {
  const anchor = `#${sourcePlace(mechanism)}`;
  const here = locals.starlightRoute?.entry.filePath;
  if (here !== undefined && here.endsWith('.mdx') && shows(here, mechanism)) return anchor;
  const file = globSync(`content/${lang}/*/*.mdx`)
    .sort()
    .find((article) => shows(article, mechanism));
  if (file === undefined)
    throw new Error(
      `no article in content/${lang} has <Source of="${mechanism}" />, which its widgets link to`,
    );
  const page = file.replace(/^content\/\w+\/(.*)\.mdx$/, '$1');
  const base = import.meta.env.BASE_URL.replace(/\/$/, '');
  return `${base}/${lang === 'zh' ? 'zh/' : ''}${page}/${anchor}`;
}

function shows(file: string, mechanism: string): boolean {
  return outlineOf(file).parts.some(
    (part) => part.name === 'Source' && textAttribute(part, 'of') === mechanism,
  );
}
