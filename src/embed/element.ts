// A few lines to build elements with, in Node and in the browser alike: the document is an argument.

/** Makes an element with attributes and children; false and null attributes are left out, true gives an empty one. */
export function make(
  document: Document,
  tag: string,
  attributes: Readonly<Record<string, string | number | boolean | null>> = {},
  ...children: readonly (Element | string | null)[]
): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null) element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) {
    if (typeof child === 'string') element.appendChild(document.createTextNode(child));
    else if (child !== null) element.appendChild(child);
  }
  return element;
}
