// Small multiples: the maps of several channels beside each other, each with its name and, where it has one, its gate as a bar.
import { colorOf, extentOf, shadeOf, type Scale } from '../widget/color.ts';
import type { FigureKind } from '../widget/figure.ts';
import { layCells, placeCells } from './cells.ts';
import { children, layer, shape } from './layers.ts';
import { px, set, setText, settle } from './svg.ts';

export interface ChannelMap {
  readonly label: string;
  /** Rows of the map. */
  readonly values: readonly ArrayLike<number>[];
  /** 0…1: the length of the bar below it. No map has one, or all have. */
  readonly bar?: number;
  /** Written after the bar. */
  readonly note?: string;
}

export interface MapsData {
  readonly maps: readonly ChannelMap[];
  readonly scale: Scale;
  /** The value with the full colour; by default the largest of all maps. */
  readonly extent?: number;
  /** Heads the labels in the table. */
  readonly labelTitle: string;
  /** Heads the bars in the table. */
  readonly barTitle?: string;
  /** How many maps stand side by side: 4. */
  readonly columns?: number;
}

const tile = 78;
const gap = 10;
const head = 17;
const foot = 18;
const bar = { width: 44, height: 8 };

export const maps: FigureKind<MapsData> = {
  kind: 'maps',

  draw(data, document, { plot }) {
    const element = plot({ document, className: 'plot', ...sizeOf(data), margin: 0, marks: [] });
    const svg = settle(element as Parameters<typeof settle>[0], 'maps', null);
    svg.setAttribute('role', 'img');
    lay(svg, data);
    return svg;
  },

  update(element, data) {
    lay(element, data);
    return true;
  },

  table({ maps: all, labelTitle, barTitle }) {
    const places = (all[0]?.values ?? []).flatMap((row, i) =>
      Array.from(row, (_, j) => `${i + 1}, ${j + 1}`),
    );
    return {
      head: [labelTitle, ...(barTitle === undefined ? [] : [barTitle]), ...places],
      rows: all.map(({ label, values, bar: gate }) => ({
        label,
        values: [
          ...(barTitle === undefined ? [] : [gate ?? Number.NaN]),
          ...values.flatMap((row) => Array.from(row)),
        ],
      })),
    };
  },
};

/** The same code draws and updates; the drawing grows with its maps. */
function lay(svg: Element, data: MapsData): void {
  const { maps: all, scale } = data;
  const { width, height } = sizeOf(data);
  const across = data.columns ?? 4;
  set(svg, 'width', String(width));
  set(svg, 'height', String(height));
  set(svg, 'viewBox', `0 0 ${width} ${height}`);
  // A mark that stands in both languages.
  set(svg, 'aria-label', [data.labelTitle, ...all.map(({ label }) => label)].join(' · '));
  const extent = data.extent ?? Math.max(...all.map(({ values }) => extentOf(scale, values)));
  const tiles = children(layer(svg, 'tiles'), 'g', all.length);
  for (const [k, group] of tiles.entries()) {
    const { label = '', values = [], bar: gate, note = '' } = all[k] ?? {};
    const [x, y] = [(k % across) * (tile + gap), Math.floor(k / across) * (tileHeight(data) + gap)];
    set(group, 'transform', `translate(${x},${y})`);
    const [title, cells, rim, track, filled, written] = parts(group);
    setText(title, label);
    const [rows, columns] = [values.length, values[0]?.length ?? 0];
    const frame = { x: 0, y: head, width: tile, height: tile };
    placeCells(cells, frame, rows, columns);
    layCells(
      cells,
      rows,
      columns,
      (i, j) => Math.round(shadeOf(values[i]?.[j] ?? Number.NaN, extent) / step),
      (key) => colorOf(scale, key * step),
    );
    for (const [name, value] of Object.entries(frame)) set(rim, name, String(value));
    const show = gate !== undefined;
    const place = { x: '0', y: String(head + tile + 5), height: String(bar.height) };
    for (const [name, value] of Object.entries(place)) {
      set(track, name, value);
      set(filled, name, value);
    }
    set(track, 'width', String(show ? bar.width : 0));
    set(filled, 'width', px(bar.width * Math.min(1, Math.max(0, gate ?? 0))));
    setText(written, note);
  }
}

/** A fiftieth of the scale: fewer colours than that are told apart in so small a map. */
const step = 20;

/** The marks of one tile, made at need. */
function parts(group: Element): [Element, Element, Element, Element, Element, Element] {
  if (group.childElementCount === 0) {
    const text = { 'font-size': '11', fill: 'var(--ink)', 'text-anchor': 'start' };
    for (const [name, attributes] of [
      ['text', { ...text, y: '11' }],
      ['g', {}],
      ['rect', { fill: 'none', stroke: 'var(--rule)' }],
      ['rect', { fill: 'var(--rule)' }],
      ['rect', { fill: 'var(--scale-weights)' }],
      ['text', { ...text, x: String(bar.width + 5), y: String(head + tile + 13) }],
    ] as const)
      group.appendChild(shape(group, name, attributes));
  }
  return [...group.children] as ReturnType<typeof parts>;
}

function tileHeight({ maps: all }: MapsData): number {
  return (
    head + tile + (all.some(({ bar: gate, note }) => gate !== undefined || note !== undefined) ? foot : 0)
  );
}

function sizeOf(data: MapsData): { width: number; height: number } {
  const across = Math.min(data.columns ?? 4, Math.max(1, data.maps.length));
  const down = Math.ceil(data.maps.length / (data.columns ?? 4));
  return { width: across * (tile + gap) - gap + 2, height: down * (tileHeight(data) + gap) - gap };
}
