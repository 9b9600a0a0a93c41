// Reads every article and the shared data, and lists what is wrong with them: file, line, and what was probably meant.
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { outlineOf } from '../../components/data/outline.ts';
import type { Outline } from '../../components/data/outline.ts';
import { ArticleError } from '../../notebook/problem.ts';
import type { Problem } from '../../notebook/problem.ts';
import type { Lang } from '../../widget/text.ts';
import { languages } from '../../widget/text.ts';
import { pageIds } from './article.ts';
import type { Check } from './article.ts';
import { checkData } from './data.ts';
import type { Known } from './known.ts';
import { checkLinks } from './links.ts';
import { checkNames } from './names.ts';
import { checkComponents } from './props.ts';
import { checkCells, checkFormulas, checkFrontmatter, checkHeadings, checkIds, checkMarks } from './text.ts';
import { compareTwins } from './twins.ts';
import { checkWidgets } from './widgets.ts';

const checks: readonly Check[] = [
  checkFrontmatter,
  checkHeadings,
  checkIds,
  checkComponents,
  checkNames,
  checkWidgets,
  checkFormulas,
  checkCells,
  checkMarks,
  checkLinks,
];

/** What is wrong in the folder `content` of a project, by file and line; nothing when all is well. */
export function checkContent(root: string, known: Known): Problem[] {
  const { ids, problems, readable } = checkData(root, known);
  // Articles would seem to name things that do not exist.
  if (!readable) return problems;
  const articles = new Map<string, Outline>();
  for (const file of globSync('content/{en,zh}/**/[!_]*.mdx', { cwd: root }).sort()) {
    try {
      articles.set(file, outlineOf(file, root));
    } catch (error) {
      if (!(error instanceof ArticleError)) throw error;
      problems.push(...error.problems);
    }
  }
  for (const lang of languages) {
    const own = [...articles.values()].filter(({ file }) => file.startsWith(`content/${lang}/`));
    const anchors = new Map<string, ReadonlySet<string>>(known.pages.map((page) => [page, new Set()]));
    for (const outline of own) anchors.set(pathOf(outline), new Set(pageIds(outline).map(({ id }) => id)));
    for (const outline of own) {
      const subject = { outline, lang, path: pathOf(outline), known, ids, anchors };
      for (const check of checks)
        for (const problem of check(subject)) problems.push({ file: outline.file, ...problem });
      const twin = twinOf(outline.file, lang);
      const other = articles.get(twin);
      if (!existsSync(join(root, twin)))
        problems.push({ file: outline.file, line: 1, message: `has no twin: ${twin} is missing` });
      else if (lang === 'en' && other !== undefined) problems.push(...compareTwins(outline, other));
    }
  }
  return problems.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

/** The address of an article without base and language: `/foundations/query-key-value/`. */
function pathOf({ file }: Outline): string {
  return file.replace(/^content\/\w+/, '').replace(/\.mdx$/, '/');
}

/** The file of the same article in the other language. */
export function twinOf(file: string, lang: Lang): string {
  return file.replace(`content/${lang}/`, `content/${lang === 'en' ? 'zh' : 'en'}/`);
}
