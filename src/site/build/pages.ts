// The last step of a build: what can be said of a page only when all of it is there.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { allowInlineScripts } from './csp.ts';
import { preloadMathFonts } from './math-fonts.ts';

/** Adds to every page the hashes of its inline scripts, and links to the fonts of its formulas. */
export function finishPages(): AstroIntegration {
  let base = '/';
  return {
    name: 'atlas-finish-pages',
    hooks: {
      'astro:config:done': ({ config }) => {
        base = config.base.replace(/\/?$/, '/');
      },
      'astro:build:done': async ({ dir }) => {
        const folder = fileURLToPath(dir);
        const files = await readdir(folder, { recursive: true });
        const assets = files.map((file) => base + file.replaceAll('\\', '/'));
        for (const file of files.filter((name) => name.endsWith('.html'))) {
          const path = join(folder, file);
          const html = await readFile(path, 'utf8');
          const finished = preloadMathFonts(allowInlineScripts(html), assets);
          if (finished !== html) await writeFile(path, finished);
        }
      },
    },
  };
}
