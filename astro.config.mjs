import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { contentSecurityPolicy } from './src/site/build/csp.ts';
import { onlyWoff2 } from './src/site/build/katex-fonts.ts';
import { finishPages } from './src/site/build/pages.ts';
import { withoutDirectiveWarnings } from './src/site/build/quiet.ts';
import { markdown } from './src/site/markdown.ts';
import { shell } from './src/site/shell.ts';
import { contentCheck } from './src/site/check/integration.ts';
import { articleImports } from './src/site/imports.ts';
import { plotOffset } from './src/site/build/plot-offset.ts';
import notebook from './src/notebook/integration.ts';
import { notebookMarkdown } from './src/notebook/markdown.ts';

const site = process.env.SITE || 'http://localhost:4321';
const base = process.env.BASE || '/';

export default defineConfig({
  site,
  base,
  // Not in node_modules, which may be linked into several copies of the project that are built at the same time.
  cacheDir: './.cache/astro',
  markdown: await markdown({ base, mdastPlugins: [notebookMarkdown] }),
  prefetch: false,
  security: { csp: contentSecurityPolicy },
  integrations: [contentCheck(), notebook(), starlight(shell()), finishPages()],
  vite: {
    plugins: [articleImports(), plotOffset(), onlyWoff2(), withoutDirectiveWarnings()],
    worker: { format: 'es' },
  },
});
