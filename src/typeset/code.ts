// Code in articles, by Astro's own highlighter. Colour means queries, keys, values and output on this site, in code as
// everywhere, so code is set by weight alone: keywords bold, comments soft. A page with code loads no further script or style.
import type { AstroUserConfig } from 'astro';

type Shiki = NonNullable<NonNullable<AstroUserConfig['markdown']>['shikiConfig']>;

export const code: Shiki = {
  theme: 'css-variables',
  transformers: [
    {
      name: 'atlas-code',
      pre(node) {
        // The shell makes a box focusable only where it scrolls.
        delete node.properties['tabindex'];
        delete node.properties['style'];
        node.properties['class'] = 'code scroll';
        const title = /\btitle="([^"]*)"/.exec(this.options.meta?.__raw ?? '')?.[1];
        if (title) node.properties['data-title'] = title;
      },
      line(node) {
        node.children = node.children.flatMap((token) => {
          if (token.type !== 'element') return [token];
          const kind = /token-(keyword|comment)\)/.exec(String(token.properties['style']))?.[1];
          if (!kind) return token.children;
          return [{ ...token, properties: { class: kind } }];
        });
      },
    },
  ],
};
