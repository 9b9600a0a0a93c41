// Controls as native form elements, rendered by the same code at build and in the browser.
import { fill, ink } from '../widget/color.ts';
import type { Control, MatrixControl } from '../widget/controls.ts';
import { pick, type Lang } from '../widget/text.ts';
import { say } from '../i18n/strings.ts';
import { make } from './element.ts';
import { renderPicture } from './picture-control.ts';
import { renderPlay, type PlayControl } from './play.ts';

/** Where a control stands: its widget's name on the page and its own name in the params. */
export interface Place {
  readonly widget: string;
  readonly name: string;
  readonly lang: Lang;
}

/** Renders one control with a value. Its root carries `data-control` with the control's name. */
export function renderControl(
  document: Document,
  control: Control,
  value: unknown,
  place: Place,
): HTMLElement {
  const id = `${place.widget}-${place.name}`;
  const label = pick(control.label, place.lang);
  const root = { class: `control control-${control.kind}`, 'data-control': place.name };
  const input = { id, name: id, autocomplete: 'off' };
  switch (control.kind) {
    case 'range': {
      const shown = showRange(control, value as number, place.lang);
      const slider = make(document, 'input', {
        ...input,
        type: 'range',
        min: control.min,
        max: control.max,
        step: control.step,
        value: String(value),
        'aria-valuetext': shown,
      });
      const output = make(document, 'output', { for: id }, shown);
      const buttons =
        control.play === undefined
          ? null
          : renderPlay(document, control as PlayControl, value as number, place.lang);
      return make(
        document,
        'div',
        root,
        make(document, 'label', { for: id }, label),
        slider,
        output,
        buttons,
      );
    }
    case 'toggle': {
      const box = make(document, 'input', { ...input, type: 'checkbox', checked: value === true });
      return make(document, 'div', root, make(document, 'label', { for: id }, box, ` ${label}`));
    }
    case 'choice': {
      const options = Object.entries(control.options).map(([key, text]) =>
        make(
          document,
          'label',
          {},
          make(document, 'input', {
            type: 'radio',
            name: id,
            value: key,
            checked: key === value,
            autocomplete: 'off',
          }),
          make(document, 'span', {}, pick(text, place.lang)),
        ),
      );
      const row = make(document, 'div', { class: 'options' }, ...options);
      return make(document, 'fieldset', root, make(document, 'legend', {}, label), row);
    }
    case 'text': {
      const field = make(document, 'input', {
        ...input,
        type: 'text',
        value: String(value),
        spellcheck: 'false',
        dir: 'auto',
        ...(control.example === undefined ? {} : { placeholder: pick(control.example, place.lang) }),
      });
      return make(document, 'div', root, make(document, 'label', { for: id }, label), field);
    }
    case 'matrix':
      return renderMatrix(document, control, value as number[][], label, root, place);
    case 'image':
      return renderPicture(document, control, value as string, root, { id, lang: place.lang });
  }
}

/** The value of a range as a reader sees it, with its unit. */
export function showRange(control: Control & { kind: 'range' }, value: number, lang: Lang): string {
  const unit = pick(control.unit, lang);
  return control.show(value) + (unit === '' ? '' : `\u202f${unit}`);
}

/** An entry of a matrix as it stands in its field. */
export function showEntry(value: number): string {
  return String(Math.round(value * 1e3) / 1e3).replace('-', '−');
}

/** The colour of a matrix's field. */
export function entryStyle(control: MatrixControl, value: number, extent: number): string {
  return `background:${fill(control.scale, value, extent)};color:${ink(value, extent)}`;
}

/** The value with the full colour: at least 1, so that small numbers look small. */
export function entryExtent(matrix: readonly (readonly number[])[]): number {
  return Math.max(1, ...matrix.flat().map(Math.abs));
}

function renderMatrix(
  document: Document,
  control: MatrixControl,
  value: readonly (readonly number[])[],
  label: string,
  root: Readonly<Record<string, string>>,
  place: Place,
): HTMLElement {
  const extent = entryExtent(value);
  const body = make(document, 'tbody');
  for (const [i, row] of value.entries()) {
    const line = body.appendChild(make(document, 'tr'));
    for (const [j, entry] of row.entries()) {
      const where = say(place.lang, 'entry', { matrix: control.symbol, row: i + 1, column: j + 1 });
      const field = make(document, 'input', {
        type: 'text',
        inputmode: 'text',
        autocomplete: 'off',
        value: showEntry(entry),
        'data-row': i,
        'data-column': j,
        'aria-label': where,
        style: entryStyle(control, entry, extent),
      });
      line.appendChild(make(document, 'td', {}, field));
    }
  }
  return make(
    document,
    'fieldset',
    { ...root, 'data-scale': control.scale, 'data-columns': value[0]?.length ?? 0 },
    make(document, 'legend', {}, label),
    make(document, 'table', { role: 'presentation' }, body),
    make(document, 'p', { class: 'control-problem', role: 'alert' }),
  );
}
