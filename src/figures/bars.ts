// One row of numbers as horizontal bars, each labelled directly with its word and its value; where they are estimates, with
// their standard error and the exact value that they stand for.
import type { Explanation, FigureKind } from '../widget/figure.ts';
import { fixed } from '../widget/format.ts';
import { cut, widthOf } from './labels.ts';
import { orBlank } from './layers.ts';
import { layEstimates } from './estimates.ts';
import { axisOf, fits, px, set, setText, settle, toPixels, type Axis } from './svg.ts';

export interface BarsData {
  readonly labels: readonly string[];
  readonly values: readonly number[];
  /** What the bars measure, with its unit; it stands under the axis. */
  readonly title: string;
  /** What the bars are: “keys”. It heads the table. */
  readonly labelTitle: string;
  /** The fixed range of the axis: bars must be comparable while a slider moves. */
  readonly domain: readonly [number, number];
  /** A CSS colour: the role of the numbers. */
  readonly color: string;
  readonly digits?: number;
  /** The standard error of each value, a whisker to both sides; NaN has none. Its title, “standard error”, heads the table. */
  readonly error?: { readonly title: string; readonly values: readonly number[] };
  /** The exact value that each bar estimates, a tick across it; the title, “exact”, stands over the ticks. */
  readonly exact?: { readonly title: string; readonly values: readonly number[] };
  explain?(bar: number): Explanation;
}

const step = 26;

/** The drawing's width, its right margin with room for the numbers, and its top one for the title of the ticks. */
function frameOf(data: BarsData): { width: number; right: number; top: number } {
  const right = data.error === undefined ? 40 : 88;
  return { width: 224 + right, right, top: data.exact === undefined ? 4 : 22 };
}

export const bars: FigureKind<BarsData> = {
  kind: 'bars',

  draw(data, document, { axisX, axisY, barX, plot, ruleX, text }) {
    const { labels, domain } = data;
    const { width, right, top } = frameOf(data);
    const left = 12 + Math.max(10, ...labels.map((label) => widthOf(cut(label), 12)));
    const axis: Axis = { type: 'linear', domain: [domain[0], domain[1]], range: [left, width - right] };
    const rows = data.values.map((value, i) => ({ value: clip(value, domain), end: endOf(data, i), i }));
    const element = plot({
      document,
      className: 'plot',
      width,
      height: labels.length * step + top + 40,
      marginLeft: left,
      marginRight: right,
      marginTop: top,
      marginBottom: 40,
      style: { fontSize: '12px' },
      x: { type: 'linear', domain: [...domain], label: null },
      y: { type: 'band', domain: labels.map((_, i) => i), padding: 0.25, label: null },
      marks: [
        axisX({
          anchor: 'bottom',
          ticks: 5,
          tickSize: 4,
          label: data.title,
          labelAnchor: 'center',
          labelArrow: 'none',
          labelOffset: 34,
          fontSize: 12,
        }),
        axisY({
          anchor: 'left',
          tickSize: 0,
          tickPadding: 6,
          tickFormat: (i: number) => cut(labels[i] ?? ''),
          label: null,
          fontSize: 12,
        }),
        // Bars near zero are pointed at all the same: each has its whole row.
        barX(rows, { y: 'i', x1: domain[0], x2: domain[1], fill: 'transparent' }),
        barX(rows, { y: 'i', x1: 0, x2: 'value', fill: data.color }),
        text(rows, {
          y: 'i',
          x: 'end',
          text: (d: { i: number }) => show(data, d.i),
          textAnchor: 'start',
          dx: 5,
          fontSize: 12,
          fontVariant: 'tabular-nums',
        }),
        ruleX([0], { stroke: 'var(--ink-soft)', pointerEvents: 'none' }),
      ],
    });
    const svg = settle(element as Parameters<typeof settle>[0], 'bars', shapeOf(data), { x: axis });
    for (const [i, group] of ['cells', 'bars'].entries()) {
      svg.querySelectorAll('g[data-mark="bar"]')[i]?.setAttribute('class', group);
    }
    layEstimates(svg, data);
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', data.title);
    return svg;
  },

  update(element, data) {
    if (!fits(element, shapeOf(data))) return false;
    const axis = axisOf(element, 'x');
    const zero = toPixels(axis, 0);
    const rects = element.querySelectorAll('g.bars > rect');
    const texts = element.querySelectorAll('g[data-mark="text"] > text');
    for (const [i, value] of data.values.entries()) {
      const end = toPixels(axis, clip(value, data.domain));
      const rect = rects[i];
      const label = texts[i];
      if (rect !== undefined) {
        set(rect, 'x', px(Math.min(zero, end)));
        set(rect, 'width', px(Math.abs(end - zero)));
      }
      if (label !== undefined) {
        set(
          label,
          'transform',
          (label.getAttribute('transform') ?? '').replace(
            /\([^,]*/,
            `(${px(toPixels(axis, endOf(data, i)))}`,
          ),
        );
        setText(label, show(data, i));
      }
    }
    layEstimates(element, data);
    return true;
  },

  table(data) {
    const more = [data.error, data.exact].filter((column) => column !== undefined);
    return {
      head: [data.labelTitle, data.title, ...more.map(({ title }) => title)],
      rows: data.values.map((value, i) => ({
        label: data.labels[i] ?? '',
        values: [value, ...more.map(({ values }) => orBlank(values[i]))],
      })),
    };
  },

  grid(data) {
    return {
      rows: data.values.length,
      columns: 1,
      explain: (i) => data.explain?.(i) ?? { text: inWords(data, i) },
    };
  },

  cells: cellsOf,
};

/** What an update cannot change. */
function shapeOf({ labels, domain, title, error, exact }: BarsData): unknown {
  return [labels, domain, title, error === undefined, exact?.title];
}

function show({ values, error, digits = 2 }: BarsData, i: number): string {
  const value = fixed(values[i] ?? Number.NaN, digits);
  const plus = error?.values[i] ?? Number.NaN;
  return Number.isNaN(plus) ? value : `${value} ± ${fixed(plus, digits)}`;
}

function inWords({ labels, values, error, exact }: BarsData, i: number): string {
  const value = fixed(values[i] ?? Number.NaN, 4);
  const [plus, truth] = [error?.values[i] ?? Number.NaN, exact?.values[i] ?? Number.NaN];
  return (
    `${labels[i]} = ${value}` +
    (Number.isNaN(plus) ? '' : ` ± ${fixed(plus, 4)}`) +
    (Number.isNaN(truth) ? '' : ` · ${exact?.title} = ${fixed(truth, 4)}`)
  );
}

/** Where a bar's number begins: beyond the bar, its whisker and its tick. */
function endOf({ values, error, exact, domain }: BarsData, i: number): number {
  const value = values[i] ?? Number.NaN;
  const reach = [value, value + (error?.values[i] ?? 0), exact?.values[i] ?? 0, 0];
  return clip(Math.max(...reach.filter((x) => !Number.isNaN(x))), domain);
}

/** A bar ends at the axis's end; its number still tells the truth. NaN has no bar. */
function clip(value: number, [low, high]: readonly [number, number]): number {
  return Number.isNaN(value) ? 0 : Math.min(high, Math.max(low, value));
}

function cellsOf(element: Element): readonly Element[] {
  return [...element.querySelectorAll('g.cells > rect')];
}
