// What an article consists of: its components, headings, formulas, links and code, each with its line. Sätteri reads the
// article here as it does for the page, so that both see the same.
import { mdxToMdast } from 'satteri';
import type { MdastNode } from 'satteri';
import { ArticleError, messageOf } from '../../notebook/problem.ts';
import { fileReader } from './files.ts';

/** The value of an attribute: text, `true` where it stands alone, or the source of an expression in braces. */
export type AttributeValue = string | true | { readonly expression: string };

/** An element of MDX: a component, or HTML written as a tag. */
export interface Part {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, AttributeValue>;
  readonly line: number;
  /** Where the tag opens in the source. */
  readonly offset: number;
  /** The names of the elements around it, outermost first. */
  readonly within: readonly string[];
  /** The line of one of its attributes, which may stand below the tag's. */
  lineOf(attribute: string): number;
}

export interface Heading {
  readonly id: string | undefined;
  readonly text: string;
  readonly depth: number;
  readonly hasMath: boolean;
  readonly line: number;
}

export interface Formula {
  readonly tex: string;
  readonly display: boolean;
  /** The line on which the TeX begins. */
  readonly line: number;
}

export interface Code {
  readonly lang: string;
  readonly meta: string;
  readonly code: string;
  readonly line: number;
}

export interface Outline {
  /** Relative to the project's root. */
  readonly file: string;
  /** YAML between the dashes. */
  readonly frontmatter: string;
  /** Names that the article imports itself. */
  readonly imported: readonly string[];
  readonly parts: readonly Part[];
  readonly headings: readonly Heading[];
  readonly formulas: readonly Formula[];
  readonly links: readonly { readonly url: string; readonly line: number }[];
  readonly codes: readonly Code[];
  /** Prose, in the pieces between other things. */
  readonly texts: readonly { readonly text: string; readonly line: number }[];
}

const features = { math: true, headingAttributes: true, directive: true };

/** The outline of an article. Throws ArticleError, with the line, when the MDX cannot be parsed. */
export const outlineOf = fileReader(parseOutline);

/** The outline of an article's source; see `outlineOf`. */
export function parseOutline(source: string, file: string): Outline {
  let tree: MdastNode;
  try {
    tree = mdxToMdast(source, { features });
  } catch (error) {
    const message = messageOf(error);
    const line = Number(/^(\d+):\d+:/.exec(message)?.[1] ?? 0);
    throw new ArticleError(
      [{ file, line, message: message.replace(/^\d+:\d+: | \(mdx[\w-]*:[\w-]+\)$/g, '') }],
      { cause: error },
    );
  }
  const found = {
    frontmatter: '',
    imported: [],
    parts: [],
    headings: [],
    formulas: [],
    links: [],
    codes: [],
    texts: [],
  };
  collect(tree, source, [], found);
  return { file, ...found };
}

interface Found {
  frontmatter: string;
  imported: string[];
  parts: Part[];
  headings: Heading[];
  formulas: Formula[];
  links: { url: string; line: number }[];
  codes: Code[];
  texts: { text: string; line: number }[];
}

function collect(node: MdastNode, source: string, within: readonly string[], found: Found): void {
  const line = node.position?.start.line ?? 0;
  let inside = within;
  switch (node.type) {
    case 'yaml':
      found.frontmatter = node.value;
      break;
    case 'mdxjsEsm':
      for (const [, names] of node.value.matchAll(/import\s+([^'"]+?)\s+from/g))
        found.imported.push(...(names?.match(/\w+/g) ?? []));
      break;
    case 'heading':
      found.headings.push({
        id: idOf(node),
        text: textOf(node),
        depth: node.depth,
        hasMath: hasMath(node),
        line,
      });
      break;
    case 'math':
    case 'inlineMath':
      found.formulas.push({
        tex: node.value,
        display: node.type === 'math',
        line: line + (isFenced(node) ? 1 : 0),
      });
      break;
    case 'text':
      found.texts.push({ text: node.value, line });
      break;
    case 'link':
    case 'definition':
      found.links.push({ url: node.url, line });
      break;
    case 'code':
      found.codes.push({ lang: node.lang ?? '', meta: node.meta ?? '', code: node.value, line });
      break;
    case 'mdxJsxFlowElement':
    case 'mdxJsxTextElement':
      found.parts.push(partOf(node, source, within));
      inside = [...within, node.name ?? ''];
      break;
  }
  if ('children' in node) for (const child of node.children) collect(child, source, inside, found);
}

type Element = Extract<MdastNode, { type: 'mdxJsxFlowElement' | 'mdxJsxTextElement' }>;

function partOf(node: Element, source: string, within: readonly string[]): Part {
  const attributes = new Map<string, AttributeValue>();
  for (const attribute of node.attributes) {
    if (attribute.type !== 'mdxJsxAttribute') continue;
    const { name, value } = attribute;
    attributes.set(
      name,
      value == null ? true : typeof value === 'string' ? value : { expression: value.value },
    );
  }
  const line = node.position?.start.line ?? 0;
  const offset = node.position?.start.offset ?? 0;
  const text = source.slice(offset, node.position?.end.offset);
  return {
    name: node.name ?? '',
    attributes,
    line,
    offset,
    within,
    lineOf(attribute) {
      const at = text.search(new RegExp(`\\s${attribute}(?=[\\s=/>])`));
      return at < 0 ? line : line + text.slice(0, at + 1).split('\n').length - 1;
    },
  };
}

/** Whether a displayed formula has its `$$` on lines of their own. */
function isFenced({ type, position }: MdastNode): boolean {
  return type === 'math' && position !== undefined && position.end.line > position.start.line;
}

function idOf(heading: Extract<MdastNode, { type: 'heading' }>): string | undefined {
  const id = (heading.data as { hProperties?: { id?: unknown } } | undefined)?.hProperties?.id;
  return typeof id === 'string' ? id : undefined;
}

function textOf(node: MdastNode): string {
  if ('value' in node) return String(node.value);
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

function hasMath(node: MdastNode): boolean {
  return node.type === 'inlineMath' || ('children' in node && node.children.some(hasMath));
}
