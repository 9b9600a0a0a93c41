// The cells of a large heatmap: a pixel each on a canvas, which the browser scales to the size of the drawing.
import { colorOf, extentOf, shadeBy, shades, shadesPerUnit } from '../widget/color.ts';
import type { HeatmapData } from './heatmap.ts';
import { drawPaths } from './raster-paths.ts';
import type { Layout } from './heatmap-layout.ts';
import { axisOf, frameOf, px, toPixels, type Axis } from './svg.ts';

const namespace = 'http://www.w3.org/2000/svg';

interface Painted {
  readonly data: HeatmapData;
  readonly image: ImageData;
}

/** Pixels between the sides of a frame around a cell or a row. */
const leastFrame = 6;

const painted = new WeakMap<HTMLCanvasElement, Painted>();

/** Whether a drawing's cells are painted. */
export function isRaster(element: Element): boolean {
  return element.classList.contains('plot-raster');
}

/** The drawing of axes in a box of its own, in which there is room for a canvas. */
export function frame(svg: Element, data: HeatmapData, layout: Layout): Element {
  const box = svg.ownerDocument.createElement('div');
  box.setAttribute('class', 'plot-raster');
  box.setAttribute('data-shape', svg.getAttribute('data-shape') ?? '');
  svg.removeAttribute('data-shape');
  svg.appendChild(svg.ownerDocument.createElementNS(namespace, 'g')).setAttribute('class', 'marks');
  box.append(svg);
  setFrame(box, data, layout);
  return box;
}

/** Says where the cells of a drawing lie. */
export function setFrame(box: Element, { rows, columns }: HeatmapData, { x, y, cell }: Layout): void {
  const axis = (count: number, from: number, size: number): string =>
    JSON.stringify({ type: 'linear', domain: [0, count], range: [from, from + count * size] } satisfies Axis);
  box.setAttribute('data-x', axis(columns.length, x, cell.width));
  box.setAttribute('data-y', axis(rows.length, y, cell.height));
  const canvas = box.querySelector('canvas');
  if (canvas !== null) place(canvas, box);
}

/** Shows the data's cells in a drawing that `heatmap` made. */
export function paint(box: Element, data: HeatmapData): void {
  const document = box.ownerDocument;
  const canvas = box.querySelector('canvas') ?? document.createElement('canvas');
  const { cell } = frameOf(box);
  // Where the browser averages along one axis, it must not along the other.
  const repeat = isSmooth(cell) ? { x: Math.ceil(cell.width), y: Math.ceil(cell.height) } : { x: 1, y: 1 };
  const [width, height] = [data.columns.length * repeat.x, data.rows.length * repeat.y];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false }) as CanvasRenderingContext2D | null;
  if (context === null) return drawPaths(box, data);
  const before = painted.get(canvas)?.image;
  const image =
    before?.width === width && before.height === height ? before : context.createImageData(width, height);
  setPixels(new Uint32Array(image.data.buffer), data, colorsOf(data.scale, document), repeat);
  context.putImageData(image, 0, 0);
  painted.set(canvas, { data, image });
  if (canvas.parentNode !== null) return;
  place(canvas, box);
  box.prepend(canvas);
  box.querySelector('.paths')?.remove();
  followTheme(document);
}

/**
 * The colour of each cell, in row-major order, from a table of colours by shade, the least shade first; each so many times in a
 * row, and each row so many times.
 */
export function setPixels(
  pixels: Uint32Array,
  { values, columns, scale, extent = extentOf(scale, values) }: HeatmapData,
  colors: Uint32Array,
  repeat: { readonly x: number; readonly y: number } = { x: 1, y: 1 },
): void {
  const perUnit = shadesPerUnit(extent);
  const width = columns.length * repeat.x;
  for (const [i, row] of values.entries()) {
    const start = i * repeat.y * width;
    let k = start;
    for (let j = 0; j < columns.length; j += 1) {
      const color = colors[shades + shadeBy(row[j] ?? Number.NaN, perUnit)] ?? 0;
      for (let copy = 0; copy < repeat.x; copy += 1) {
        pixels[k] = color;
        k += 1;
      }
    }
    for (let copy = 1; copy < repeat.y; copy += 1)
      pixels.copyWithin(start + copy * width, start, start + width);
  }
}

const tables = new Map<string, Uint32Array>();

/** The colours of a scale in the present theme, mixed by the browser itself, so that they are those of cells in SVG. */
function colorsOf(scale: HeatmapData['scale'], document: Document): Uint32Array {
  const known = tables.get(scale);
  if (known !== undefined) return known;
  const theme = getComputedStyle(document.documentElement);
  const canvas = document.createElement('canvas');
  canvas.width = 2 * shades + 2;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
  for (let shade = -shades; shade <= shades + 1; shade += 1) {
    context.fillStyle = colorOf(scale, shade).replace(/var\((.*?)\)/g, (_, name: string) =>
      theme.getPropertyValue(name),
    );
    context.fillRect(shade + shades, 0, 1, 1);
  }
  const colors = new Uint32Array(context.getImageData(0, 0, canvas.width, 1).data.buffer);
  tables.set(scale, colors);
  return colors;
}

let follows = false;

/** Paints every canvas anew when the reader changes the theme, and for paper, which has the light one. */
function followTheme(document: Document): void {
  if (follows) return;
  follows = true;
  const root = document.documentElement;
  const repaint = (): void => {
    tables.clear();
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.plot-raster > canvas')) {
      const data = painted.get(canvas)?.data;
      if (data !== undefined) paint(canvas.parentElement as Element, data);
    }
  };
  const observer = new MutationObserver(repaint);
  observer.observe(root, { attributes: true, attributeFilter: ['data-theme'] });
  addEventListener('beforeprint', () => {
    const theme = root.dataset['theme'];
    root.dataset['theme'] = 'light';
    repaint();
    root.dataset['theme'] = theme ?? 'light';
    observer.takeRecords();
  });
  addEventListener('afterprint', repaint);
}

/** Cells smaller than a pixel are averaged by the browser. */
function isSmooth(cell: { readonly width: number; readonly height: number }): boolean {
  return cell.width < 1 || cell.height < 1;
}

/** The canvas lies below the drawing of the axes, at their place, whatever the size at which that is shown. */
function place(canvas: HTMLCanvasElement, box: Element): void {
  const { x, y, width, height, cell } = frameOf(box);
  const svg = box.querySelector('svg');
  const [, , w = 1, h = 1] = (svg?.getAttribute('viewBox') ?? '').split(' ').map(Number);
  canvas.setAttribute('aria-hidden', 'true');
  const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;
  Object.assign(canvas.style, {
    left: percent(x, w),
    top: percent(y, h),
    width: percent(width, w),
    height: percent(height, h),
    imageRendering: isSmooth(cell) ? 'auto' : 'pixelated',
  });
}

/** The cell at a point of the window. */
export function cellAt(box: Element, x: number, y: number): { row: number; column: number } | null {
  if (!isRaster(box)) return null;
  const [across, down] = [axisOf(box, 'x'), axisOf(box, 'y')];
  const inverse = (box.querySelector('svg') as SVGSVGElement).getScreenCTM()?.inverse();
  if (inverse === undefined) return null;
  const point = new DOMPoint(x, y).matrixTransform(inverse);
  const index = (at: number, { range, domain }: typeof across) =>
    Math.floor(((at - range[0]) / (range[1] - range[0])) * domain[1]);
  const [row, column] = [index(point.y, down), index(point.x, across)];
  return row < 0 || column < 0 || row >= down.domain[1] || column >= across.domain[1]
    ? null
    : { row, column };
}

/** Draws a frame around a cell, a row or a column, or all cells. */
export function mark(box: Element, name: string, row?: number, column?: number): void {
  if (!isRaster(box)) return;
  const span = (axis: Axis, at: number | undefined): [number, number] => {
    const from = toPixels(axis, at ?? 0);
    const to = toPixels(axis, at === undefined ? axis.domain[1] : at + 1);
    // Of a tiny cell the neighbours are framed with it: a smaller frame would hide what it is around.
    const room = Math.max(0, (leastFrame - (to - from)) / 2);
    return [from - room, to - from + 2 * room];
  };
  const [x, width] = span(axisOf(box, 'x'), column);
  const [y, height] = span(axisOf(box, 'y'), row);
  // A frame is seen on any colour because of the one behind it.
  for (const each of ['behind', name]) {
    const rect = box.ownerDocument.createElementNS(namespace, 'rect');
    const values = { class: each, x: px(x), y: px(y), width: px(width), height: px(height), fill: 'none' };
    for (const [key, value] of Object.entries(values)) rect.setAttribute(key, value);
    box.querySelector('.marks')?.append(rect);
  }
}
