// A widget as HTML: the one path from params to elements, run at build.
import * as plot from '../figures/plot.ts';
import { atOnce } from '../widget/compute.ts';
import type { AnyFigureSlot, AnyWidget } from '../widget/define.ts';
import { pick, type Lang } from '../widget/text.ts';
import { say } from '../i18n/strings.ts';
import { renderControl } from './controls.ts';
import { make } from './element.ts';
import { renderTable } from './table.ts';

export interface RenderOptions {
  readonly document: Document;
  readonly lang: Lang;
  /** The widget's name on this page: its id, and its prefix in the URL. */
  readonly name: string;
  /** TeX to HTML; only the build has it, formulas do not change in the browser. */
  readonly tex: (formula: string) => string;
  /** Where the source of its mechanism stands. */
  readonly sourceHref: string;
}

/** Renders a widget whole, as the page ships it. */
export function renderWidget(
  widget: AnyWidget,
  params: Record<string, unknown>,
  options: RenderOptions,
): HTMLElement {
  const { document, lang, name } = options;
  const trace = atOnce(widget.compute(params, lang));
  const title = make(document, 'p', { class: 'widget-title', id: `${name}-title` }, pick(widget.title, lang));
  const controls = make(document, 'form', { class: 'controls' });
  for (const [param, control] of Object.entries(widget.controls)) {
    controls.appendChild(
      renderControl(document, control, params[param], { widget: name, name: param, lang }),
    );
  }
  const figures = make(document, 'div', { class: 'figures' });
  const tables = make(document, 'div', {
    class: 'tables',
    // It scrolls, so the keyboard must reach it.
    tabindex: 0,
    role: 'group',
    'aria-label': say(lang, 'numbers'),
  });
  let inspectable = false;
  for (const slot of widget.figures) {
    const data: unknown = slot.data(trace, params, lang);
    inspectable ||= data !== null && (slot.type.grid?.(data) ?? null) !== null;
    figures.appendChild(renderSlot(slot, data, params, options));
    if (data !== null)
      tables.appendChild(renderTable(slot.type.table(data), pick(slot.title, lang), options));
  }
  return make(
    document,
    'section',
    {
      class: 'widget',
      id: name,
      role: 'group',
      'data-widget': widget.id,
      'data-lang': lang,
      'data-failed': say(lang, 'loadFailed'),
      'data-background': widget.background !== undefined,
      'aria-labelledby': `${name}-title`,
    },
    title,
    controls,
    Object.values(widget.controls).some(({ kind }) => kind === 'matrix')
      ? renderPaste(widget, options)
      : null,
    make(document, 'p', { class: 'widget-noscript' }, say(lang, 'noScript')),
    make(document, 'p', { class: 'widget-message', role: 'status' }),
    widget.background === undefined ? null : make(document, 'div', { class: 'widget-job' }),
    figures,
    widget.readout === undefined
      ? null
      : make(
          document,
          'p',
          { class: 'widget-readout', 'aria-live': 'polite' },
          widget.readout(trace, params, lang),
        ),
    inspectable
      ? make(document, 'p', { class: 'widget-inspect', 'aria-live': 'polite' }, say(lang, 'inspectHint'))
      : null,
    widget.provenance === undefined
      ? null
      : make(document, 'p', { class: 'widget-provenance' }, pick(widget.provenance, lang)),
    renderFoot(tables, options),
  );
}

/** One figure in its place: title, step of the formula, drawing, what to see. */
function renderSlot(
  slot: AnyFigureSlot,
  data: unknown,
  params: unknown,
  { document, lang, tex }: RenderOptions,
): HTMLElement {
  const caption = make(
    document,
    'figcaption',
    {},
    make(document, 'span', { class: 'figure-title' }, pick(slot.title, lang)),
  );
  if (slot.formula !== undefined) {
    const variants = typeof slot.formula === 'string' ? { '': slot.formula } : slot.formula.variants;
    const active = typeof slot.formula === 'string' ? '' : slot.formula.pick(params);
    for (const [key, formula] of Object.entries(variants)) {
      const span = make(document, 'span', {
        class: 'figure-formula',
        'data-variant': key,
        hidden: key !== active,
      });
      span.innerHTML = tex(formula);
      caption.appendChild(span);
    }
  }
  const body = make(
    document,
    'div',
    { class: 'figure-body' },
    data === null ? null : slot.type.draw(data, document, plot),
  );
  const figure = make(
    document,
    'figure',
    {
      class: 'figure',
      'data-figure': slot.name,
      hidden: data === null,
    },
    caption,
    body,
  );
  if (slot.caption !== undefined) {
    figure.appendChild(make(document, 'p', { class: 'figure-caption' }, pick(slot.caption, lang)));
  }
  return figure;
}

function renderPaste(widget: AnyWidget, { document, lang, name }: RenderOptions): HTMLElement {
  const symbols = Object.values(widget.controls)
    .filter((control) => control.kind === 'matrix')
    .map((control) => control.symbol);
  const example = `{${symbols.map((symbol) => `"${symbol}": [[1, 0], [0, 1]]`).join(', ')}}`;
  const id = `${name}-paste`;
  return make(
    document,
    'details',
    { class: 'paste' },
    make(document, 'summary', {}, say(lang, 'pasteMatrices')),
    make(document, 'label', { for: id }, `${say(lang, 'pasteHint')} `, make(document, 'code', {}, example)),
    make(document, 'textarea', { id, rows: 4, spellcheck: 'false', autocomplete: 'off' }),
    make(document, 'button', { type: 'button', 'data-action': 'paste' }, say(lang, 'pasteApply')),
    make(document, 'p', { class: 'control-problem', role: 'alert' }),
  );
}

function renderFoot(tables: HTMLElement, { document, lang, sourceHref }: RenderOptions): HTMLElement {
  const button = (action: string, text: string, label: string | null = null) =>
    make(document, 'button', { type: 'button', 'data-action': action, 'aria-label': label }, text);
  return make(
    document,
    'div',
    { class: 'widget-foot' },
    make(
      document,
      'div',
      { class: 'widget-actions' },
      button('reset', say(lang, 'reset')),
      button('link', say(lang, 'copyLink')),
      button('svg', say(lang, 'downloadSvg'), say(lang, 'downloadSvgLabel')),
      button('csv', say(lang, 'downloadCsv'), say(lang, 'downloadCsvLabel')),
    ),
    make(
      document,
      'details',
      { class: 'widget-table' },
      make(document, 'summary', {}, say(lang, 'numbers')),
      tables,
    ),
    make(
      document,
      'details',
      { class: 'widget-source' },
      make(document, 'summary', {}, say(lang, 'source')),
      make(document, 'a', { href: sourceHref }, say(lang, 'sourceLink')),
    ),
  );
}
