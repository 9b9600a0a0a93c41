// A tensor as tables of aligned numbers between brackets, with what is too large left out, as in print.
import { fixed } from '../widget/format.ts';
import { commonDigits } from './write.ts';

/** Rows and columns that are shown whole; of larger ones the middle is left out. */
const most = 12;
/** Matrices that are shown of a tensor with more than two axes. */
const mostSlices = 8;

/** A tensor of any rank ≥ 1; a vector is one row. Its last two axes are the rows and columns of a table. */
export function renderMatrix(
  shape: readonly number[],
  values: readonly number[],
  document: Document,
): Element {
  const box = document.createElement('div');
  box.setAttribute('class', 'tensor scroll');
  const columns = shape.at(-1) ?? 0;
  const rows = shape.length > 1 ? (shape.at(-2) ?? 0) : 1;
  const outer = shape.slice(0, -2);
  const slices = outer.reduce((product, size) => product * size, 1);
  const digits = commonDigits(values);
  // A box that may scroll must be reached by the keyboard.
  if (columns > 4) box.setAttribute('tabindex', '0');
  for (let k = 0; k < Math.min(slices, mostSlices); k += 1) {
    if (outer.length > 0) box.appendChild(text(document, 'span', `[${place(k, outer).join(', ')}]`, 'slice'));
    const at = (i: number, j: number) => fixed(values[(k * rows + i) * columns + j] ?? Number.NaN, digits);
    const table = box.appendChild(tableOf(rows, columns, at, document));
    table.setAttribute('aria-label', shape.length > 1 ? `${rows} × ${columns}` : String(columns));
  }
  if (slices > mostSlices) box.appendChild(text(document, 'span', '⋯', 'slice'));
  if (slices > mostSlices || rows > most || columns > most || outer.length > 0) {
    box.appendChild(text(document, 'span', shape.join(' × '), 'shape'));
  }
  return box;
}

function tableOf(
  rows: number,
  columns: number,
  at: (row: number, column: number) => string,
  document: Document,
): HTMLElement {
  const table = document.createElement('table');
  table.setAttribute('class', 'matrix');
  const body = table.appendChild(document.createElement('tbody'));
  for (const i of kept(rows)) {
    const line = body.appendChild(document.createElement('tr'));
    for (const j of kept(columns)) {
      const content = i === null ? (j === null ? '⋱' : '⋮') : j === null ? '⋯' : at(i, j);
      line.appendChild(text(document, 'td', content, ''));
    }
  }
  return table;
}

/** The indices that are shown; null stands for those left out. */
function kept(count: number): (number | null)[] {
  const all = Array.from({ length: count }, (_, i) => i);
  return count <= most ? all : [...all.slice(0, most / 2), null, ...all.slice(-(most / 2 - 1))];
}

/** The place of the k-th matrix along the outer axes. */
function place(k: number, outer: readonly number[]): number[] {
  const indices: number[] = [];
  let rest = k;
  for (const size of [...outer].reverse()) {
    indices.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return indices;
}

function text(document: Document, tag: string, content: string, className: string): HTMLElement {
  const made = document.createElement(tag);
  if (className !== '') made.setAttribute('class', className);
  made.textContent = content;
  return made;
}
