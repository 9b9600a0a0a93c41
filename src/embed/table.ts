// A figure's numbers as HTML, at build and in the browser.
import type { Table } from '../widget/figure.ts';
import { fixed } from '../widget/format.ts';
import { make } from './element.ts';

/** A figure's numbers as an accessible table. */
export function renderTable(
  table: Table,
  title: string,
  { document }: { readonly document: Document },
): HTMLElement {
  const cell = (tag: string, text: string, scope: string | null) => make(document, tag, { scope }, text);
  const heading = (text: string, scope: string) =>
    text === '' ? cell('td', '', null) : cell('th', text, scope);
  const head = make(document, 'tr', {}, ...table.head.map((text) => heading(text, 'col')));
  const rows = table.rows.map(({ label, values }) =>
    make(
      document,
      'tr',
      {},
      heading(label, 'row'),
      ...values.map((value) => cell('td', typeof value === 'number' ? fixed(value, 4) : value, null)),
    ),
  );
  return make(
    document,
    'table',
    {},
    make(document, 'caption', {}, title),
    make(document, 'thead', {}, head),
    make(document, 'tbody', {}, ...rows),
  );
}
