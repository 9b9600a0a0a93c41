// Vectors of two features as arrows from the origin: what a dot product measures, seen.
import type { FigureKind } from '../widget/figure.ts';
import { layHandle, locate, type Handle } from './handle.ts';
import { axisOf, fits, px, set, setText, settle, toPixels, type Axis } from './svg.ts';

export interface PlaneVector {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  /** A CSS colour: the vector's role. */
  readonly color: string;
  /** Line width in pixels; a weight may be drawn as width. */
  readonly width?: number;
}

export interface PlaneData {
  readonly vectors: readonly PlaneVector[];
  /** The plane shows −extent … extent on both axes. */
  readonly extent: number;
  readonly xTitle: string;
  readonly yTitle: string;
  /** A point that the reader can drag, usually an arrow's tip; a slot's `drag` says what it sets. */
  readonly handle?: Handle;
}

const side = 280;
const margin = 34;

export const plane: FigureKind<PlaneData> = {
  kind: 'plane',

  draw(data, document, { axisX, axisY, dot, gridX, gridY, link, plot, text }) {
    const domain: [number, number] = [-data.extent, data.extent];
    const x: Axis = { type: 'linear', domain, range: [margin, side - 16] };
    const y: Axis = { type: 'linear', domain, range: [side - margin, 16] };
    const element = plot({
      document,
      className: 'plot',
      width: side,
      height: side,
      marginLeft: margin,
      marginRight: 16,
      marginTop: 16,
      marginBottom: margin,
      style: { fontSize: '12px' },
      x: { domain, label: null },
      y: { domain, label: null },
      color: { type: 'identity' },
      marks: [
        gridX([0], { stroke: 'var(--rule)', strokeOpacity: 1 }),
        gridY([0], { stroke: 'var(--rule)', strokeOpacity: 1 }),
        axisX({
          anchor: 'bottom',
          ticks: 3,
          tickSize: 0,
          label: data.xTitle,
          labelAnchor: 'center',
          labelArrow: 'none',
          fontSize: 12,
        }),
        axisY({
          anchor: 'left',
          ticks: 3,
          tickSize: 0,
          label: data.yTitle,
          labelAnchor: 'center',
          labelArrow: 'none',
          fontSize: 12,
        }),
        link(data.vectors, {
          x1: 0,
          y1: 0,
          x2: 'x',
          y2: 'y',
          stroke: 'color',
          strokeWidth: (d: PlaneVector) => d.width ?? 2,
        }),
        dot(data.vectors, { x: 'x', y: 'y', r: 4, fill: 'color' }),
        text(data.vectors, {
          x: 'x',
          y: 'y',
          text: 'label',
          fill: 'color',
          // Above the dot, and above the ring of a handle.
          dy: data.handle === undefined ? -12 : -17,
          fontSize: 13,
          fontWeight: 600,
        }),
      ],
    });
    const svg = settle(element as Parameters<typeof settle>[0], 'plane', shapeOf(data), { x, y });
    layHandle(svg, data.handle);
    svg.setAttribute('role', data.handle === undefined ? 'img' : 'group');
    svg.setAttribute('aria-label', data.vectors.map((vector) => vector.label).join(' · '));
    return svg;
  },

  update(element, data) {
    if (!fits(element, shapeOf(data))) return false;
    const xAxis = axisOf(element, 'x');
    const yAxis = axisOf(element, 'y');
    const [x0, y0] = [px(toPixels(xAxis, 0)), px(toPixels(yAxis, 0))];
    const links = element.querySelectorAll('g[data-mark="link"] > path');
    const dots = element.querySelectorAll('g[data-mark="dot"] > circle');
    const texts = element.querySelectorAll('g[data-mark="text"] > text');
    for (const [i, vector] of data.vectors.entries()) {
      const [x, y] = [px(toPixels(xAxis, vector.x)), px(toPixels(yAxis, vector.y))];
      const path = links[i];
      const mark = dots[i];
      const label = texts[i];
      if (path !== undefined) {
        set(path, 'd', `M${x0},${y0}L${x},${y}`);
        set(path, 'stroke-width', String(vector.width ?? 2));
      }
      if (mark !== undefined) {
        set(mark, 'cx', x);
        set(mark, 'cy', y);
      }
      if (label !== undefined) {
        set(label, 'transform', `translate(${x},${y})`);
        setText(label, vector.label);
      }
    }
    layHandle(element, data.handle);
    return true;
  },

  table(data) {
    return {
      head: ['', data.xTitle, data.yTitle],
      rows: data.vectors.map(({ label, x, y }) => ({ label, values: [x, y] })),
    };
  },

  locate,
};

function shapeOf(data: PlaneData): unknown {
  return [
    data.extent,
    data.xTitle,
    data.yTitle,
    data.vectors.map((vector) => vector.color),
    data.handle === undefined,
  ];
}
