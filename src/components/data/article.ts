// The article that a component stands in.
import { ArticleError } from '../../notebook/problem.ts';
import type { Lang } from '../../widget/text.ts';
import { outlineOf } from './outline.ts';
import type { Outline } from './outline.ts';

export interface Article {
  readonly lang: Lang;
  readonly outline: Outline;
  /** An error of this article, at the first place that `where` accepts. */
  problem(message: string, line?: number): ArticleError;
}

interface Context {
  readonly locals: {
    readonly starlightRoute?: { readonly lang: string; readonly entry: { readonly filePath?: string } };
  };
}

/** The language of a page; a page that is not an article has one too. */
export function langOf({ locals }: Context): Lang {
  return locals.starlightRoute?.lang.startsWith('zh') ? 'zh' : 'en';
}

/** The article that is being rendered. Throws where there is none. */
export function article(astro: Context): Article {
  const file = astro.locals.starlightRoute?.entry.filePath;
  if (file === undefined) throw new Error('This component stands in an article only: a page of content/.');
  const outline = outlineOf(file);
  return {
    lang: langOf(astro),
    outline,
    problem: (message, line = 0) => new ArticleError([{ file, line, message }]),
  };
}
