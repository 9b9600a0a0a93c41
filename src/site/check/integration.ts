// The build begins with a check of all content and stops at its problems; the development server says them as files change.
import { fileURLToPath } from 'node:url';
import { relative } from 'node:path';
import type { AstroIntegration } from 'astro';
import { ArticleError, describe } from '../../notebook/problem.ts';
import { checkContent } from './check.ts';
import { discover } from './known.ts';

/** The Astro integration. Throws ArticleError with every problem when a site is built. */
export function contentCheck(): AstroIntegration {
  let root = process.cwd();
  return {
    name: 'atlas-content-check',
    hooks: {
      async 'astro:config:setup'({ command, config }) {
        root = fileURLToPath(config.root);
        if (command !== 'build') return;
        const problems = checkContent(root, await discover(root));
        if (problems.length > 0) throw new ArticleError(problems);
      },
      async 'astro:server:setup'({ server, logger }) {
        const known = await discover(root);
        const report = (file?: string) => {
          const shared = file === undefined || !file.endsWith('.mdx');
          const article = file?.replace(/^content\/\w+\//, '');
          for (const problem of checkContent(root, known)) {
            if (shared || problem.file.endsWith(`/${article}`)) logger.error(describe(problem));
          }
        };
        report();
        server.watcher.on('all', (_event, path) => {
          const file = relative(root, path);
          if (file.startsWith('content/')) report(file);
        });
      },
    },
  };
}
