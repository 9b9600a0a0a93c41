// The pieces of an article that run: its cells, and the expressions in the attributes of a few components.
// Sätteri itself reads the article here, as it does for the page, so that both see the same pieces.
import { mdxToMdast } from 'satteri';
import type { MdastNode } from 'satteri';
import { ArticleError, messageOf } from './problem.ts';

/**
 * What a piece may come to: a cell anything that can be shown, a value a number or a word in prose, a choice the key of
 * an option, a number what a reader should have typed, a near the same with how far off is still right.
 */
export type PieceKind = 'cell' | 'value' | 'choice' | 'number' | 'near';

/** A piece of TypeScript in an article. Its index counts all pieces of the article, from 0. */
export interface Piece {
  readonly index: number;
  readonly kind: PieceKind;
  /** The line of the article on which the code begins. */
  readonly line: number;
  readonly code: string;
}

/** The part of a Markdown node that matters here. */
interface Node {
  readonly type: string;
  readonly position?: MdastNode['position'] | undefined;
  readonly children?: readonly Node[];
}

/** As the site's own Markdown; what a dollar or a colon means decides where a tag is. */
const features = { math: true, headingAttributes: true, directive: true };

/** The attributes that hold an expression, by component. */
const expressions: Readonly<Record<string, { readonly attribute: string; readonly kind: PieceKind }>> = {
  Value: { attribute: 'of', kind: 'value' },
  Predict: { attribute: 'answer', kind: 'choice' },
  Quiz: { attribute: 'answer', kind: 'number' },
};

/**
 * The pieces of an article in order. A component's expression stands where its tag opens.
 * @throws ArticleError when the MDX cannot be parsed, or an expression is not given as plain text.
 */
export function piecesOf(source: string, file: string): Piece[] {
  const pieces: Piece[] = [];
  const visit = (node: Node): void => {
    const found = pieceAt(node);
    if (found !== undefined) {
      const { line, problem, ...piece } = found;
      if (problem !== undefined) throw new ArticleError([{ file, line, message: problem }]);
      pieces.push({ index: pieces.length, line, ...piece });
    }
    for (const child of node.children ?? []) visit(child);
  };
  visit(parse(source, file));
  return pieces;
}

/** Whether a node is a piece; the Markdown plugin asks the same question. */
export function isPiece(node: Node): boolean {
  return pieceAt(node) !== undefined;
}

/** Whether a code block is a cell: ```` ```ts cell ````. */
export function isCell(block: {
  readonly lang?: string | null | undefined;
  readonly meta?: string | null | undefined;
}): boolean {
  return block.lang === 'ts' && /(^|\s)cell(\s|$)/.test(block.meta ?? '');
}

function pieceAt(node: Node): (Omit<Piece, 'index'> & { problem?: string }) | undefined {
  const line = node.position?.start.line ?? 0;
  const typed = node as MdastNode;
  if (typed.type === 'code') {
    return isCell(typed) ? { kind: 'cell', line: line + 1, code: typed.value } : undefined;
  }
  if (typed.type !== 'mdxJsxFlowElement' && typed.type !== 'mdxJsxTextElement') return undefined;
  const known = Object.hasOwn(expressions, typed.name ?? '') ? expressions[typed.name ?? ''] : undefined;
  if (known === undefined) return undefined;
  const { attribute } = known;
  const given = (name: string) =>
    typed.attributes.find((a) => a.type === 'mdxJsxAttribute' && a.name === name)?.value;
  // An exercise that asks for a state of a widget has no expression.
  if (typed.name === 'Quiz' && given('goal') !== undefined) return undefined;
  const kind = typed.name === 'Quiz' && given('options') !== undefined ? 'choice' : known.kind;
  const [value, tolerance] = [given(attribute), kind === 'number' ? given('tolerance') : undefined];
  if (typeof value === 'string' && value.trim() !== '') {
    return typeof tolerance === 'string'
      ? { kind: 'near', line, code: `[(${value}\n), (${tolerance}\n)]` }
      : { kind, line, code: value };
  }
  const problem = `<${typed.name}> needs ${attribute}="…" with an expression in quotes`;
  return { kind, line, code: '', problem };
}

function parse(source: string, file: string): Node {
  try {
    return mdxToMdast(source, { features }) as Node;
  } catch (error) {
    const message = messageOf(error);
    const line = Number(/^(\d+):\d+:/.exec(message)?.[1] ?? 0);
    throw new ArticleError([{ file, line, message: message.replace(/^\d+:\d+: /, '') }], { cause: error });
  }
}
