// Reads which articles exist from the folder `content/`, for what must be known before Astro has loaded them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { families } from '../families.ts';
import type { Family } from '../families.ts';

export interface FamilyWithArticles extends Family {
  /** `<family>/<slug>`, in reading order: frontmatter's `sidebar.order`, then the name. */
  readonly articles: readonly string[];
}

/**
 * The families that have articles, in the order of the site. A folder that `families.ts` does not name is an error, since
 * its articles could not be found by a reader.
 */
export function familiesWithArticles(root = 'content/en'): FamilyWithArticles[] {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of folders) {
    if (families.some(({ id }) => id === name)) continue;
    const known = families.map(({ id }) => id).join(', ');
    throw new Error(
      `${join(root, name)}: no family of that name; known are ${known}. Add it to src/site/families.ts.`,
    );
  }
  return families
    .map((family) => ({ ...family, articles: articlesOf(join(root, family.id), family.id) }))
    .filter(({ articles }) => articles.length > 0);
}

function articlesOf(folder: string, family: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => /^[^_].*\.mdx$/.test(file))
    .map((file) => ({ slug: `${family}/${file.slice(0, -4)}`, order: orderOf(join(folder, file)) }))
    .sort((a, b) => a.order - b.order || a.slug.localeCompare(b.slug))
    .map(({ slug }) => slug);
}

/** `sidebar: { order }` of an article's frontmatter; articles without one come last. */
function orderOf(file: string): number {
  const frontmatter = /^---\n([\s\S]*?)\n---/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  const order = /^sidebar:\s*(?:\{|\n)[^}]*?\border:\s*(-?[\d.]+)/m.exec(frontmatter)?.[1];
  return order === undefined ? Infinity : Number(order);
}
