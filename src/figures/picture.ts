// A picture with a map over it: its pixels, the map's cells more or less opaque, a place that is looked at, and parts to drag.
import { colorOf, extentOf, shadeOf, type Scale } from '../widget/color.ts';
import type { Explanation, FigureKind } from '../widget/figure.ts';
import { pick, type Lang, type Text } from '../widget/text.ts';
import { layCells, placeCells } from './cells.ts';
import { layGrips, locate, type Handle } from './handle.ts';
import { children, layer, shape } from './layers.ts';
import { px, set, settle, type Axis } from './svg.ts';

export interface PictureData {
  /** What is seen, for those who do not see it. */
  readonly label: string;
  /** Pixels on a side. */
  readonly side: number;
  /** side × side of red, green and blue in 0…1, row by row. */
  readonly pixels: Float32Array;
  /** A map over the picture, on its own grid. */
  readonly overlay?: {
    /** What the map is called: the head of its table. */
    readonly name: string;
    readonly values: readonly ArrayLike<number>[];
    readonly scale: Scale;
    readonly extent?: number;
    /** 0 leaves the picture as it is, 1 hides it. */
    readonly opacity: number;
  };
  /** The lines of a grid over the picture: patches. */
  readonly grid?: { readonly rows: number; readonly columns: number };
  /** The place that is looked at, a cell of the map's grid or else of `grid`. */
  readonly at?: { readonly row: number; readonly column: number };
  /** What can be dragged, in shares of the picture. */
  readonly handles?: readonly Handle[];
  explain?(row: number, column: number): Explanation;
}

const size = 256;
const margin = 4;
const frame = { x: margin, y: margin, width: size, height: size };
const axis: Axis = { type: 'linear', domain: [0, 1], range: [margin, margin + size] };

export const picture: FigureKind<PictureData> = {
  kind: 'picture',

  draw(data, document, { plot }) {
    const whole = size + 2 * margin;
    const element = plot({ document, className: 'plot', width: whole, height: whole, margin: 0, marks: [] });
    const svg = settle(element as Parameters<typeof settle>[0], 'picture', null, { x: axis, y: axis });
    for (const name of ['pixels', 'overlay', 'lines', 'place', 'marks', 'handles'])
      svg.appendChild(shape(svg, 'g', { class: name }));
    lay(svg, data);
    return svg;
  },

  update(element, data) {
    lay(element, data);
    return true;
  },

  table(data) {
    const { overlay } = data;
    const values = overlay?.values ?? brightness(data);
    const columns = Array.from({ length: values[0]?.length ?? 0 }, (_, j) => String(j + 1));
    return {
      head: [overlay?.name ?? data.label, ...columns],
      rows: values.map((row, i) => ({ label: String(i + 1), values: Array.from(row) })),
    };
  },

  grid(data) {
    const { explain } = data;
    const cells = cellsOf(data);
    return explain === undefined || cells === null ? null : { ...cells, explain: (i, j) => explain(i, j) };
  },

  cells: () => [],

  locate,

  at(element, clientX, clientY) {
    const rows = Number(element.getAttribute('data-rows'));
    const columns = Number(element.getAttribute('data-columns'));
    const { x, y } = locate(element, clientX, clientY);
    const [row, column] = [Math.floor(y * rows), Math.floor(x * columns)];
    return row < 0 || column < 0 || row >= rows || column >= columns ? null : { row, column };
  },

  mark(element, name, row, column) {
    outline(element.querySelector('.marks'), element, [name], row, column);
  },
};

/** The parts of a picture as handles, named in the page's language. */
export function handlesOf(
  parts: readonly { readonly name: string; readonly label: Text; readonly x: number; readonly y: number }[],
  lang: Lang,
): Handle[] {
  return parts.map(({ name, label, x, y }) => ({ name, label: pick(label, lang), x, y }));
}

function lay(svg: Element, data: PictureData): void {
  const { side, pixels, overlay, grid, at, handles } = data;
  set(svg, 'aria-label', data.label);
  set(svg, 'role', (handles ?? []).length > 0 ? 'group' : 'img');
  const cells = cellsOf(data);
  set(svg, 'data-rows', String(cells?.rows ?? 0));
  set(svg, 'data-columns', String(cells?.columns ?? 0));
  const ground = layer(svg, 'pixels');
  placeCells(ground, frame, side, side);
  layCells(ground, side, side, colorKey(pixels, side), (key) => `#${key.toString(16).padStart(6, '0')}`);

  const map = layer(svg, 'overlay');
  if (overlay === undefined) {
    map.replaceChildren();
    for (const name of ['opacity', 'transform', 'shape-rendering']) map.removeAttribute(name);
  } else {
    const { values, scale, extent = extentOf(scale, values), opacity } = overlay;
    const [rows, columns] = [values.length, values[0]?.length ?? 0];
    placeCells(map, frame, rows, columns);
    set(map, 'opacity', px(opacity));
    // A fiftieth of the scale is not seen over a picture, and keeps the paths few.
    const step = 20;
    const shade = (i: number, j: number): number =>
      Math.round(shadeOf(values[i]?.[j] ?? Number.NaN, extent) / step);
    layCells(map, rows, columns, shade, (key) => colorOf(scale, key * step));
  }

  const [lines] = children(layer(svg, 'lines'), 'path', grid === undefined ? 0 : 1);
  if (lines !== undefined && grid !== undefined) {
    set(lines, 'd', gridPath(grid));
    set(lines, 'fill', 'none');
    set(lines, 'stroke', 'var(--paper)');
    set(lines, 'stroke-opacity', '0.7');
  }
  const place = layer(svg, 'place');
  place.replaceChildren();
  if (at !== undefined) outline(place, svg, ['behind', 'chosen'], at.row, at.column);
  layGrips(svg, handles ?? []);
}

/** Draws frames around a cell, a row, a column or all cells. */
function outline(
  group: Element | null,
  svg: Element,
  names: readonly string[],
  row: number | undefined,
  column: number | undefined,
): void {
  const [height, width] = ['data-rows', 'data-columns'].map((name) => size / Number(svg.getAttribute(name)));
  if (group === null || height === undefined || width === undefined || !Number.isFinite(height)) return;
  for (const name of names) {
    const values = {
      class: name,
      x: px(margin + (column ?? 0) * width),
      y: px(margin + (row ?? 0) * height),
      width: px(column === undefined ? size : width),
      height: px(row === undefined ? size : height),
      fill: 'none',
    };
    group.appendChild(shape(group, 'rect', values));
  }
}

/** The cells that can be pointed at: those of the map, or of the grid. */
function cellsOf({ overlay, grid }: PictureData): { rows: number; columns: number } | null {
  if (overlay === undefined) return grid ?? null;
  return { rows: overlay.values.length, columns: overlay.values[0]?.length ?? 0 };
}

/** A pixel's colour as one number. A photograph's are rounded, so that equal neighbours are found. */
function colorKey(pixels: Float32Array, side: number): (row: number, column: number) => number {
  const step = 8;
  const byte = (i: number): number => Math.min(255, step * Math.round((255 * (pixels[i] ?? 0)) / step));
  return (row, column) => {
    const i = 3 * (row * side + column);
    return (byte(i) << 16) | (byte(i + 1) << 8) | byte(i + 2);
  };
}

function gridPath({ rows, columns }: { rows: number; columns: number }): string {
  const end = margin + size;
  const across = Array.from(
    { length: rows - 1 },
    (_, i) => `M${margin},${px(margin + ((i + 1) * size) / rows)}H${end}`,
  );
  const down = Array.from(
    { length: columns - 1 },
    (_, j) => `M${px(margin + ((j + 1) * size) / columns)},${margin}V${end}`,
  );
  return [...across, ...down].join('');
}

/** The mean brightness, 0…1, of 8 × 8 parts of the picture, or of its pixels where there are fewer. */
function brightness({ pixels, side }: PictureData): number[][] {
  const cells = Math.min(8, side);
  const span = side / cells;
  const from = (i: number): number => Math.floor(i * span);
  return Array.from({ length: cells }, (_, i) =>
    Array.from({ length: cells }, (__, j) => {
      let [sum, count] = [0, 0];
      for (let row = from(i); row < from(i + 1); row += 1)
        for (let column = from(j); column < from(j + 1); column += 1)
          for (let color = 0; color < 3; color += 1) {
            sum += pixels[3 * (row * side + column) + color] ?? 0;
            count += 1;
          }
      return sum / count;
    }),
  );
}
