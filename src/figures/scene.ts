// Things in a plane, each a short stroke: a display to be searched. A disc behind each says how much attention it gets.
import type { FigureKind } from '../widget/figure.ts';
import { axisOf, fits, px, set, setText, settle, toPixels, type Axis } from './svg.ts';

export interface SceneItem {
  /** What it is called in the table. */
  readonly label: string;
  readonly x: number;
  readonly y: number;
  /** A CSS colour. */
  readonly color: string;
  /** Direction of the stroke in degrees, counter-clockwise from the right. */
  readonly angle: number;
  /** Share of the attention, 0…1: the area of the disc. */
  readonly weight: number;
  /** Written beside it; the number of its visit. */
  readonly note: string;
}

export interface SceneData {
  readonly items: readonly SceneItem[];
  readonly width: number;
  readonly height: number;
  /** The weight whose disc has the full size. */
  readonly full: number;
  /** Heads of the table: the item, its weight, its note. */
  readonly heads: readonly [item: string, weight: string, note: string];
}

const unit = 46;
const margin = 8;
const stroke = 0.42;
const disc = 0.5 * unit;

export const scene: FigureKind<SceneData> = {
  kind: 'scene',

  draw(data, document, { dot, link, plot, text }) {
    const { x, y } = axes(data);
    const element = plot({
      document,
      className: 'plot',
      width: data.width * unit + 2 * margin,
      height: data.height * unit + 2 * margin,
      margin,
      style: { fontSize: '12px' },
      x: { domain: x.domain, axis: null },
      y: { domain: y.domain, axis: null },
      r: { type: 'identity' },
      color: { type: 'identity' },
      marks: [
        dot(data.items, {
          x: 'x',
          y: 'y',
          r: (item: SceneItem) => radius(item, data),
          sort: null,
          fill: 'var(--scale-weights)',
          fillOpacity: 0.3,
        }),
        link(data.items, {
          x1: (item: SceneItem) => ends(item)[0],
          y1: (item: SceneItem) => ends(item)[1],
          x2: (item: SceneItem) => ends(item)[2],
          y2: (item: SceneItem) => ends(item)[3],
          stroke: 'color',
          strokeWidth: 6,
          strokeLinecap: 'butt',
        }),
        text(data.items, {
          x: 'x',
          y: 'y',
          text: noteOf,
          dx: 17,
          dy: -13,
          fill: 'var(--ink)',
          stroke: 'var(--surface)',
          strokeWidth: 3,
          fontSize: 12,
          fontWeight: 600,
        }),
      ],
    });
    const svg = settle(element as Parameters<typeof settle>[0], 'scene', shapeOf(data), { x, y });
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', labelOf(data));
    return svg;
  },

  update(element, data) {
    if (!fits(element, shapeOf(data))) return false;
    const [xAxis, yAxis] = [axisOf(element, 'x'), axisOf(element, 'y')];
    const [discs, strokes, notes] = ['dot', 'link', 'text'].map((mark) =>
      marksOf(element, mark, data.items.length),
    ) as [Element[], Element[], Element[]];
    element.setAttribute('aria-label', labelOf(data));
    for (const [i, item] of data.items.entries()) {
      const [x, y] = [px(toPixels(xAxis, item.x)), px(toPixels(yAxis, item.y))];
      const [x1, y1, x2, y2] = ends(item);
      const mark = discs[i];
      const line = strokes[i];
      const note = notes[i];
      if (mark !== undefined) {
        set(mark, 'cx', x);
        set(mark, 'cy', y);
        set(mark, 'r', String(radius(item, data)));
      }
      if (line !== undefined) {
        const [from, to] = [[x1, y1], [x2, y2]].map(([a = 0, b = 0]) => `${px(toPixels(xAxis, a))},${px(toPixels(yAxis, b))}`); // prettier-ignore
        set(line, 'd', `M${from}L${to}`);
        set(line, 'stroke', item.color);
      }
      if (note !== undefined) {
        set(note, 'transform', `translate(${x},${y})`);
        setText(note, noteOf(item));
      }
    }
    return true;
  },

  table({ items, heads }) {
    return {
      head: [...heads],
      rows: items.map(({ label, weight, note }) => ({ label, values: [weight, note] })),
    };
  },
};

/** The marks of one kind, as many as there are items: what is missing is a copy of the first, what is too much is taken away. */
function marksOf(element: Element, kind: string, count: number): Element[] {
  const group = element.querySelector(`g[data-mark="${kind}"]`);
  const marks = [...(group?.children ?? [])];
  for (const extra of marks.splice(count)) extra.remove();
  while (marks.length > 0 && marks.length < count) {
    const copy = marks[0]?.cloneNode(true) as Element;
    group?.append(copy);
    marks.push(copy);
  }
  return marks;
}

function labelOf({ items, heads }: SceneData): string {
  return `${items.length} · ${heads.join(' · ')}`;
}

/** Plot leaves out a circle without a radius and a text without characters, so none is quite without. */
function radius({ weight }: SceneItem, { full }: SceneData): number {
  return Number(Math.max(0.01, disc * Math.sqrt(Math.min(1, weight / full))).toFixed(2));
}

function noteOf({ note }: SceneItem): string {
  return note === '' ? '\u00a0' : note;
}

function ends({ x, y, angle }: SceneItem): [number, number, number, number] {
  const [dx, dy] = [Math.cos, Math.sin].map((f) => (stroke / 2) * f((angle * Math.PI) / 180)) as [
    number,
    number,
  ];
  return [x - dx, y - dy, x + dx, y + dy];
}

function axes({ width, height }: SceneData): { x: Axis; y: Axis } {
  return {
    x: { type: 'linear', domain: [0, width], range: [margin, margin + width * unit] },
    y: { type: 'linear', domain: [0, height], range: [margin + height * unit, margin] },
  };
}

function shapeOf({ width, height }: SceneData): unknown {
  return [width, height];
}
