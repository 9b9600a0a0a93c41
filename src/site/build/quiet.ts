// Astro marks the modules of articles with a directive for itself, of which the bundler then warns, once an article.
import type { Plugin } from 'vite';

/** Leaves out that one warning of the build. */
export function withoutDirectiveWarnings(): Plugin {
  return {
    name: 'atlas-without-directive-warnings',
    config: () => ({
      build: {
        rolldownOptions: {
          onLog(level, log, handle) {
            if (log.code !== 'MODULE_LEVEL_DIRECTIVE' || !log.message.includes('astro:head-inject'))
              handle(level, log);
          },
        },
      },
    }),
  };
}
