// Measured or computed curves over one variable, labelled at their ends, with a marker at the reader's own value; below them
// points that were measured, and how far a mean may be trusted.
import type { FigureKind, Table } from '../widget/figure.ts';
import {
  axesOf,
  frameOf,
  labelPlaces,
  labelsOf,
  markerOf,
  pathOf,
  plain,
  pointsOf,
  shapeOf,
  someOf,
} from './curves-layout.ts';
import { layHandle, locate, type Handle } from './handle.ts';
import { layBands, layDots, orBlank, type Band, type Dots } from './layers.ts';
import { axisOf, fits, px, set, setText, settle, toPixels } from './svg.ts';

export type { Band, Dots, Handle };

export interface Curve {
  readonly label: string;
  /** A CSS colour. Curves also differ by dash, so that colour is never alone. */
  readonly color: string;
  readonly dash?: string;
  /** At each x of the figure; the curve has a gap where it is NaN. */
  readonly y: readonly number[];
}

export interface CurvesData {
  /** Where the curves and bands have values; empty where there are only dots. */
  readonly x: readonly number[];
  readonly curves: readonly Curve[];
  /** Areas between a lower and an upper value at each x, below the curves. */
  readonly bands?: readonly Band[];
  /** Clouds of points, each with its own x; how many points a cloud has may change. */
  readonly dots?: readonly Dots[];
  readonly xTitle: string;
  readonly yTitle: string;
  readonly xType?: 'linear' | 'log';
  readonly yType?: 'linear' | 'log';
  /** The range of the x axis; from the first to the last x where nothing is said. */
  readonly xDomain?: readonly [number, number];
  readonly yDomain: readonly [number, number];
  /** Where the reader stands; a rule through the curves, with a dot on each. */
  readonly at?: number;
  /** A point that the reader can drag; a slot's `drag` says what it sets. */
  readonly handle?: Handle;
}

export const curves: FigureKind<CurvesData> = {
  kind: 'curves',

  draw(data, document, { axisX, axisY, dot, gridY, line, plot, ruleX, text }) {
    const { x: xAxis, y: yAxis } = axesOf(data);
    const size = frameOf(data);
    const ends = labelPlaces(data, yAxis);
    const at = markerOf(data);
    const element = plot({
      document,
      className: 'plot',
      width: size.width,
      height: size.height,
      marginLeft: size.left,
      marginRight: size.right,
      marginTop: size.top,
      marginBottom: size.bottom,
      style: { fontSize: '12px' },
      x: { type: xAxis.type, domain: [...xAxis.domain], label: null },
      y: { type: yAxis.type, domain: [...yAxis.domain], label: null },
      marks: [
        gridY({ ticks: 5, stroke: 'var(--rule)', strokeOpacity: 1 }),
        axisX({
          anchor: 'bottom',
          tickSize: 4,
          // A log scale would write only some of its ticks; `text` is not filtered.
          ...(xAxis.type === 'log' ? { ticks: someOf(data.x), text: plain } : { ticks: 6 }),
          label: data.xTitle,
          labelAnchor: 'center',
          labelArrow: 'none',
          labelOffset: 36,
          fontSize: 12,
        }),
        axisY({
          anchor: 'left',
          ticks: 5,
          tickSize: 0,
          ...(yAxis.type === 'log' ? { tickFormat: plain } : {}),
          label: data.yTitle,
          labelArrow: 'none',
          fontSize: 12,
        }),
        ...data.curves.map((curve) =>
          line(pointsOf(data, curve), {
            x: 'x',
            y: 'y',
            stroke: curve.color,
            strokeWidth: 2,
            ...(curve.dash === undefined ? {} : { strokeDasharray: curve.dash }),
          }),
        ),
        ruleX(at === undefined ? [] : [at.x], { stroke: 'var(--accent)', strokeWidth: 1 }),
        dot(at === undefined ? [] : at.y.map((y) => ({ x: at.x, y })), {
          x: 'x',
          y: 'y',
          r: 3.5,
          fill: 'var(--accent)',
        }),
        text(labelsOf(data), {
          frameAnchor: 'right',
          text: 'label',
          fill: 'color',
          y: (_: unknown, i: number) => ends[i],
          textAnchor: 'start',
          dx: 8,
          fontSize: 12,
        }),
      ],
      color: { type: 'identity' },
    });
    const svg = settle(element as Parameters<typeof settle>[0], 'curves', shapeOf(data), {
      x: xAxis,
      y: yAxis,
    });
    layOver(svg, data);
    // What an image holds cannot be focused; a handle can.
    svg.setAttribute('role', data.handle === undefined ? 'img' : 'group');
    const words = [...data.curves, ...(data.dots ?? [])].map(({ label }) => label);
    svg.setAttribute('aria-label', [data.yTitle, data.xTitle, ...words].join(' · '));
    return svg;
  },

  update(element, data) {
    if (!fits(element, shapeOf(data))) return false;
    const xAxis = axisOf(element, 'x');
    const yAxis = axisOf(element, 'y');
    const at = markerOf(data);
    const ends = labelPlaces(data, yAxis);
    const paths = element.querySelectorAll('g[data-mark="line"] > path');
    const labels = element.querySelectorAll('g[data-mark="text"] > text');
    const dots = element.querySelectorAll('g[data-mark="dot"] > circle');
    for (const [i, curve] of data.curves.entries()) {
      const path = paths[i];
      const mark = dots[i];
      if (path !== undefined) set(path, 'd', pathOf(data, curve, xAxis, yAxis));
      if (mark !== undefined && at !== undefined) {
        set(mark, 'cx', px(toPixels(xAxis, at.x)));
        set(mark, 'cy', px(toPixels(yAxis, at.y[i] ?? 0)));
      }
    }
    for (const [i, { label: words }] of labelsOf(data).entries()) {
      const label = labels[i];
      if (label === undefined) continue;
      const y = toPixels(yAxis, ends[i] ?? 0);
      set(label, 'transform', (label.getAttribute('transform') ?? '').replace(/,[^)]*\)/, `,${px(y)})`));
      setText(label, words);
    }
    const rule = element.querySelector('g[data-mark="rule"] > line');
    if (rule !== null && at !== undefined) {
      set(rule, 'x1', px(toPixels(xAxis, at.x)));
      set(rule, 'x2', px(toPixels(xAxis, at.x)));
    }
    layOver(element, data);
    return true;
  },

  table: tableOf,

  locate,
};

/** What is laid by the same code at first and later. */
function layOver(svg: Element, data: CurvesData): void {
  const [x, y] = [axisOf(svg, 'x'), axisOf(svg, 'y')];
  layBands(svg, data.bands ?? [], data.x, x, y);
  layDots(svg, data.dots ?? [], x, y);
  layHandle(svg, data.handle);
}

/** A row for each x of the curves, then one for each dot; what a row does not have is empty. */
function tableOf(data: CurvesData): Table {
  const { x, curves: lines, bands = [], dots = [] } = data;
  const columns = [
    ...lines.map(({ label, y }) => ({ head: label, values: y })),
    ...bands.flatMap(({ titles, lower, upper }) => [
      { head: titles[0], values: lower },
      { head: titles[1], values: upper },
    ]),
  ];
  const clouds = dots.map(({ label, weights, weightTitle }) => [
    label,
    ...(weights === undefined ? [] : [weightTitle ?? 'w']),
  ]);
  const blank = (count: number): string[] => Array.from({ length: count }, () => '');
  const before = (k: number): number => clouds.slice(0, k).flat().length;
  return {
    head: [data.xTitle, ...columns.map(({ head }) => head), ...clouds.flat()],
    rows: [
      ...x.map((at, i) => ({
        label: plain(at),
        values: [...columns.map(({ values }) => orBlank(values[i])), ...blank(before(clouds.length))],
      })),
      ...dots.flatMap((cloud, k) =>
        Array.from(cloud.x, (at, i) => ({
          label: plain(at),
          values: [
            ...blank(columns.length + before(k)),
            cloud.y[i] ?? Number.NaN,
            ...(cloud.weights === undefined ? [] : [cloud.weights[i] ?? Number.NaN]),
            ...blank(before(clouds.length) - before(k + 1)),
          ],
        })),
      ),
    ],
  };
}
