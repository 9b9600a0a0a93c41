// Image controls that answer: a drawing is chosen, the pad is opened, an own image is chosen, dropped or pasted.
import type { ImageControl } from '../widget/controls.ts';
import { kindOf, pixelsOf, writeOwn } from '../widget/picture.ts';
import type { LiveWidget } from './live.ts';

/** The last picture of each kind in each control: going back to a kind finds it as it was. */
const last = new WeakMap<LiveWidget, Map<string, string>>();

/** The reader's own image and drawing, for all controls of the page, and for other pages until the tab is closed. */
const shared: Record<'own' | 'pad', string> = { own: stored('own'), pad: stored('pad') };

function stored(kind: string): string {
  try {
    return sessionStorage.getItem(`atlas-${kind}`) ?? '';
  } catch {
    return '';
  }
}

function store(kind: 'own' | 'pad', text: string): void {
  shared[kind] = text;
  try {
    sessionStorage.setItem(`atlas-${kind}`, text);
  } catch {
    // Storage is full or refused: the picture lasts as long as the page.
  }
}

/** Connects the image controls of a widget. */
export function connectPictures(live: LiveWidget): void {
  for (const [name, control] of Object.entries(live.widget.controls)) {
    if (control.kind !== 'image') continue;
    const place = placeOf(live, name);
    if (place === null) continue;
    place.addEventListener('input', ({ target }) => {
      const input = target as HTMLInputElement;
      if (input.type === 'radio' && input.closest('.options') !== null)
        choose(live, name, control, input.value);
    });
    const take = (event: Event, data: DataTransfer | null): void => {
      const [file] = data?.files ?? [];
      if (file === undefined) return;
      event.preventDefault();
      void bring(live, name, control, file);
    };
    live.root.addEventListener('dragover', (event) => {
      if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
    });
    live.root.addEventListener('drop', (event) => take(event, event.dataTransfer));
    live.root.addEventListener('paste', (event) => take(event, event.clipboardData));
    const checked = place.querySelector<HTMLInputElement>('.options input:checked')?.value ?? '';
    if (checked !== kindOf(live.params[name] as string)) choose(live, name, control, checked);
  }
}

function placeOf(live: LiveWidget, name: string): HTMLElement | null {
  return live.root.querySelector(`[data-control="${name}"]`);
}

function choose(live: LiveWidget, name: string, control: ImageControl, kind: string): void {
  const before = last.get(live)?.get(`${name} ${kind}`);
  const own = kind === 'own' && shared.own !== '' ? fitted(shared.own, control) : undefined;
  const text = kind === 'own' ? own : (before ?? (kind === 'pad' ? shared.pad || 'pad:' : kind));
  say(live, name, '');
  openTools(live, name, control, kind);
  if (text !== undefined) live.change({ [name]: text }, placeOf(live, name) ?? undefined);
}

/** Reads a reader's file; what it is instead of an image is said beside the control, and the figures stay. */
async function bring(live: LiveWidget, name: string, control: ImageControl, file: File): Promise<void> {
  const { readImage, notes, words } = await import('./own-image.ts');
  say(live, name, words.reading(live.lang));
  const read = await readImage(file, live.lang);
  if ('problem' in read) return say(live, name, read.problem);
  store('own', read.text);
  openTools(live, name, control, 'own');
  live.change({ [name]: fitted(read.text, control) }, placeOf(live, name) ?? undefined);
  show(live, name, 'own');
  say(live, name, notes(read, control.side, live.lang));
}

/** An own image with at most as many pixels as the control keeps. */
function fitted(text: string, { side }: ImageControl): string {
  const own = Number(text.split(':')[1]);
  if (own <= side) return text;
  return writeOwn(
    Uint8Array.from(pixelsOf(text, side), (value) => Math.round(255 * value)),
    side,
  );
}

function say(live: LiveWidget, name: string, message: string): void {
  const line = placeOf(live, name)?.querySelector('.control-problem');
  if (line != null && line.textContent !== message) line.textContent = message;
}

/** Shows the kind's tools, which are loaded with it: the pad, or the field for a file. */
function openTools(live: LiveWidget, name: string, control: ImageControl, kind: string): void {
  const tools = placeOf(live, name)?.querySelector<HTMLElement>('.picture-tools');
  if (tools == null) return;
  const wanted = kind === 'pad' || kind === 'own' ? kind : '';
  tools.hidden = wanted === '';
  if (tools.dataset['kind'] === wanted) return;
  tools.dataset['kind'] = wanted;
  tools.replaceChildren();
  if (wanted !== '') void fillTools(live, name, control, tools);
}

async function fillTools(
  live: LiveWidget,
  name: string,
  control: ImageControl,
  tools: HTMLElement,
): Promise<void> {
  const { kind } = tools.dataset;
  // What is loaded may no longer be wanted when it has arrived.
  const wanted = (): boolean => tools.dataset['kind'] === kind;
  try {
    if (kind === 'pad') {
      const { createPad } = await import('./pad.ts');
      const paint = (text: string): void => {
        store('pad', text);
        live.change({ [name]: text }, tools);
      };
      if (wanted()) createPad(tools, live.params[name] as string, live.lang, paint);
    } else {
      const { createField } = await import('./own-image.ts');
      const take = (file: File): void => void bring(live, name, control, file);
      if (wanted()) createField(tools, `${live.name}-${name}-file`, live.lang, take);
    }
  } catch (error) {
    delete tools.dataset['kind'];
    live.say(live.root.dataset['failed'] ?? '');
    console.error(error);
  }
}

/** Shows a picture in its control: its kind, and on the pad what is drawn. */
export function showPicture(live: LiveWidget, name: string, value: string, from?: Element): void {
  const control = live.widget.controls[name];
  const kind = kindOf(value);
  const all = last.get(live) ?? new Map<string, string>();
  last.set(live, all.set(`${name} ${kind}`, value));
  show(live, name, kind);
  const tools = placeOf(live, name)?.querySelector('.picture-tools');
  if (control?.kind !== 'image' || tools == null || from === tools) return;
  openTools(live, name, control, kind);
  tools.dispatchEvent(new CustomEvent('picture', { detail: value }));
}

function show(live: LiveWidget, name: string, kind: string): void {
  for (const input of placeOf(live, name)?.querySelectorAll<HTMLInputElement>('.options input') ?? [])
    input.checked = input.value === kind;
}
