// A few numbers that are best read as numbers: a table whose cells follow the controls.
import type { FigureKind, Table } from '../widget/figure.ts';
import { short } from '../widget/format.ts';
import { fits, setText } from './svg.ts';

export interface NumbersData extends Table {
  /** How a number is written; by default short. */
  show?(value: number): string;
}

export const numbers: FigureKind<NumbersData> = {
  kind: 'numbers',

  draw(data, document) {
    const table = document.createElement('table');
    table.setAttribute('class', 'numbers');
    table.setAttribute('data-shape', JSON.stringify(shapeOf(data)));
    const head = table.appendChild(document.createElement('thead')).appendChild(document.createElement('tr'));
    for (const text of data.head) headCell(head, text, 'col');
    const body = table.appendChild(document.createElement('tbody'));
    for (const { label, values } of data.rows) {
      const row = body.appendChild(document.createElement('tr'));
      headCell(row, label, 'row');
      for (const value of values)
        row.appendChild(document.createElement('td')).textContent = write(data, value);
    }
    return table;
  },

  update(element, data) {
    if (!fits(element, shapeOf(data))) return false;
    const cells = element.querySelectorAll('tbody > tr > td');
    for (const [k, value] of data.rows.flatMap((row) => row.values).entries()) {
      const cell = cells[k];
      if (cell !== undefined) setText(cell, write(data, value));
    }
    return true;
  },

  table: (data) => data,
};

function headCell(row: Element, text: string, scope: 'col' | 'row'): void {
  const cell = row.appendChild(row.ownerDocument.createElement(text === '' ? 'td' : 'th'));
  if (text !== '') cell.setAttribute('scope', scope);
  cell.textContent = text;
}

function write(data: NumbersData, value: number | string): string {
  return typeof value === 'string' ? value : (data.show ?? short)(value);
}

function shapeOf(data: NumbersData): unknown {
  return [data.head, data.rows.map((row) => [row.label, row.values.length])];
}
