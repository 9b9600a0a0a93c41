// What of a heatmap is drawn without Plot: its cells with their numbers, and its axes when they change. A new size is a matter of
// a few marks more or less, and so needs no new drawing.
import { extentOf, fill, ink } from '../widget/color.ts';
import { short } from '../widget/format.ts';
import { font, labelled, type Layout } from './heatmap-layout.ts';
import type { HeatmapData } from './heatmap.ts';
import { cut } from './labels.ts';
import { px, set, setText } from './svg.ts';

/** Brings cells and numbers to the data: as many as there are, in their places and colours. */
export function showCells(svg: Element, data: HeatmapData, layout: Layout): void {
  const { values, scale } = data;
  const { x, y, cell, digits } = layout;
  const extent = data.extent ?? extentOf(scale, values);
  const cells = groupOf(svg, 'cell', { class: 'cells' });
  count(cells, 'rect', values.length * data.columns.length);
  const numbers = groupOf(svg, 'numbers', {
    'font-size': String(digits ?? font),
    'font-variant': 'tabular-nums',
  });
  set(numbers, 'font-size', String(digits ?? font));
  // One text element for each row, one tspan for each cell: a browser lays that out in half the time of a text for each.
  count(numbers, 'text', digits === null ? 0 : values.length);
  let rect = cells.firstElementChild;
  for (const [i, row] of values.entries()) {
    const line = numbers.children[i];
    if (line !== undefined) {
      count(line, 'tspan', row.length);
      set(line, 'y', px(y + i * cell.height + cell.height / 2));
      set(line, 'dy', '0.32em');
    }
    let number = line?.firstElementChild ?? null;
    for (let j = 0; j < row.length && rect !== null; j += 1) {
      const value = row[j] ?? Number.NaN;
      set(rect, 'x', px(x + j * cell.width + 0.5));
      set(rect, 'width', px(cell.width - 1));
      set(rect, 'y', px(y + i * cell.height + 0.5));
      set(rect, 'height', px(cell.height - 1));
      set(rect, 'fill', fill(scale, value, extent));
      rect = rect.nextElementSibling;
      if (number === null) continue;
      set(number, 'x', px(x + j * cell.width + cell.width / 2));
      set(number, 'fill', ink(value, extent));
      setText(number, short(value));
      number = number.nextElementSibling;
    }
  }
}

/** Brings axes that Plot drew to other labels, another size: to what Plot would draw for them. */
export function moveAxes(svg: Element, data: HeatmapData, layout: Layout): boolean {
  const { x, y, left, top, bottom, width, height, cell, slanted, every } = layout;
  const groups = ['x-axis tick label', 'x-axis label', 'y-axis tick label', 'y-axis label'].map((name) =>
    svg.querySelector(`g[data-mark="${name}"]`),
  );
  const [columns, columnTitle, rows, rowTitle] = groups;
  // A title that comes or goes is Plot's affair.
  if ((data.columnTitle === '') !== (columnTitle === null)) return false;
  if ((data.rowTitle === '') !== (rowTitle === null)) return false;
  if (columns == null || rows == null) return false;
  set(svg, 'width', String(width));
  set(svg, 'height', String(height));
  set(svg, 'viewBox', `0 0 ${width} ${height}`);

  set(columns, 'transform', `translate(${px(cell.width / 2)},${slanted ? -4 : -6})`);
  if (slanted) set(columns, 'text-anchor', 'start');
  else columns.removeAttribute('text-anchor');
  const columnLabels = labelled(data.columns.length, every.column);
  count(columns, 'text', columnLabels.length);
  for (const [k, j] of columnLabels.entries()) {
    const label = columns.children[k] as Element;
    const rotate = slanted ? ' rotate(-45)' : '';
    set(label, 'transform', `translate(${px(x + j * cell.width)},${px(top)})${rotate}`);
    if (slanted) set(label, 'y', '0.32em');
    else label.removeAttribute('y');
    setText(label, cut(data.columns[j] ?? ''));
  }
  set(rows, 'transform', `translate(-6,${px(cell.height / 2)})`);
  const rowLabels = labelled(data.rows.length, every.row);
  count(rows, 'text', rowLabels.length);
  for (const [k, i] of rowLabels.entries()) {
    const label = rows.children[k] as Element;
    set(label, 'transform', `translate(${px(left)},${px(y + i * cell.height)})`);
    set(label, 'y', '0.32em');
    setText(label, cut(data.rows[i] ?? ''));
  }
  const title = (group: Element, transform: string, place: string, text: string) => {
    const label = group.firstElementChild as Element;
    set(group, 'transform', transform);
    set(label, 'transform', place);
    setText(label, `${text} →`);
  };
  if (columnTitle != null)
    title(
      columnTitle,
      `translate(${px(3 - left)},${px(8 - top)})`,
      `translate(${px(left)},${px(top)})`,
      data.columnTitle,
    );
  if (rowTitle != null)
    title(
      rowTitle,
      `translate(${px(8 - left)},0)`,
      `translate(${px(left)},${px((top + height - bottom) / 2)}) rotate(-90)`,
      data.rowTitle,
    );
  return true;
}

/** A group of marks, made where it is missing. */
function groupOf(svg: Element, mark: string, attributes: Readonly<Record<string, string>>): Element {
  const found = svg.querySelector(`g[data-mark="${mark}"]`);
  if (found !== null) return found;
  const group = svg.appendChild(svg.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'g'));
  group.setAttribute('data-mark', mark);
  for (const [name, value] of Object.entries(attributes)) group.setAttribute(name, value);
  return group;
}

/** Gives an element so many children of a kind. */
function count(parent: Element, tag: string, wanted: number): void {
  while (parent.childElementCount > wanted) parent.lastElementChild?.remove();
  while (parent.childElementCount < wanted)
    parent.appendChild(parent.ownerDocument.createElementNS('http://www.w3.org/2000/svg', tag));
}
