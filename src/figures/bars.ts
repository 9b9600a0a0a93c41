// One row of numbers as horizontal bars, each labelled directly with its word and its value.
import type { Explanation, FigureKind } from '../widget/figure.ts';
import { fixed } from '../widget/format.ts';
import { cut, widthOf } from './labels.ts';
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
  explain?(bar: number): Explanation;
}

const step = 26;
const width = 264;
const right = 40;

export const bars: FigureKind<BarsData> = {
  kind: 'bars',

  draw(data, document, { axisX, axisY, barX, plot, ruleX, text }) {
    const { labels, values, domain } = data;
    const left = 12 + Math.max(10, ...labels.map((label) => widthOf(cut(label), 12)));
    const axis: Axis = { type: 'linear', domain: [domain[0], domain[1]], range: [left, width - right] };
    const rows = values.map((value, i) => ({ value: clip(value, domain), i }));
    const element = plot({
      document,
      className: 'plot',
      width,
      height: labels.length * step + 44,
      marginLeft: left,
      marginRight: right,
      marginTop: 4,
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
          x: 'value',
          text: (d: { i: number }) => show(data, d.i),
          textAnchor: 'start',
          dx: 5,
          fontSize: 12,
          fontVariant: 'tabular-nums',
        }),
        ruleX([0], { stroke: 'var(--ink-soft)' }),
      ],
    });
    const svg = settle(element as Parameters<typeof settle>[0], 'bars', [labels, domain, data.title], {
      x: axis,
    });
    for (const [i, group] of ['cells', 'bars'].entries()) {
      svg.querySelectorAll('g[data-mark="bar"]')[i]?.setAttribute('class', group);
    }
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', data.title);
    return svg;
  },

  update(element, data) {
    if (!fits(element, [data.labels, data.domain, data.title])) return false;
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
        set(label, 'transform', (label.getAttribute('transform') ?? '').replace(/\([^,]*/, `(${px(end)}`));
        setText(label, show(data, i));
      }
    }
    return true;
  },

  table(data) {
    return {
      head: [data.labelTitle, data.title],
      rows: data.values.map((value, i) => ({ label: data.labels[i] ?? '', values: [value] })),
    };
  },

  grid(data) {
    return {
      rows: data.values.length,
      columns: 1,
      explain: (i) =>
        data.explain?.(i) ?? { text: `${data.labels[i]} = ${fixed(data.values[i] ?? Number.NaN, 4)}` },
    };
  },

  cells: cellsOf,
};

function show(data: BarsData, i: number): string {
  return fixed(data.values[i] ?? Number.NaN, data.digits ?? 2);
}

/** A bar ends at the axis's end; its number still tells the truth. NaN has no bar. */
function clip(value: number, [low, high]: readonly [number, number]): number {
  return Number.isNaN(value) ? 0 : Math.min(high, Math.max(low, value));
}

function cellsOf(element: Element): readonly Element[] {
  return [...element.querySelectorAll('g.cells > rect')];
}
