import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { contentSecurityPolicy, inlineScriptHashes } from './src/site/build/csp.ts';
import { onlyWoff2 } from './src/site/build/katex-fonts.ts';
import { markdown } from './src/site/markdown.ts';
import { shell } from './src/site/shell.ts';
import { articleImports } from './src/site/imports.ts';
import { plotOffset } from './src/site/build/plot-offset.ts';
import notebook from './src/notebook/integration.ts';
import { notebookMarkdown } from './src/notebook/markdown.ts';

const site = process.env.SITE || 'http://localhost:4321';
const base = process.env.BASE || '/';

export default defineConfig({
  site,
  base,
  markdown: await markdown({ base, mdastPlugins: [notebookMarkdown] }),
  prefetch: false,
  security: { csp: contentSecurityPolicy },
  integrations: [notebook(), starlight(shell()), inlineScriptHashes()],
  vite: { plugins: [articleImports(), plotOffset(), onlyWoff2()] },
});
