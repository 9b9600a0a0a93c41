// Linked reading: a symbol in a formula, its matrix in a widget and its line in the code are one thing. Pointing at one of them,
// or moving to it by keyboard, marks the others. Loaded when the reader first does either.

/** A place says which thing it is: a symbol or a word of code, a figure, a control. */
const kinds = ['sym', 'figure', 'control'] as const;
const any = kinds.map((kind) => `[data-${kind}]`).join();
const nameOf = ({ dataset }: HTMLElement): string =>
  dataset['sym'] ?? dataset['figure'] ?? dataset['control'] ?? '';

let marked = '';

/** Marks every place of a name; not the figure or control that the reader is at, which is seen to be meant. */
function mark(name: string, here: HTMLElement | null): HTMLElement[] {
  marked = name;
  for (const place of document.querySelectorAll('.linked')) place.classList.remove('linked');
  const selector = kinds.map((kind) => `[data-${kind}="${CSS.escape(name)}"]`).join();
  const places = name === '' ? [] : [...document.querySelectorAll<HTMLElement>(selector)];
  const others = places.filter((place) => place !== here || 'sym' in place.dataset);
  for (const place of places.length > 1 ? others : []) place.classList.add('linked');
  return others;
}

/** The reader looks at, or is at, whatever stands there. */
function look({ target }: Event): void {
  const here = (target as Element).closest<HTMLElement>(any);
  const name = here === null ? '' : nameOf(here);
  if (name !== marked) mark(name, here);
}

/** From symbol to symbol of the block at hand; what is said: the name, and the titles of the matrices. */
function step(event: KeyboardEvent, voice: Element): void {
  const block = (event.target as Element).closest('[data-step]')?.parentElement;
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const names = [...new Set([...(block?.querySelectorAll<HTMLElement>('[data-sym]') ?? [])].map(nameOf))];
  if (by === undefined || names.length === 0) return;
  event.preventDefault();
  const at = names.indexOf(marked);
  const name = (at < 0 ? names.at(by < 0 ? -1 : 0) : names.at((at + by) % names.length)) ?? '';
  const titles = mark(name, null).map(
    (place) => place.querySelector('.figure-title, legend, label')?.textContent ?? name,
  );
  voice.textContent = [...new Set([name, ...titles])].join(' · ');
}

/** Links the places of a page, beginning with what the reader looked at when it was loaded. A formula or a block of code is one stop of the Tab key; arrow keys move inside it. */
export function linkReading(first: Event): void {
  for (const event of ['pointerover', 'focusin']) document.addEventListener(event, look);
  look(first);
  const voice = document.createElement('p');
  voice.className = 'linked-voice';
  voice.setAttribute('role', 'status');
  document.body.append(voice);
  for (const stop of document.querySelectorAll<HTMLElement>('[data-step]')) {
    if (!stop.parentElement?.querySelector('[data-sym]')) continue;
    stop.title = stop.dataset['step'] ?? '';
    stop.setAttribute('aria-keyshortcuts', 'ArrowLeft ArrowRight');
  }
  document.addEventListener('keydown', (event) => step(event, voice));
}
