// How Markdown becomes HTML: Sätteri with the plugins of the site. An article's own components are checked by plugins that
// are passed in.
import { satteri, satteriCreateHighlightFn, satteriHighlightPlugin } from '@astrojs/markdown-satteri';
import type { HastPluginEntry, MdastPluginEntry } from 'satteri';
import { blocks, headings } from './markdown/blocks.ts';
import { code } from '../typeset/code.ts';
import { links } from './markdown/links.ts';
import { math } from './markdown/math.ts';

export interface MarkdownOptions {
  /** The path under which the site is published. */
  readonly base: string;
  /** Further plugins; they run before those of the site, and see formulas as TeX and code as text. */
  readonly mdastPlugins?: readonly MdastPluginEntry[];
  readonly hastPlugins?: readonly HastPluginEntry[];
}

/** Astro's `markdown` configuration. */
export async function markdown({ base, mdastPlugins = [], hastPlugins = [] }: MarkdownOptions) {
  // Astro would warn that its highlighter's style attributes need a policy that allows them; typeset/code.ts removes them.
  const highlight = await satteriCreateHighlightFn('shiki', code);
  return {
    syntaxHighlight: false as const,
    processor: satteri({
      features: { math: true, headingAttributes: true, directive: true },
      mdastPlugins: [...mdastPlugins, math, links(base), blocks],
      hastPlugins: [
        ...hastPlugins,
        headings,
        ...(highlight ? [satteriHighlightPlugin(highlight, ['math'])] : []),
      ],
    }),
  };
}
