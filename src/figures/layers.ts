// Marks that vary in number while a widget answers: dots and bands. `draw` and `update` lay them by the same code, on the axes
// that Plot drew.
import { px, set, toPixels, type Axis } from './svg.ts';

/** A cloud of points. */
export interface Dots {
  readonly label: string;
  /** A CSS colour: the role of the points. Clouds also differ by the shape of their dots, so that colour is never alone. */
  readonly color: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** What each point counts for, 0 … 1: 1 is a full dot, 0 a small ring. All 1 where nothing is said. */
  readonly weights?: ArrayLike<number>;
  /** Heads the weights in the table. */
  readonly weightTitle?: string;
}

/** The area between two curves over the x of the figure: a mean ± its standard error, or an interval. */
export interface Band {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** A CSS colour: that of the curve that it belongs to. */
  readonly color: string;
  /** Heads of the two in the table: “mean − s.e.”, “mean + s.e.”. */
  readonly titles: readonly [lower: string, upper: string];
}

const svgSpace = 'http://www.w3.org/2000/svg';

/** An element of a drawing. */
export function shape(
  parent: Element,
  name: string,
  attributes: Readonly<Record<string, string>> = {},
): Element {
  const element = parent.ownerDocument.createElementNS(svgSpace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** The group of a layer, made at need: below the lines, or above all. */
export function layer(svg: Element, name: string, above = false): Element {
  const found = svg.querySelector(`g.${name}`);
  if (found !== null) return found;
  const group = shape(svg, 'g', { class: name });
  const next = above
    ? null
    : svg.querySelector('[data-mark="line"], [data-mark="rule"], [data-mark="dot"], [data-mark="text"]');
  svg.insertBefore(group, next);
  return group;
}

/** Gives a group as many children as there are marks, and answers them. */
export function children(group: Element, name: string, count: number): Element[] {
  while (group.childElementCount > count) group.lastElementChild?.remove();
  while (group.childElementCount < count) group.appendChild(shape(group, name));
  return [...group.children];
}

/** The sign of the k-th cloud before its label. */
export const signOf = (k: number): string => ['●', '◆', '▲'][k % 3] ?? '';

/** Lays clouds of points. A point beyond the axes stands at their edge; one without a number is not drawn. */
export function layDots(svg: Element, clouds: readonly Dots[], x: Axis, y: Axis): void {
  for (const [k, { color, ...dots }] of clouds.entries()) {
    const group = layer(svg, `dots-${k}`);
    set(group, 'fill', color);
    set(group, 'stroke', color);
    for (const [i, mark] of children(group, 'path', dots.x.length).entries()) {
      const weight = Math.min(1, Math.max(0, dots.weights?.[i] ?? 1));
      const [cx, cy] = [toPixels(x, clip(dots.x[i], x.domain)), toPixels(y, clip(dots.y[i], y.domain))];
      const radius = dots.weights === undefined ? 3 : 2 + 4 * Math.sqrt(weight);
      set(mark, 'd', Number.isNaN(cx + cy) ? '' : outline(k, cx, cy, radius));
      set(mark, 'fill-opacity', px(dots.weights === undefined ? 0.7 : 0.8 * weight));
    }
  }
}

/** A disc, a diamond or a triangle around a point. */
function outline(k: number, x: number, y: number, r: number): string {
  if (k % 3 === 0)
    return `M${px(x - r)},${px(y)}a${px(r)},${px(r)} 0 1,0 ${px(2 * r)},0a${px(r)},${px(r)} 0 1,0 ${px(-2 * r)},0Z`;
  const s = 1.25 * r;
  return k % 3 === 1
    ? `M${px(x)},${px(y - s)}l${px(s)},${px(s)}l${px(-s)},${px(s)}l${px(-s)},${px(-s)}Z`
    : `M${px(x)},${px(y - s)}l${px(s)},${px(1.8 * s)}h${px(-2 * s)}Z`;
}

/** Lays bands over the figure's x. */
export function layBands(
  svg: Element,
  bands: readonly Band[],
  at: readonly number[],
  x: Axis,
  y: Axis,
): void {
  if (bands.length === 0) return;
  for (const [k, mark] of children(layer(svg, 'bands'), 'path', bands.length).entries()) {
    const { lower = [], upper = [], color = 'none' } = bands[k] ?? {};
    // A band has a gap where either edge has no number.
    const runs: [upper: string[], lower: string[]][] = [[[], []]];
    for (const [i, place] of at.entries()) {
      const edges = [upper[i], lower[i]].map((value) => toPixels(y, clip(value, y.domain)));
      if (edges.some(Number.isNaN)) runs.push([[], []]);
      else
        for (const [e, edge] of edges.entries())
          runs.at(-1)?.[e]?.push(`${px(toPixels(x, place))},${px(edge)}`);
    }
    const areas = runs.filter(([edge]) => edge.length > 1);
    set(mark, 'd', areas.map(([above, below]) => `M${[...above, ...below.reverse()].join('L')}Z`).join(''));
    set(mark, 'fill', color);
    set(mark, 'fill-opacity', '0.22');
  }
}

/** A value moved into a domain, whichever way the domain runs; NaN stays. */
export function clip(value: number | undefined, [from, to]: readonly [number, number]): number {
  if (value === undefined) return Number.NaN;
  return Math.min(Math.max(from, to), Math.max(Math.min(from, to), value));
}

/** A number in a table, or nothing where there is none: a gap of a curve, an error that cannot be known. */
export function orBlank(value: number | undefined): number | '' {
  return value === undefined || Number.isNaN(value) ? '' : value;
}
