// Measured or computed curves over one variable, labelled at their ends, with a marker at the reader's own value.
import type { FigureKind } from '../widget/figure.ts';
import { axisOf, fits, px, set, setText, settle, toPixels, type Axis } from './svg.ts';

export interface Curve {
  readonly label: string;
  /** A CSS colour. Curves also differ by dash, so that colour is never alone. */
  readonly color: string;
  readonly dash?: string;
  readonly y: readonly number[];
}

export interface CurvesData {
  readonly x: readonly number[];
  readonly curves: readonly Curve[];
  readonly xTitle: string;
  readonly yTitle: string;
  readonly xType?: 'linear' | 'log';
  readonly yType?: 'linear' | 'log';
  readonly yDomain: readonly [number, number];
  /** Where the reader stands; a rule through the curves, with a dot on each. */
  readonly at?: number;
}

const size = { width: 400, height: 240, left: 40, right: 104, top: 26, bottom: 42 };

export const curves: FigureKind<CurvesData> = {
  kind: 'curves',

  draw(data, document, { axisX, axisY, dot, gridY, line, plot, ruleX, text }) {
    const { x: xAxis, y: yAxis } = axes(data);
    const ends = labelPlaces(data, yAxis);
    const at = marker(data);
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
          line(points(data, curve), {
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
        text(data.curves, {
          frameAnchor: 'right',
          text: 'label',
          fill: (d: Curve) => d.color,
          y: (_: Curve, i: number) => ends[i],
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
    svg.setAttribute('role', 'img');
    svg.setAttribute(
      'aria-label',
      [data.yTitle, data.xTitle, ...data.curves.map((curve) => curve.label)].join(' · '),
    );
    return svg;
  },

  update(element, data) {
    if (!fits(element, shapeOf(data))) return false;
    const xAxis = axisOf(element, 'x');
    const yAxis = axisOf(element, 'y');
    const at = marker(data);
    const ends = labelPlaces(data, yAxis);
    const paths = element.querySelectorAll('g[data-mark="line"] > path');
    const labels = element.querySelectorAll('g[data-mark="text"] > text');
    const dots = element.querySelectorAll('g[data-mark="dot"] > circle');
    for (const [i, curve] of data.curves.entries()) {
      const path = paths[i];
      const label = labels[i];
      const mark = dots[i];
      if (path !== undefined) set(path, 'd', pathOf(data, curve, xAxis, yAxis));
      if (label !== undefined) {
        const y = toPixels(yAxis, ends[i] ?? 0);
        set(label, 'transform', (label.getAttribute('transform') ?? '').replace(/,[^)]*\)/, `,${px(y)})`));
        setText(label, curve.label);
      }
      if (mark !== undefined && at !== undefined) {
        set(mark, 'cx', px(toPixels(xAxis, at.x)));
        set(mark, 'cy', px(toPixels(yAxis, at.y[i] ?? 0)));
      }
    }
    const rule = element.querySelector('g[data-mark="rule"] > line');
    if (rule !== null && at !== undefined) {
      set(rule, 'x1', px(toPixels(xAxis, at.x)));
      set(rule, 'x2', px(toPixels(xAxis, at.x)));
    }
    return true;
  },

  table(data) {
    return {
      head: [data.xTitle, ...data.curves.map((curve) => curve.label)],
      rows: data.x.map((x, i) => ({
        label: plain(x),
        values: data.curves.map((curve) => curve.y[i] ?? Number.NaN),
      })),
    };
  },
};

function axes(data: CurvesData): { x: Axis; y: Axis } {
  const first = data.x[0] ?? 0;
  const last = data.x.at(-1) ?? 1;
  return {
    x: { type: data.xType ?? 'linear', domain: [first, last], range: [size.left, size.width - size.right] },
    y: {
      type: data.yType ?? 'linear',
      domain: [...data.yDomain],
      range: [size.height - size.bottom, size.top],
    },
  };
}

function clip(y: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, y));
}

function points(data: CurvesData, curve: Curve): { x: number; y: number }[] {
  return data.x.map((x, i) => ({ x, y: clip(curve.y[i] ?? Number.NaN, data.yDomain) }));
}

function pathOf(data: CurvesData, curve: Curve, xAxis: Axis, yAxis: Axis): string {
  const parts = points(data, curve).map(({ x, y }) => `${px(toPixels(xAxis, x))},${px(toPixels(yAxis, y))}`);
  return `M${parts.join('L')}`;
}

/** The reader's x, and each curve there, linear between the points. */
function marker(data: CurvesData): { x: number; y: number[] } | undefined {
  const { at, x } = data;
  if (at === undefined) return undefined;
  let i = 1;
  while (i < x.length - 1 && (x[i] ?? 0) < at) i += 1;
  const x0 = x[i - 1] ?? at;
  const x1 = x[i] ?? x0;
  const t = x1 === x0 ? 0 : clip((at - x0) / (x1 - x0), [0, 1]);
  const y = data.curves.map((curve) => {
    const y0 = curve.y[i - 1] ?? 0;
    return clip(y0 + t * ((curve.y[i] ?? y0) - y0), data.yDomain);
  });
  return { x: at, y };
}

/** Labels stand at the curves' ends, pushed apart where they would touch. */
function labelPlaces(data: CurvesData, yAxis: Axis): number[] {
  const order = data.curves
    .map((curve, i) => ({ i, at: toPixels(yAxis, clip(curve.y.at(-1) ?? 0, data.yDomain)) }))
    .sort((a, b) => a.at - b.at);
  for (let k = 1; k < order.length; k += 1) {
    const above = order[k - 1];
    const here = order[k];
    if (above !== undefined && here !== undefined) here.at = Math.max(here.at, above.at + 15);
  }
  const overflow = (order.at(-1)?.at ?? 0) - (size.height - size.bottom);
  const back = toValue(yAxis);
  const places: number[] = [];
  for (const { i, at } of order) places[i] = back(at - Math.max(0, overflow));
  return places;
}

function toValue(axis: Axis): (pixels: number) => number {
  const [r0, r1] = axis.range;
  const [d0, d1] = axis.domain;
  return (pixels) => {
    const t = (pixels - r0) / (r1 - r0);
    return axis.type === 'log' ? d0 * (d1 / d0) ** t : d0 + t * (d1 - d0);
  };
}

function shapeOf(data: CurvesData): unknown {
  return [
    data.x,
    data.curves.map(({ color, dash }) => [color, dash]),
    data.xTitle,
    data.yTitle,
    data.yDomain,
    data.at === undefined,
  ];
}

/** Every so manyth point, so that at most seven are labelled. */
function someOf(x: readonly number[]): number[] {
  const every = Math.ceil(x.length / 7);
  return x.filter((_, i) => i % every === 0);
}

/** Powers of ten from 10⁴ on as such: they must fit beside the axis. */
function plain(value: number): string {
  const power = Math.log10(value);
  if (power < 4 || !Number.isInteger(power)) return String(value);
  return `10${[...String(power)].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')}`;
}
