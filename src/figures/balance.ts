// Weights on a beam: each stands on its value, and the beam balances at their weighted mean.
import type { FigureKind } from '../widget/figure.ts';
import { fixed, short } from '../widget/format.ts';
import { axisOf, fits, px, set, setText, settle, toPixels, type Axis } from './svg.ts';

export interface BalanceData {
  /** Where the weights lie, and how heavy they are: shares of 1. */
  readonly values: readonly number[];
  readonly weights: readonly number[];
  /** The fixed range of the beam. */
  readonly domain: readonly [number, number];
  /** Where the beam is held: the mean. */
  readonly at: number;
  /** What the values, the weights and the mean are; the first stands under the axis. */
  readonly title: string;
  readonly weightTitle: string;
  readonly atTitle: string;
}

const size = { width: 400, height: 172, left: 40, right: 40, top: 4, beam: 84, bottom: 40 };

/** The radius of a disc in pixels; its area is its weight, but for a speck where there is none. */
const radius = (weight: number): number => Math.max(1, 28 * Math.sqrt(Math.min(1, weight)));

export const balance: FigureKind<BalanceData> = {
  kind: 'balance',

  draw(data, document, { axisX, dot, link, plot, text }) {
    const domain: [number, number] = [data.domain[0], data.domain[1]];
    const x: Axis = { type: 'linear', domain, range: [size.left, size.width - size.right] };
    const discs = data.values.map((value, i) => ({ value, weight: data.weights[i] ?? 0 }));
    const held = [{ at: clip(data.at, domain) }];
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
      x: { type: 'linear', domain, label: null },
      y: { type: 'identity', axis: null },
      r: { type: 'identity' },
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
        link([domain], {
          x1: '0',
          x2: '1',
          y1: size.beam,
          y2: size.beam,
          stroke: 'var(--ink-soft)',
          strokeWidth: 2,
        }),
        dot(discs, {
          x: 'value',
          y: (d: { weight: number }) => size.beam - radius(d.weight),
          r: (d: { weight: number }) => radius(d.weight),
          fill: 'var(--c-value)',
          sort: null,
        }),
        text(discs, {
          x: 'value',
          y: (d: { weight: number }) => size.beam - 2 * radius(d.weight),
          dy: -9,
          text: (d: { weight: number }) => fixed(d.weight),
          fontSize: 12,
          fontVariant: 'tabular-nums',
        }),
        text(held, { x: 'at', y: size.beam, dy: 9, text: () => '▲', fill: 'var(--c-output)', fontSize: 14 }),
        text(held, {
          x: 'at',
          y: size.beam,
          dy: 25,
          text: () => fixed(data.at),
          fill: 'var(--c-output)',
          fontSize: 13,
          fontWeight: 600,
          fontVariant: 'tabular-nums',
        }),
      ],
    });
    const svg = settle(element as Parameters<typeof settle>[0], 'balance', shapeOf(data), { x });
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', `${data.atTitle} · ${data.title} · ${data.weightTitle}`);
    return svg;
  },

  update(element, data) {
    if (!fits(element, shapeOf(data))) return false;
    const discs = element.querySelectorAll('g[data-mark="dot"] > circle');
    const [words, triangle, label] = element.querySelectorAll('g[data-mark="text"]');
    data.weights.forEach((weight, i) => {
      const disc = discs[i];
      const word = words?.children[i];
      if (disc !== undefined) {
        set(disc, 'r', px(radius(weight)));
        set(disc, 'cy', px(size.beam - radius(weight)));
      }
      if (word !== undefined) {
        const y = px(size.beam - 2 * radius(weight));
        set(word, 'transform', (word.getAttribute('transform') ?? '').replace(/,[^)]*\)/, `,${y})`));
        setText(word, fixed(weight));
      }
    });
    const at = px(toPixels(axisOf(element, 'x'), clip(data.at, data.domain)));
    for (const mark of [triangle?.firstElementChild, label?.firstElementChild]) {
      if (mark) set(mark, 'transform', (mark.getAttribute('transform') ?? '').replace(/\([^,]*/, `(${at}`));
    }
    if (label?.firstElementChild) setText(label.firstElementChild, fixed(data.at));
    return true;
  },

  table(data) {
    return {
      head: [data.title, data.weightTitle],
      rows: [
        ...data.values.map((value, i) => ({ label: short(value), values: [data.weights[i] ?? Number.NaN] })),
        { label: data.atTitle, values: [fixed(data.at, 4)] },
      ],
    };
  },
};

function shapeOf(data: BalanceData): unknown {
  return [data.values, data.domain, data.title];
}

/** NaN has no place on the beam. */
function clip(value: number, [low, high]: readonly [number, number]): number {
  return Number.isNaN(value) ? low : Math.min(high, Math.max(low, value));
}
