// A sentence of the shared data as HTML: text, with maths in $…$.
import { renderMath } from '../../typeset/katex.ts';

/** Escapes text and sets its formulas. Throws KaTeX's ParseError for a formula that it does not understand. */
export function inlineHtml(text: string): string {
  return text
    .split(/\$([^$]+)\$/)
    .map((piece, i) =>
      i % 2 === 0 ? escapeHtml(piece) : `<span class="math">${renderMath(piece, false)}</span>`,
    )
    .join('');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
