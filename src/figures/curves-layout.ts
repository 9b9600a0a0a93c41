// Where the parts of a drawing of curves stand: axes, lines, labels at the ends, the reader's marker.
import type { Curve, CurvesData } from './curves.ts';
import { widthOf } from './labels.ts';
import { clip, signOf } from './layers.ts';
import { px, toPixels, toValue, type Axis } from './svg.ts';

const size = { width: 400, height: 240, left: 40, top: 26, bottom: 42 };
const lineHeight = 15;

/** The drawing's size and margins: the right one has room for the labels. */
export function frameOf(data: CurvesData): typeof size & { readonly right: number } {
  const longest = Math.max(0, ...labelsOf(data).map(({ label }) => widthOf(label, 12)));
  return { ...size, right: Math.min(170, Math.max(104, Math.ceil(longest) + 12)) };
}

/** The scales, from data to pixels. */
export function axesOf(data: CurvesData): { x: Axis; y: Axis } {
  const { width, height, left, right, top, bottom } = frameOf(data);
  const [first, last] = data.xDomain ?? [data.x[0] ?? 0, data.x.at(-1) ?? 1];
  return {
    x: { type: data.xType ?? 'linear', domain: [first, last], range: [left, width - right] },
    y: { type: data.yType ?? 'linear', domain: [...data.yDomain], range: [height - bottom, top] },
  };
}

/** A curve's points inside the axes. */
export function pointsOf(data: CurvesData, curve: Curve): { x: number; y: number }[] {
  return data.x.map((x, i) => ({ x, y: clip(curve.y[i], data.yDomain) }));
}

/** A curve as a path; it has a gap where it has no number. */
export function pathOf(data: CurvesData, curve: Curve, xAxis: Axis, yAxis: Axis): string {
  const runs: string[][] = [[]];
  for (const { x, y } of pointsOf(data, curve)) {
    if (Number.isNaN(y)) runs.push([]);
    else runs.at(-1)?.push(`${px(toPixels(xAxis, x))},${px(toPixels(yAxis, y))}`);
  }
  return runs
    .filter((run) => run.length > 0)
    .map((run) => `M${run.join('L')}${run.length === 1 ? 'Z' : ''}`)
    .join('');
}

/** The reader's x, and each curve there, linear between the points. */
export function markerOf(data: CurvesData): { x: number; y: number[] } | undefined {
  const { at, x } = data;
  if (at === undefined) return undefined;
  let i = 1;
  while (i < x.length - 1 && (x[i] ?? 0) < at) i += 1;
  const x0 = x[i - 1] ?? at;
  const x1 = x[i] ?? x0;
  const t = x1 === x0 ? 0 : clip((at - x0) / (x1 - x0), [0, 1]);
  const y = data.curves.map((curve) => {
    const y0 = curve.y[i - 1] ?? 0;
    // What comes after the first point of a curve may not be known yet.
    return clip(t === 0 ? y0 : y0 + t * ((curve.y[i] ?? y0) - y0), data.yDomain);
  });
  return { x: at, y };
}

/** What stands at the right: the curves by their labels, and clouds of dots with their sign. */
export function labelsOf(data: CurvesData): { label: string; color: string }[] {
  return [
    ...data.curves.map(({ label, color }) => ({ label, color })),
    ...(data.dots ?? []).map(({ label, color }, k) => ({ label: `${signOf(k)} ${label}`, color })),
  ];
}

/** Labels stand at the ends, pushed apart where they would touch: the y of each, in the order of `labelsOf`. */
export function labelPlaces(data: CurvesData, yAxis: Axis): number[] {
  const ends = [
    ...data.curves.map((curve) => curve.y.findLast((y) => !Number.isNaN(y))),
    ...(data.dots ?? []).map(({ x, y }) => {
      let last = -1;
      for (let i = 0; i < x.length; i += 1) if (last < 0 || (x[i] ?? 0) > (x[last] ?? 0)) last = i;
      return y[last];
    }),
  ];
  const order = ends
    .map((end = data.yDomain[0], i) => ({
      i,
      at: toPixels(yAxis, clip(Number.isNaN(end) ? data.yDomain[0] : end, data.yDomain)),
    }))
    .sort((a, b) => a.at - b.at);
  for (let k = 1; k < order.length; k += 1) {
    const above = order[k - 1];
    const here = order[k];
    if (above !== undefined && here !== undefined) here.at = Math.max(here.at, above.at + lineHeight);
  }
  const overflow = (order.at(-1)?.at ?? 0) - (size.height - size.bottom);
  const places: number[] = [];
  for (const { i, at } of order) places[i] = toValue(yAxis, at - Math.max(0, overflow));
  return places;
}

/** What an update cannot change. */
export function shapeOf(data: CurvesData): unknown {
  return [
    data.x,
    data.curves.map(({ color, dash }) => [color, dash]),
    data.xTitle,
    data.yTitle,
    data.yDomain,
    data.at === undefined,
    data.xDomain,
    data.dots?.length,
    data.bands?.length,
    data.handle === undefined,
    frameOf(data).right,
  ];
}

/** The points that are labelled on a logarithmic axis: powers of ten, else every so manyth, at most seven. */
export function someOf(x: readonly number[]): number[] {
  const tens = x.filter((value) => Number.isInteger(Math.log10(value)));
  if (tens.length > 2 && tens.length < 8) return tens;
  const every = Math.ceil(x.length / 7);
  return x.filter((_, i) => i % every === 0);
}

/** Powers of ten from 10⁴ on as such: they must fit beside the axis. */
export function plain(value: number): string {
  const power = Math.round(Math.log10(value));
  if (!(Math.abs(power) >= 4) || Math.abs(Math.log10(value) - power) > 1e-9)
    return String(Number(value.toPrecision(6)));
  const digits = [...String(Math.abs(power))].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('');
  return `10${power < 0 ? '⁻' : ''}${digits}`;
}
