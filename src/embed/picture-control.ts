// An image control as HTML: the drawings to choose from, the pad, and the reader's own image.
import { draw, own } from '../i18n/pictures.ts';
import type { ImageControl } from '../widget/controls.ts';
import { drawings } from '../widget/drawings.ts';
import { kindOf } from '../widget/picture.ts';
import { pick, type Lang, type Text } from '../widget/text.ts';
import { make } from './element.ts';

/** The kinds that a control offers, with their names. */
export function kindsOf(control: ImageControl): readonly (readonly [kind: string, name: Text])[] {
  const named = control.drawings.flatMap((name) => {
    const drawing = drawings[name];
    return drawing === undefined ? [] : [[name, drawing.label] as const];
  });
  return [...named, ['pad', draw], ['own', own]];
}

/** Renders the choice; what belongs to the pad and to own images is added when it is wanted. */
export function renderPicture(
  document: Document,
  control: ImageControl,
  value: string,
  root: Readonly<Record<string, string>>,
  { id, lang }: { id: string; lang: Lang },
): HTMLElement {
  const options = kindsOf(control).map(([kind, name]) => {
    const checked = kind === kindOf(value);
    const input = { type: 'radio', name: id, value: kind, checked, autocomplete: 'off' };
    return make(
      document,
      'label',
      {},
      make(document, 'input', input),
      make(document, 'span', {}, pick(name, lang)),
    );
  });
  return make(
    document,
    'fieldset',
    { ...root, class: `${root['class']} control-choice` },
    make(document, 'legend', {}, pick(control.label, lang)),
    make(document, 'div', { class: 'options' }, ...options),
    make(document, 'div', { class: 'picture-tools', hidden: true }),
    make(document, 'p', { class: 'control-problem', role: 'alert' }),
  );
}
