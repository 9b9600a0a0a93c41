// Blocks that Markdown has no sign for: `:::note` stands in the margin beside the paragraph before it, `:::aside[Title]` in
// the text, `:::wide` takes the wide measure. Tables get a box that scrolls, and headings link to themselves.
import { defineHastPlugin, defineMdastPlugin } from 'satteri';
import { langOfFile } from './lang.ts';

const directives: Readonly<Record<string, { class: string; role?: string }>> = {
  note: { class: 'note', role: 'note' },
  aside: { class: 'aside', role: 'note' },
  wide: { class: 'wide' },
};

export const blocks = defineMdastPlugin({
  name: 'atlas-blocks',
  containerDirective(node, context) {
    const properties = directives[node.name];
    if (!properties) return;
    const [first, ...rest] = node.children;
    const label =
      first?.type === 'paragraph' && first.data && 'directiveLabel' in first.data ? first : undefined;
    const title = label && {
      type: 'paragraph',
      data: { hProperties: { class: 'title' } },
      children: label.children,
    };
    const block = box(properties, title ? [title, ...rest] : node.children);
    const before = context.parent(node).children[(context.indexOf(node) ?? 0) - 1];
    if (node.name !== 'note' || before?.type !== 'paragraph') return block;
    // First in the source of the page, so that it can float beside the paragraph that it belongs to.
    context.replaceNode(before, box({ class: 'noted' }, [block, before]));
    context.removeNode(node);
    return;
  },
  table(node, context) {
    context.wrapNode(node, {
      type: 'box',
      data: { hName: 'div', hProperties: { class: 'scroll' } },
      children: [],
    });
  },
  emphasis(node, context) {
    // Titles in Latin letters are slanted in Chinese text too, where emphasis is not.
    if (langOfFile(context.fileURL) !== 'zh' || /\p{Script=Han}/u.test(context.textContent(node))) return;
    context.setProperty(node, 'data', { hName: 'i' });
  },
});

function box(hProperties: Readonly<Record<string, string>>, children: readonly unknown[]) {
  return {
    type: 'box',
    data: { hName: 'div', hProperties: { ...hProperties } },
    children: [...children],
  } as never;
}

export const headings = defineHastPlugin({
  name: 'atlas-headings',
  element: {
    filter: ['h2', 'h3', 'h4'],
    visit(node) {
      const id = node.properties['id'];
      if (typeof id !== 'string') return;
      const link = {
        type: 'element',
        tagName: 'a',
        properties: { href: `#${id}` },
        children: [...node.children],
      };
      return { ...node, children: [link] } as never;
    },
  },
});
