// Finished HTML inside an article. MDX would read braces and stars of a string as its own; as a property it stays as it is.
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'satteri';

/** A node that puts a string of HTML into an MDX document, unread. */
export function html(value: string, place: 'text'): MdxJsxTextElement;
export function html(value: string, place: 'flow'): MdxJsxFlowElement;
export function html(value: string, place: 'text' | 'flow'): MdxJsxTextElement | MdxJsxFlowElement {
  return {
    type: place === 'text' ? 'mdxJsxTextElement' : 'mdxJsxFlowElement',
    name: 'Fragment',
    attributes: [{ type: 'mdxJsxAttribute', name: 'set:html', value }],
    children: [],
  };
}
