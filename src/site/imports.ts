// Articles use components without importing them. This plugin adds the imports at the end of an article, where they move no
// line, and tells each citation, term and exercise its number.
import { globSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { parseOutline } from '../components/data/outline.ts';
import { isCell } from '../notebook/extract.ts';

/** Components whose uses in an article are counted: they get `n`, from 1. */
const counted = ['Cite', 'Term', 'Quiz'];

/** The components that articles may use without importing them: name → file, relative to the project. */
export function articleComponents(root = process.cwd()): ReadonlyMap<string, string> {
  const files = globSync(['src/components/*.astro', 'src/embed/*.astro', 'src/notebook/*.astro'], {
    cwd: root,
  });
  return new Map(files.sort().map((file) => [basename(file, '.astro'), file]));
}

/** The Vite plugin. It must stand before that of MDX, as the plugins of `astro.config` do. */
export function articleImports(root = process.cwd()): Plugin {
  return {
    name: 'atlas-article-imports',
    enforce: 'pre',
    transform: {
      filter: { id: /\/content\/.*\.mdx$/ },
      handler: (code, id) => ({ code: withImports(code, relative(root, id), root), map: null }),
    },
  };
}

/** An article's source with its imports appended and its citations and terms numbered. */
export function withImports(source: string, file: string, root = process.cwd()): string {
  const { parts, codes, imported } = parseOutline(source, file);
  const components = articleComponents(root);
  const names = [...parts.map(({ name }) => name), ...(codes.some(isCell) ? ['Cell'] : [])];
  const used = new Set(names.filter((name) => components.has(name) && !imported.includes(name)));
  let numbered = '';
  let end = 0;
  const counts = new Map<string, number>();
  for (const { name, offset } of parts) {
    if (!counted.includes(name)) continue;
    const n = (counts.get(name) ?? 0) + 1;
    counts.set(name, n);
    const after = offset + 1 + name.length;
    numbered += `${source.slice(end, after)} n={${n}}`;
    end = after;
  }
  const imports = [...used].map(
    (name) => `import ${name} from '${resolve(root, components.get(name) ?? '')}';`,
  );
  return `${numbered}${source.slice(end)}\n\n${imports.join('\n')}\n`;
}
