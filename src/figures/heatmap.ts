// A matrix as a grid of coloured cells, with its words as axis labels and its numbers in the cells.
import type { Explanation, FigureKind } from '../widget/figure.ts';
import { fixed } from '../widget/format.ts';
import type { Scale } from '../widget/color.ts';
import { cut } from './labels.ts';
import { font, isPainted, labelled, layoutOf } from './heatmap-layout.ts';
import { moveAxes, showCells } from './heatmap-cells.ts';
import { cellAt, frame, isRaster, mark, paint, setFrame } from './raster.ts';
import { fits, settle } from './svg.ts';

export interface HeatmapData {
  readonly values: readonly ArrayLike<number>[];
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

export const heatmap: FigureKind<HeatmapData> = {
  kind: 'heatmap',

  draw(data, document, { axisX, axisY, plot }) {
    const { rows, columns } = data;
    const painted = isPainted(data);
    const layout = layoutOf(data);
    const { slanted, top, left, every } = layout;
    const element = plot({
      document,
      className: 'plot',
      width: layout.width,
      height: layout.height,
      marginLeft: left,
      marginTop: top,
      marginRight: layout.right,
      marginBottom: layout.bottom,
      style: { fontSize: `${font}px` },
      x: { type: 'band', domain: columns.map((_, j) => j), padding: 0, label: null, round: !painted },
      y: { type: 'band', domain: rows.map((_, i) => i), padding: 0, label: null, round: !painted },
      marks: [
        axisX(labelled(columns.length, every.column), {
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
        axisY(labelled(rows.length, every.row), {
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
      ],
    });
    const svg = settle(element as Parameters<typeof settle>[0], 'heatmap', shapeOf(data));
    if (!painted) {
      showCells(svg, data, layout);
      return named(svg, data);
    }
    const box = named(frame(svg, data, layout), data);
    paint(box, data);
    return box;
  },

  update(element, data) {
    const painted = isPainted(data);
    if (painted !== isRaster(element)) return false;
    if (!fits(element, shapeOf(data))) {
      const layout = layoutOf(data);
      if (!moveAxes(element.querySelector('svg') ?? element, data, layout)) return false;
      if (painted) setFrame(element, data, layout);
      element.setAttribute('data-shape', JSON.stringify(shapeOf(data)));
      named(element, data);
    }
    if (painted) paint(element, data);
    else showCells(element, data, layoutOf(data));
    return true;
  },

  table(data) {
    const corner = [data.rowTitle, data.columnTitle].filter((title) => title !== '').join(' \\ ');
    return {
      head: [corner, ...data.columns],
      rows: data.values.map((row, i) => ({ label: data.rows[i] ?? '', values: Array.from(row) })),
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
  at: cellAt,
  mark,
};

/** What the axes of a drawing depend on. */
function shapeOf(data: HeatmapData): unknown {
  return [data.rows, data.columns, data.rowTitle, data.columnTitle];
}

function cellsOf(element: Element): readonly Element[] {
  return [...element.querySelectorAll('g.cells > rect')];
}

/** Says what the drawing is. */
function named(element: Element, { rows, columns, rowTitle, columnTitle }: HeatmapData): Element {
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', `${rows.length} × ${columns.length} · ${rowTitle} × ${columnTitle}`);
  return element;
}
