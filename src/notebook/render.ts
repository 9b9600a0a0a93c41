// An output as an element, in Node and in the browser alike: the document is an argument.
import * as plot from '../figures/plot.ts';
import type { Table } from '../widget/figure.ts';
import { pick, type Lang } from '../widget/text.ts';
import { renderMatrix } from './render-matrix.ts';
import type { Entry, Output } from './output.ts';
import { commonDigits, written } from './write.ts';
import { fixed } from '../widget/format.ts';

export interface RenderOptions {
  readonly document: Document;
  readonly lang: Lang;
  /** TeX to HTML. */
  readonly tex: (formula: string) => string;
}

/** The element of an output; null when there is nothing to show. */
export function render(output: Output, options: RenderOptions): Element | null {
  const { document, tex } = options;
  switch (output.kind) {
    case 'nothing':
      return null;
    case 'number':
      return element(document, 'p', 'number', written(output.value));
    case 'text':
      return element(document, 'p', 'text', output.value);
    case 'matrix':
      return renderMatrix(output.shape, output.values, document);
    case 'table':
      return renderTable(output.head, output.rows, document);
    case 'formula': {
      const box = element(document, 'div', 'formula scroll');
      box.innerHTML = tex(output.tex);
      return box;
    }
    case 'figure':
      return renderFigure(output, options);
    case 'record': {
      const list = element(document, 'dl', 'record');
      for (const entry of output.entries) {
        const shown = render(entry.output, options);
        if (shown === null) continue;
        list.appendChild(element(document, 'dt', '', entry.name));
        list.appendChild(element(document, 'dd', '')).appendChild(shown);
      }
      return list;
    }
  }
}

/** A drawing, and its numbers for those who do not see it. */
function renderFigure(output: Output & { kind: 'figure' }, { document, lang }: RenderOptions): Element {
  const box = element(document, 'div', 'figure');
  const drawing = box.appendChild(output.figure.draw(output.data, document, plot));
  if (drawing.localName === 'table') return box;
  const { head, rows } = output.figure.table(output.data);
  const details = box.appendChild(element(document, 'details', ''));
  details.appendChild(element(document, 'summary', '', pick({ en: 'Numbers', zh: '数值' }, lang)));
  details.appendChild(renderTable(head, rows.map(rowOf), document, true));
  return box;
}

function rowOf({ label, values }: Table['rows'][number]): readonly Entry[] {
  return [label, ...values];
}

/** A table with one record a row. Numbers of a column have the same digits and are aligned. */
function renderTable(
  head: readonly string[],
  rows: readonly (readonly Entry[])[],
  document: Document,
  labelled = false,
): Element {
  const table = element(document, 'table', 'records');
  const top = table.appendChild(element(document, 'thead', '')).appendChild(element(document, 'tr', ''));
  for (const [j, text] of head.entries()) {
    const className = rows.every((row) => typeof row[j] === 'number') ? 'number' : '';
    const cell = top.appendChild(element(document, text === '' ? 'td' : 'th', className, text));
    if (text !== '') cell.setAttribute('scope', 'col');
  }
  const digits = head.map((_, j) =>
    commonDigits(rows.flatMap((row) => (typeof row[j] === 'number' ? [row[j]] : []))),
  );
  const body = table.appendChild(element(document, 'tbody', ''));
  for (const row of rows) {
    const line = body.appendChild(element(document, 'tr', ''));
    for (const [j, value] of row.entries()) {
      const isLabel = labelled && j === 0 && value !== '';
      const text = typeof value === 'number' ? fixed(value, digits[j]) : value;
      const cell = element(document, isLabel ? 'th' : 'td', typeof value === 'number' ? 'number' : '', text);
      if (isLabel) cell.setAttribute('scope', 'row');
      line.appendChild(cell);
    }
  }
  const box = element(document, 'div', 'scroll');
  if (head.length > 4) box.setAttribute('tabindex', '0');
  box.appendChild(table);
  return box;
}

function element(document: Document, tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag);
  if (className !== '') made.setAttribute('class', className);
  if (text !== '') made.textContent = text;
  return made;
}
