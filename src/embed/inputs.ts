// The native inputs of a live widget: from what a reader does to params, and from params to what the inputs show.
import { checkTokens, checkValue, type Values } from '../widget/params.ts';
import { tokenise } from '../widget/tokens.ts';
import { pick, type Text } from '../widget/text.ts';
import { renderControl, showRange } from './controls.ts';
import type { LiveWidget } from './live.ts';
import { showPicture } from './pictures.ts';

/** What the reader set before the widget was live: controls whose state differs from the one that was built. */
export function readForm(live: LiveWidget, form: HTMLFormElement): Values {
  const touched: Values = {};
  for (const name of Object.keys(live.widget.controls)) {
    const element = form.querySelector(
      `[data-control="${name}"] :is(input:checked, input:not([type=radio]))`,
    );
    const value = element === null ? undefined : readInput(live, name, element as HTMLInputElement);
    if (value !== undefined && value !== live.base[name]) touched[name] = value as Values[string];
  }
  return touched;
}

/** The value in a native input; undefined for a matrix and for a picture, which have their own listeners. */
function readInput(live: LiveWidget, name: string, input: HTMLInputElement): unknown {
  const control = live.widget.controls[name];
  if (control === undefined || control.kind === 'matrix' || control.kind === 'image') return undefined;
  if (control.kind === 'range') return Number(input.value);
  return control.kind === 'toggle' ? input.checked : input.value;
}

/** A reader's input: what the control can hold becomes a param, the rest is said. */
export function onInput(live: LiveWidget, event: Event): void {
  const input = event.target as HTMLInputElement;
  const name = input.closest<HTMLElement>('[data-control]')?.dataset['control'];
  if (name === undefined) return;
  const control = live.widget.controls[name];
  const value = readInput(live, name, input);
  if (control === undefined || value === undefined) return;
  const problem =
    checkValue(control, value) ??
    (control.kind === 'text' ? checkTokenCount(live, name, value as string) : null);
  if (problem !== null) return live.say(pick(problem, live.lang));
  live.change({ [name]: value as Values[string] }, input);
}

function checkTokenCount(live: LiveWidget, name: string, value: string): Text | null {
  const control = live.widget.controls[name];
  return control?.kind === 'text' ? checkTokens(control, tokenise(value, live.lang).length) : null;
}

/** Shows a value in its control, except in the very element that the reader is using. */
export function showValue(live: LiveWidget, name: string, value: unknown, from?: Element): void {
  const control = live.widget.controls[name];
  const place = live.root.querySelector<HTMLElement>(`[data-control="${name}"]`);
  if (control === undefined || place === null) return;
  if (control.kind === 'matrix') {
    if (from !== undefined && place.contains(from)) return;
    const fresh = renderControl(live.root.ownerDocument, control, value, {
      widget: live.name,
      name,
      lang: live.lang,
    });
    place.replaceChildren(...fresh.children);
    for (const attribute of fresh.attributes) place.setAttribute(attribute.name, attribute.value);
    return;
  }
  if (control.kind === 'image') return showPicture(live, name, value as string, from);
  for (const input of place.querySelectorAll('input')) {
    if (control.kind === 'toggle') input.checked = value === true;
    else if (control.kind === 'choice') input.checked = input.value === value;
    else if (input !== from) input.value = String(value);
    if (control.kind === 'range')
      input.setAttribute('aria-valuetext', showRange(control, value as number, live.lang));
  }
  if (control.kind === 'range') {
    const output = place.querySelector('output');
    if (output !== null) output.textContent = showRange(control, value as number, live.lang);
  }
}
