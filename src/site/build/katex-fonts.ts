// KaTeX's stylesheet names each font in three formats. Every browser that runs this site reads woff2.
import type { Plugin } from 'vite';

/** Leaves only the woff2 files in KaTeX's stylesheet, so that the build does not ship 40 fonts that nobody loads. */
export function onlyWoff2(): Plugin {
  return {
    name: 'atlas-only-woff2',
    enforce: 'pre',
    transform: {
      filter: { id: /katex[^/]*\.css/ },
      handler: (code) => code.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\([^)]*\)/g, ''),
    },
  };
}
