// Hands on the matrix: its entries are typed, nudged with the arrow keys, dragged sideways, or pasted whole.
import type { MatrixControl } from '../widget/controls.ts';
import { checkValue, parseEntry, type Values } from '../widget/params.ts';
import { readMatrices } from '../widget/paste.ts';
import { pick, type Text } from '../widget/text.ts';
import { say } from '../i18n/strings.ts';
import { entryExtent, entryStyle, showEntry } from './controls.ts';
import type { LiveWidget } from './live.ts';

/** Pixels of dragging for one step. */
const dragStep = 6;

/** Connects the matrices of a widget. What is refused is refused at its field; the last numbers stay in use. */
export function connectMatrices(live: LiveWidget): void {
  const form = live.root.querySelector<HTMLFormElement>('.controls');
  if (form === null) return;
  form.addEventListener('input', (event) => {
    const entry = entryOf(live, event.target);
    if (entry !== null) typed(live, entry);
  });
  form.addEventListener('keydown', (event) => {
    const entry = entryOf(live, event.target);
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (entry === null || direction === 0) return;
    event.preventDefault();
    nudge(live, entry, entry.value + direction * entry.control.step);
  });
  form.addEventListener('paste', (event) => {
    const entry = entryOf(live, event.target);
    const text = event.clipboardData?.getData('text') ?? '';
    if (entry === null || !/[[;\n\t]/.test(text.trim())) return;
    event.preventDefault();
    paste(live, text, entry.name, problemPlace(entry.input));
  });
  form.addEventListener('pointerdown', (event) => {
    const entry = entryOf(live, event.target);
    if (entry !== null && event.button === 0) drag(live, entry, event);
  });
  live.root.querySelector('[data-action="paste"]')?.addEventListener('click', () => {
    const area = live.root.querySelector<HTMLTextAreaElement>('.paste textarea');
    const place = live.root.querySelector('.paste .control-problem');
    if (area !== null && place !== null) paste(live, area.value, null, place);
  });
}

interface Entry {
  readonly input: HTMLInputElement;
  readonly name: string;
  readonly control: MatrixControl;
  readonly row: number;
  readonly column: number;
  /** The number in use, which is not what a refused text says. */
  readonly value: number;
}

function entryOf(live: LiveWidget, target: EventTarget | null): Entry | null {
  const input = target as HTMLInputElement | null;
  const name = input?.closest<HTMLElement>('.control-matrix')?.dataset['control'];
  const control = name === undefined ? undefined : live.widget.controls[name];
  if (input?.dataset['row'] === undefined || name === undefined || control?.kind !== 'matrix') return null;
  const row = Number(input.dataset['row']);
  const column = Number(input.dataset['column']);
  const value = (live.params[name] as number[][])[row]?.[column] ?? 0;
  return { input, name, control, row, column, value };
}

function typed(live: LiveWidget, entry: Entry): void {
  const parsed = parseEntry(entry.control, entry.input.value);
  const place = problemPlace(entry.input);
  if ('problem' in parsed) {
    entry.input.setAttribute('aria-invalid', 'true');
    const end = live.lang === 'zh' ? '。' : '. ';
    place.textContent = `${pick(parsed.problem, live.lang)}${end}${say(live.lang, 'kept')}`;
    return;
  }
  entry.input.removeAttribute('aria-invalid');
  if (entry.input.closest('fieldset')?.querySelector('[aria-invalid]') === null) place.textContent = '';
  put(live, entry, parsed.value as number);
}

function put(live: LiveWidget, { input, name, control, row, column }: Entry, value: number): void {
  const matrix = (live.params[name] as number[][]).map((line) => [...line]);
  const line = matrix[row];
  if (line !== undefined) line[column] = value;
  live.change({ [name]: matrix }, input);
  const extent = entryExtent(matrix);
  for (const field of input.closest('fieldset')?.querySelectorAll<HTMLInputElement>('input[data-row]') ??
    []) {
    const entry = matrix[Number(field.dataset['row'])]?.[Number(field.dataset['column'])] ?? 0;
    field.setAttribute('style', entryStyle(control, entry, extent));
  }
}

function nudge(live: LiveWidget, entry: Entry, value: number): void {
  const rounded = Math.round(value * 1e6) / 1e6;
  entry.input.value = showEntry(Math.max(-entry.control.limit, Math.min(entry.control.limit, rounded)));
  typed(live, entry);
}

/** Sideways dragging changes the number; a press without moving puts the caret, up and down scrolls the page. */
function drag(live: LiveWidget, entry: Entry, down: PointerEvent): void {
  const { input } = entry;
  const start = entry.value;
  const move = (event: PointerEvent): void => {
    const steps = Math.round((event.clientX - down.clientX) / dragStep);
    if (steps === 0 && input.dataset['dragging'] === undefined) return;
    input.dataset['dragging'] = '';
    nudge(live, entry, start + steps * entry.control.step);
  };
  const end = (): void => {
    delete input.dataset['dragging'];
    input.removeEventListener('pointermove', move);
    for (const event of ['pointerup', 'pointercancel'] as const) input.removeEventListener(event, end);
  };
  input.setPointerCapture(down.pointerId);
  input.addEventListener('pointermove', move);
  for (const event of ['pointerup', 'pointercancel'] as const) input.addEventListener(event, end);
}

/** Sets the matrices of a pasted text; all of them or, with a message at the place of pasting, none. */
function paste(live: LiveWidget, text: string, into: string | null, place: Element): void {
  const known = Object.entries(live.widget.controls).filter(([, control]) => control.kind === 'matrix');
  const result = readMatrices(
    text,
    known.map(([, control]) => (control as MatrixControl).symbol),
    into === null ? null : (live.widget.controls[into] as MatrixControl).symbol,
  );
  if ('problem' in result) return tell(live, place, result.problem);
  const values: Values = {};
  for (const [symbol, matrix] of Object.entries(result.matrices)) {
    const [name, control] =
      known.find(([, candidate]) => (candidate as MatrixControl).symbol === symbol) ?? [];
    if (name === undefined || control === undefined) continue;
    const problem = checkValue(control, matrix);
    if (problem !== null) {
      return tell(live, place, {
        en: `${symbol}: ${pick(problem, 'en')}.`,
        zh: `${symbol}：${pick(problem, 'zh')}。`,
      });
    }
    values[name] = matrix;
  }
  place.textContent = '';
  live.say('');
  live.change(values);
}

function tell(live: LiveWidget, place: Element, problem: Text): void {
  place.textContent = pick(problem, live.lang);
}

function problemPlace(input: Element): Element {
  return input.closest('.control')?.querySelector('.control-problem') as Element;
}
