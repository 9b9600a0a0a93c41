// What articles may name: everything that exists in the project, found by its place.
import { existsSync, globSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyWidget } from '../../widget/define.ts';
import { articleComponents } from '../imports.ts';

/** A widget as articles use it: what can be set, and what follows from it. */
export type KnownWidget = Pick<AnyWidget, 'controls' | 'compute' | 'goals'>;

/** Code that articles refer to. Shared data and the articles themselves are read from `content/`. */
export interface Known {
  /** What articles may ask of each widget, by the widget's id. */
  readonly widgets: ReadonlyMap<string, KnownWidget>;
  /** Slugs of the mechanisms: they have a kernel and a reference. */
  readonly mechanisms: readonly string[];
  /** Components that articles may use. */
  readonly components: readonly string[];
  /** Paths of pages that are not articles, without the language: `/`. */
  readonly pages: readonly string[];
}

/** Finds what a project has; loads the definitions of its widgets. */
export async function discover(root = process.cwd()): Promise<Known> {
  const files = globSync('src/{mechanisms,topics}/*/widgets/*.ts', { cwd: root }).filter(
    (file) => !file.endsWith('.test.ts'),
  );
  const widgets = new Map<string, KnownWidget>();
  for (const file of files.sort()) {
    const { default: widget } = (await import(pathToFileURL(join(root, file)).href)) as {
      default: AnyWidget;
    };
    widgets.set(file.replace(/^.*\/([^/]+)\/widgets\/([^/]+)\.ts$/, '$1/$2'), widget);
  }
  const mechanisms = subfolders(join(root, 'src/mechanisms')).filter((slug) =>
    existsSync(join(root, 'src/mechanisms', slug, 'kernel.ts')),
  );
  const pages = globSync('src/pages/*.astro', { cwd: root }).map((file) => basename(file, '.astro'));
  return {
    widgets,
    mechanisms,
    components: [...articleComponents(root).keys()],
    pages: pages.filter((name) => /^[a-z]/.test(name)).map((name) => (name === 'index' ? '/' : `/${name}/`)),
  };
}

function subfolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
}
