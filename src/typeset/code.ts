// Code in articles, by Astro's own highlighter. Colour means queries, keys, values and output on this site, in code as
// everywhere, so code is set by weight alone: keywords bold, comments soft. A page with code loads no further script or style.
import type { AstroUserConfig } from 'astro';

type Shiki = NonNullable<NonNullable<AstroUserConfig['markdown']>['shikiConfig']>;

type Transformer = NonNullable<Shiki['transformers']>[number];

/**
 * Marks names of a mechanism's trace in its source, after `code`: each place where one stands, and the line that makes it. Only
 * the first `lines` lines; what follows is another matter.
 */
export function marking(names: readonly string[], lines = Infinity): Transformer {
  const place = new RegExp(`(?<![\\w.])(${names.join('|')})(?!\\w)`);
  const made = new RegExp(`^\\s*(?:const )?(${names.join('|')}) =(?!=)`);
  return {
    name: 'atlas-marking',
    line(node, number) {
      if (number > lines || names.length === 0) return;
      const parts = node.children.flatMap((child): (typeof child)[] => {
        if (child.type !== 'text') return [child];
        return child.value.split(place).map((value, i) => {
          const part = { type: 'text' as const, value };
          if (i % 2 === 0) return part;
          return { type: 'element', tagName: 'span', properties: { 'data-sym': value }, children: [part] };
        });
      });
      const text = parts.map((part) => (part.type === 'element' ? part.children : [part])).flat();
      const name = made.exec(text.map((part) => (part.type === 'text' ? part.value : '')).join(''))?.[1];
      if (name !== undefined) node.properties['data-sym'] = name;
      node.children = parts;
    },
  };
}

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
