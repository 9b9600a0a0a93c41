// A figure's numbers as HTML, at build and in the browser.
import type { Table } from '../widget/figure.ts';
import { fixed } from '../widget/format.ts';
import type { Lang } from '../widget/text.ts';
import { say } from '../i18n/strings.ts';
import { make } from './element.ts';

/** Numbers, and rows, of a table that a page holds: more of them cost every reader more bytes than they are read. */
const most = { numbers: 640, rows: 20 };

/** A figure's numbers as an accessible table. Of very many it has the first and says so. */
export function renderTable(
  table: Table,
  title: string,
  { document, lang }: { readonly document: Document; readonly lang: Lang },
): HTMLElement {
  const cell = (tag: string, text: string, scope: string | null) => make(document, tag, { scope }, text);
  const heading = (text: string, scope: string) =>
    text === '' ? cell('td', '', null) : cell('th', text, scope);
  const [height, width] = [table.rows.length, table.head.length - 1];
  const isCut = height * width > most.numbers;
  const down = isCut ? Math.min(height, most.rows) : height;
  const across = isCut ? Math.min(width, Math.floor(most.numbers / down)) : width;
  const said = isCut ? say(lang, 'tableCut', { down, across, height, width }) : null;
  const head = make(
    document,
    'tr',
    {},
    ...table.head.slice(0, across + 1).map((text) => heading(text, 'col')),
  );
  const rows = table.rows
    .slice(0, down)
    .map(({ label, values }) =>
      make(
        document,
        'tr',
        {},
        heading(label, 'row'),
        ...values
          .slice(0, across)
          .map((value) => cell('td', typeof value === 'number' ? fixed(value, 4) : value, null)),
      ),
    );
  return make(
    document,
    'table',
    {},
    make(document, 'caption', {}, title, said === null ? null : make(document, 'p', {}, said)),
    make(document, 'thead', {}, head),
    make(document, 'tbody', {}, ...rows),
  );
}
