// The handle of a figure: a ring at a point of its axes that the reader can take. What it sets, `embed/drag.ts` knows.
import { children, clip, layer, shape } from './layers.ts';
import { axisOf, px, set, toPixels, toValue } from './svg.ts';

/** A point in the figure's own units that can be dragged. */
export interface Handle {
  readonly x: number;
  readonly y: number;
  /** What is moved: “the query”. A screen reader says it. */
  readonly label: string;
  /** Which of several handles it is: `drag` is told. */
  readonly name?: string;
}

/** Pixels of the drawing: the ring that is seen, and the disc that a finger meets. Figures may be shown at half their size. */
const radius = { ring: 8, touch: 22 };

/** Draws the handle, or moves it. It stands above everything else; without one, whatever is there goes. */
export function layHandle(svg: Element, handle: Handle | undefined): void {
  if (handle === undefined) return svg.querySelector('g.handle')?.remove();
  layGrip(svg, layer(svg, 'handle', true), handle);
}

/** Draws several handles into the group of their class, or moves them. */
export function layGrips(svg: Element, handles: readonly Handle[]): void {
  for (const [i, group] of children(layer(svg, 'handles', true), 'g', handles.length).entries()) {
    const handle = handles[i];
    if (handle !== undefined) layGrip(svg, group, handle);
  }
}

function layGrip(svg: Element, group: Element, handle: Handle): void {
  if (group.childElementCount === 0) {
    group.appendChild(shape(group, 'circle', { r: String(radius.touch), fill: 'transparent' }));
    group.appendChild(
      shape(group, 'circle', {
        class: 'ring',
        r: String(radius.ring),
        fill: 'none',
        stroke: 'var(--accent)',
        'stroke-width': '2.5',
      }),
    );
  }
  const [x, y] = [axisOf(svg, 'x'), axisOf(svg, 'y')];
  const at = [toPixels(x, clip(handle.x, x.domain)), toPixels(y, clip(handle.y, y.domain))].map(px);
  set(group, 'transform', `translate(${at.join(',')})`);
  set(group, 'data-handle', handle.label);
  if (handle.name !== undefined) set(group, 'data-name', handle.name);
}

/**
 * The point of a drawing's axes under a point of the screen, in data units. A drawing may be shown smaller than it was drawn.
 * Not clipped: a pointer may leave the axes.
 */
export function locate(svg: Element, clientX: number, clientY: number): { x: number; y: number } {
  const box = svg.getBoundingClientRect();
  const [, , width = 1, height = 1] = (svg.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  return {
    x: toValue(axisOf(svg, 'x'), ((clientX - box.left) / box.width) * width),
    y: toValue(axisOf(svg, 'y'), ((clientY - box.top) / box.height) * height),
  };
}
