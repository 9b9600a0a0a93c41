// Cells in Astro: the type check before a build and at every change in development, and the articles' notebooks as modules.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { Plugin } from 'vite';
import { articlesIn, createChecker } from './check.ts';
import { piecesOf } from './extract.ts';
import { moduleOf } from './module.ts';
import { shown } from './names.ts';
import { ArticleError, describe, messageOf } from './problem.ts';
import { scopeOf } from './scope.ts';

/** The integration for astro.config.mjs. */
export default function notebook(): AstroIntegration {
  let root = process.cwd();
  return {
    name: 'atlas-notebook',
    hooks: {
      'astro:config:setup'({ config, updateConfig }) {
        root = fileURLToPath(config.root).replace(/\/$/, '');
        updateConfig({ vite: { plugins: [notebookModules(root)] } });
      },
      async 'astro:build:start'({ logger }) {
        const start = performance.now();
        const problems = await createChecker(root).check(await articlesIn(join(root, 'content')));
        if (problems.length > 0) throw new ArticleError(problems);
        logger.info(`cells are well typed (${((performance.now() - start) / 1000).toFixed(1)} s)`);
      },
      'astro:server:setup'({ server, logger }) {
        const checker = createChecker(root);
        const check = (path: string) => {
          if (!path.startsWith(join(root, 'content/')) || !path.endsWith('.mdx')) return;
          checker.check([path]).then(
            (problems) => problems.forEach((problem) => logger.error(describe(problem))),
            (error: unknown) => logger.error(messageOf(error)),
          );
        };
        server.watcher.on('add', check).on('change', check);
      },
    },
  };
}

const query = '?notebook&lang.ts';

/** Answers `content/….mdx?notebook&lang.ts` with the notebook of the article, which Vite compiles like any TypeScript. */
export function notebookModules(root: string): Plugin {
  return {
    name: 'atlas-notebook',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith(`.mdx${query}`)) return null;
      const path = id.slice(0, -query.length);
      const file = shown(root, path);
      const pieces = piecesOf(await readFile(path, 'utf8'), file);
      const { code, problems } = moduleOf(pieces, { root, path, file, scope: await scopeOf(root) });
      if (problems.length > 0) throw new ArticleError(problems);
      return { code, map: null };
    },
  };
}
