// Tells the components of a page which piece of the notebook is theirs: a cell's code block is wrapped in
// <Cell piece="…">, and <Value>, <Predict> and <Quiz> get the same prop. `outputOf(piece)` has what it came to.
import { fileURLToPath } from 'node:url';
import { defineMdastPlugin } from 'satteri';
import type { MdastNode, MdastPluginEntry, MdastVisitorContext, MdxJsxFlowElement } from 'satteri';
import { isPiece } from './extract.ts';
import { articleOf, pieceName } from './names.ts';

/** The plugin, for Sätteri's `mdastPlugins`. It leaves Markdown that is not an article's MDX alone. */
export const notebookMarkdown: MdastPluginEntry = ({ fileURL, sourceFormat }) => {
  if (sourceFormat !== 'mdx' || fileURL === undefined) return null;
  const article = articleOf(fileURLToPath(fileURL));
  return defineMdastPlugin({
    name: 'atlas-notebook',
    before(root, context) {
      let count = 0;
      const visit = (node: MdastNode): void => {
        if (isPiece(node)) mark(node, pieceName(article, count++), context);
        if ('children' in node) for (const child of node.children) visit(child as MdastNode);
      };
      visit(root as MdastNode);
    },
  });
};

function mark(node: MdastNode, name: string, context: MdastVisitorContext): void {
  const piece = { type: 'mdxJsxAttribute' as const, name: 'piece', value: name };
  if (node.type === 'code') {
    context.wrapNode(node, { type: 'mdxJsxFlowElement', name: 'Cell', attributes: [piece], children: [] });
  } else if (node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement') {
    // Children are kept by reference, with what is done to them.
    const { type, name: tag, attributes, children } = node as MdxJsxFlowElement;
    context.replaceNode(node, { type, name: tag, attributes: [...attributes, piece], children });
  }
}
