// The subjects of articles, and which of them a table is about.
import { globSync } from 'node:fs';
import { mechanisms } from '../../embed/mechanisms.ts';
import type { MechanismMeta } from '../../widget/meta.ts';
import { pick, type Lang, type Text } from '../../widget/text.ts';
import { unknown } from './known.ts';
import { citedKeys } from './numbering.ts';

export interface Subject {
  readonly slug: string;
  readonly name: string;
  /** The address of its article; undefined where there is none yet. */
  readonly href: string | undefined;
}

/** A mechanism or topic as it is named, and its article. */
export function subject(slug: string, name: Text, lang: Lang): Subject {
  const [file] = globSync(`content/${lang}/*/${slug}.mdx`);
  const page = file?.replace(/^content\/\w+\/(.*)\.mdx$/, '$1');
  const base = import.meta.env.BASE_URL.replace(/\/$/, '');
  return { slug, name: pick(name, lang), href: page && `${base}/${lang === 'zh' ? 'zh/' : ''}${page}/` };
}

/** A mechanism by its slug. Throws for an unknown one, naming the known ones. */
export function mechanismOf(slug: string): MechanismMeta {
  const meta = mechanisms.get(slug);
  if (meta === undefined) throw new Error(unknown('mechanism', slug, mechanisms.keys()));
  return meta;
}

/** A mechanism with what it says of itself. */
export interface Row extends Subject {
  readonly meta: MechanismMeta;
}

/**
 * The mechanisms of a table: those of a list, “a, b”; without one those of the family in whose folder the article stands,
 * and on a page that is no article all of them. Without a list, oldest first.
 */
export function rowsOf(of: string | undefined, lang: Lang, file?: string): Row[] {
  const row = (slug: string): Row => {
    const meta = mechanismOf(slug);
    return { ...subject(slug, meta.name, lang), meta };
  };
  if (of !== undefined) return citedKeys(of).map(row);
  const family = file?.match(/^content\/\w+\/([^/]+)\//)?.[1];
  return [...mechanisms.keys()]
    .map(row)
    .filter(({ meta }) => family === undefined || meta.family === family)
    .sort((a, b) => a.meta.year - b.meta.year || a.slug.localeCompare(b.slug));
}
