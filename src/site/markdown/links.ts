// Links from article to article are written from the site's root and without the language: `/sequence/self-attention/#mask`.
// Here they get the base path under which the site is published, and the language of the article that they stand in.
import { defineMdastPlugin } from 'satteri';
import type { MdastPluginEntry } from 'satteri';
import { langOfFile } from './lang.ts';

/** Rewrites links and images that begin with `/`. `base` is Astro's, with or without its last slash. */
export function links(base: string): MdastPluginEntry {
  const prefix = base.replace(/\/$/, '');
  return ({ fileURL }) => {
    const locale = langOfFile(fileURL) === 'zh' ? '/zh' : '';
    const isPage = (url: string) => !/\.\w+$/.test(url.split(/[?#]/)[0] ?? '');
    const rewrite = (url: string) => {
      if (!/^\/(?!\/)/.test(url)) return url;
      return prefix + (isPage(url) && !/^\/zh(\/|$)/.test(url) ? locale : '') + url;
    };
    return defineMdastPlugin({
      name: 'atlas-links',
      link(node, context) {
        const url = rewrite(node.url);
        if (url !== node.url) context.setProperty(node, 'url', url);
      },
      definition(node, context) {
        const url = rewrite(node.url);
        if (url !== node.url) context.setProperty(node, 'url', url);
      },
    });
  };
}
