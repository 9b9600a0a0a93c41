// Formulas of an article become HTML when the site is built; a mistake in one fails the build and says where.
import { fileURLToPath } from 'node:url';
import { relative } from 'node:path';
import { defineMdastPlugin } from 'satteri';
import type { MdastVisitorContext } from 'satteri';
import type { Position } from 'unist';
import { renderMath } from '../../typeset/katex.ts';
import { html } from './html.ts';

export const math = defineMdastPlugin({
  name: 'atlas-math',
  options: { position: true },
  inlineMath: (node, context) =>
    html(
      `<span class="math" data-pagefind-ignore>${render(node, false, context)}</span>${joiner(node, context)}`,
      'text',
    ),
  math: (node, context) =>
    html(
      `<div class="math-display scroll" data-pagefind-ignore>${render(node, true, context)}</div>`,
      'flow',
    ),
});

interface MathNode {
  value: string;
  position?: Position | undefined;
}

/** A formula is a box, after which a line may break; before a closing mark it must not. */
function joiner(node: Readonly<MathNode>, { source }: MdastVisitorContext): string {
  const next = source.charAt(node.position?.end.offset ?? source.length);
  return /[,.;:!?)\]，。；：！？、）】」』”’]/.test(next) ? '\u2060' : '';
}

function render(node: Readonly<MathNode>, display: boolean, context: MdastVisitorContext): string {
  try {
    return renderMath(node.value, display);
  } catch (error) {
    const file = context.fileURL ? relative(process.cwd(), fileURLToPath(context.fileURL)) : 'a document';
    const line = node.position?.start.line;
    throw new Error(
      `${file}${line === undefined ? '' : `:${line}`}: ${(error as Error).message}\n  in: ${node.value}`,
      {
        cause: error,
      },
    );
  }
}
