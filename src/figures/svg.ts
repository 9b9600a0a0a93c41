// What all Plot drawings of the Atlas share: no injected style sheet, and scales that an update can read back.
import type { Plot } from './plot.ts';

/** A linear or logarithmic scale from data to pixels. */
export interface Axis {
  readonly type: 'linear' | 'log';
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
}

/** Maps a value to pixels. */
export function toPixels(axis: Axis, value: number): number {
  const at = axis.type === 'log' ? Math.log : (x: number) => x;
  const [d0, d1] = axis.domain;
  const [r0, r1] = axis.range;
  return r0 + ((at(value) - at(d0)) / (at(d1) - at(d0))) * (r1 - r0);
}

/** Maps pixels to a value: the way back. */
export function toValue({ type, domain: [d0, d1], range: [r0, r1] }: Axis, pixels: number): number {
  const t = (pixels - r0) / (r1 - r0);
  return type === 'log' ? d0 * (d1 / d0) ** t : d0 + t * (d1 - d0);
}

/**
 * Takes the SVG that Plot made: drops Plot's own style element (the site's style sheet has these rules, and a strict
 * Content-Security-Policy would refuse it), and writes the scales and a signature of the drawing's shape on the element.
 */
export function settle(
  element: Plot & Element,
  kind: string,
  shape: unknown,
  axes: Record<string, Axis> = {},
): Element {
  element.querySelector('style')?.remove();
  // Plot names its groups by aria-label, which an element without a role may not have.
  for (const group of element.querySelectorAll('g[aria-label]')) {
    group.setAttribute('data-mark', group.getAttribute('aria-label') ?? '');
    group.removeAttribute('aria-label');
  }
  element.setAttribute('class', `plot plot-${kind}`);
  element.setAttribute('data-shape', JSON.stringify(shape));
  for (const [name, axis] of Object.entries(axes)) element.setAttribute(`data-${name}`, JSON.stringify(axis));
  return element;
}

/** Whether an element drawn before has the shape that new data need. */
export function fits(element: Element, shape: unknown): boolean {
  return element.getAttribute('data-shape') === JSON.stringify(shape);
}

/** A scale that `settle` wrote. */
export function axisOf(element: Element, name: string): Axis {
  return JSON.parse(element.getAttribute(`data-${name}`) ?? 'null') as Axis;
}

/** Sets an attribute only when it changes: an unchanged mark costs no style recalculation. */
export function set(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Sets an element's text only when it changes. */
export function setText(element: Element, text: string): void {
  const node = element.firstChild as Text | null;
  if (node === null) element.textContent = text;
  else if (node.data !== text) node.data = text;
}

/** A pixel position with two digits: enough for any display. */
export function px(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Where the cells of a grid lie, whose axes count rows and columns. */
export function frameOf(element: Element) {
  const [across, down] = [axisOf(element, 'x'), axisOf(element, 'y')];
  const [x, y] = [across.range[0], down.range[0]];
  const [width, height] = [across.range[1] - x, down.range[1] - y];
  return {
    ...{ x, y, width, height },
    cell: { width: width / across.domain[1], height: height / down.domain[1] },
  };
}
