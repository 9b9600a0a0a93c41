// A matrix as a grid of coloured cells, with its words as axis labels and its numbers in the cells.
import type { Explanation, FigureKind } from '../widget/figure.ts';
import { fixed, short } from '../widget/format.ts';
import { extentOf, fill, ink, type Scale } from '../widget/color.ts';
import { cut, widthOf } from './labels.ts';
import type { RenderFunction } from './plot.ts';
import { fits, px, set, setText, settle } from './svg.ts';

export interface HeatmapData {
  readonly values: readonly (readonly number[])[];
  /** One label per row and per column; equal labels are fine. */
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** What the rows and the columns are: “queries”, “keys”, “features”. */
  readonly rowTitle: string;
  readonly columnTitle: string;
  readonly scale: Scale;
  /** The value that gets the full colour, where it is not the matrix's own. */
  readonly extent?: number;
  /** The arithmetic behind a cell. By default its labels and its number. */
  explain?(row: number, column: number): Explanation;
}

const font = 12;
const digits = 10.5;

/** Numbers are written in the cells up to this many columns. */
const mostNumbered = 16;

export const heatmap: FigureKind<HeatmapData> = {
  kind: 'heatmap',

  draw(data, document, { axisX, axisY, cell, plot }) {
    const { values, rows, columns } = data;
    const { width: size, height } = sizeOf(columns.length);
    const extent = data.extent ?? extentOf(data.scale, values);
    const left = 32 + Math.max(10, ...rows.map((label) => widthOf(cut(label), font)));
    const widest = Math.max(10, ...columns.map((label) => widthOf(cut(label), font)));
    const slanted = widest > size - 4;
    const top = 26 + (slanted ? widest * 0.72 + 8 : font + 4);
    const right = slanted ? Math.max(4, widest * 0.72 - size / 2) : 4;
    const cells = values.flatMap((row, i) => row.map((value, j) => ({ value, i, j })));
    const element = plot({
      document,
      className: 'plot',
      width: Math.ceil(left + columns.length * size + right),
      height: Math.ceil(top + rows.length * height + 2),
      marginLeft: left,
      marginTop: top,
      marginRight: right,
      marginBottom: 2,
      style: { fontSize: `${font}px` },
      x: { type: 'band', domain: columns.map((_, j) => j), padding: 0, label: null },
      y: { type: 'band', domain: rows.map((_, i) => i), padding: 0, label: null },
      color: { type: 'identity' },
      marks: [
        axisX({
          anchor: 'top',
          tickSize: 0,
          tickPadding: slanted ? 4 : 6,
          tickFormat: (j: number) => cut(columns[j] ?? ''),
          ...(slanted ? { tickRotate: -45 } : {}),
          label: data.columnTitle === '' ? null : `${data.columnTitle} →`,
          labelAnchor: 'left',
          labelOffset: top - 8,
          labelArrow: 'none',
          fontSize: font,
          ...(slanted ? { textAnchor: 'start' as const } : {}),
        }),
        axisY({
          anchor: 'left',
          tickSize: 0,
          tickPadding: 6,
          tickFormat: (i: number) => cut(rows[i] ?? ''),
          label: data.rowTitle === '' ? null : `${data.rowTitle} →`,
          labelAnchor: 'center',
          labelArrow: 'none',
          labelOffset: left - 8,
          fontSize: font,
        }),
        cell(cells, {
          x: 'j',
          y: 'i',
          fill: (d: { value: number }) => fill(data.scale, d.value, extent),
          inset: 0.5,
        }),
        columns.length <= mostNumbered ? numbers(values, extent, size < 30 ? digits - 1.5 : digits) : null,
      ],
    });
    const svg = settle(element as Parameters<typeof settle>[0], 'heatmap', shapeOf(data));
    svg.querySelector('g > rect')?.parentElement?.setAttribute('class', 'cells');
    svg.setAttribute('role', 'img');
    svg.setAttribute(
      'aria-label',
      `${rows.length} × ${columns.length} · ${data.rowTitle} × ${data.columnTitle}`,
    );
    return svg;
  },

  update(element, data) {
    if (!fits(element, shapeOf(data))) return false;
    const extent = data.extent ?? extentOf(data.scale, data.values);
    const cells = cellsOf(element);
    const numbers = numbersOf(element);
    let k = 0;
    for (const row of data.values) {
      for (const value of row) {
        const rect = cells[k];
        const number = numbers[k];
        if (rect !== undefined) set(rect, 'fill', fill(data.scale, value, extent));
        if (number !== undefined) {
          setText(number, short(value));
          set(number, 'fill', ink(value, extent));
        }
        k += 1;
      }
    }
    return true;
  },

  table(data) {
    const corner = [data.rowTitle, data.columnTitle].filter((title) => title !== '').join(' \\ ');
    return {
      head: [corner, ...data.columns],
      rows: data.values.map((row, i) => ({ label: data.rows[i] ?? '', values: [...row] })),
    };
  },

  grid(data) {
    return {
      rows: data.rows.length,
      columns: data.columns.length,
      explain: (i, j) =>
        data.explain?.(i, j) ?? {
          text: `[${data.rows[i]}, ${data.columns[j]}] = ${fixed(data.values[i]?.[j] ?? Number.NaN, 4)}`,
        },
    };
  },

  cells: cellsOf,
};

/**
 * The numbers, as a mark of Plot's: one text element for each row, one tspan for each cell. A browser lays that out in half
 * the time that a text element for each number takes.
 */
function numbers(values: HeatmapData['values'], extent: number, size: number): RenderFunction {
  return (_index, { x, y, scales }, _channels, _dimensions, { document }) => {
    const make = (tag: string, attributes: Record<string, string>): Element => {
      const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      return element;
    };
    const half = (scales.x?.bandwidth ?? 0) / 2;
    const middle = (scales.y?.bandwidth ?? 0) / 2;
    const group = make('g', {
      'data-mark': 'numbers',
      'font-size': String(size),
      'font-variant': 'tabular-nums',
    });
    for (const [i, row] of values.entries()) {
      const line = group.appendChild(make('text', { y: px((y?.(i) ?? 0) + middle), dy: '0.32em' }));
      for (const [j, value] of row.entries()) {
        const number = make('tspan', { x: px((x?.(j) ?? 0) + half), fill: ink(value, extent) });
        line.appendChild(number).textContent = short(value);
      }
    }
    return group as SVGElement;
  };
}

/** The size of a cell in pixels: numbers like −0.12 fit where they are shown; past that cells are square. */
function sizeOf(columns: number): { width: number; height: number } {
  if (columns <= 8) return { width: 35, height: 26 };
  if (columns <= mostNumbered) return { width: 29, height: 24 };
  const side = Math.max(4, Math.floor(440 / columns));
  return { width: side, height: side };
}

/** A drawing can be patched while its labels are the same; another word means another margin. */
function shapeOf(data: HeatmapData): unknown {
  return [data.rows, data.columns, data.rowTitle, data.columnTitle];
}

function cellsOf(element: Element): readonly Element[] {
  return [...element.querySelectorAll('g.cells > rect')];
}

function numbersOf(element: Element): readonly Element[] {
  return [...element.querySelectorAll('g[data-mark="numbers"] tspan')];
}
