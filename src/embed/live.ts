// A widget made live: its controls answer, its figures follow, and nothing is drawn that is already there.
import { checkTokens, checkValue, defaults, readUrl, type Values } from '../widget/params.ts';
import type { AnyWidget } from '../widget/define.ts';
import { InputProblem } from '../widget/problem.ts';
import { tokenise } from '../widget/tokens.ts';
import { pick, type Lang, type Text } from '../widget/text.ts';
import { say } from '../i18n/strings.ts';
import { writeAddress } from './address.ts';
import { renderControl, showRange } from './controls.ts';
import { createFigures, type Figures } from './figures.ts';
import { connectFoot } from './foot.ts';
import { createHold, type Hold } from './hold.ts';
import { connectInspection } from './inspect.ts';
import { connectMatrices } from './matrix.ts';
import { connectPlay } from './play.ts';
import { loadWidget } from './registry.ts';

/** A live widget, as the parts of it see each other. */
export interface LiveWidget {
  readonly root: HTMLElement;
  readonly widget: AnyWidget;
  readonly lang: Lang;
  readonly name: string;
  /** The params at which the page was built: what reset returns to. */
  readonly base: Values;
  params: Values;
  /** What the figures show: params, and what was computed from them. */
  state: { readonly params: Values; readonly trace: unknown };
  /** The data of each figure as it is shown, by name; null where it is hidden. */
  readonly shown: Map<string, unknown>;
  readonly figures: Figures;
  readonly hold: Hold;
  /** A control moves by itself: the address waits until it rests. */
  running: boolean;
  /** Takes new params, shows them in the controls that did not make the change, and redraws in the next frame. */
  change(values: Values, from?: Element): void;
  say(message: string): void;
}

const widgets = new WeakMap<HTMLElement, Promise<LiveWidget>>();

/** Makes the widget live. At its default params the page stays as it was built. */
export async function hydrate(root: HTMLElement): Promise<void> {
  const started = widgets.get(root) ?? start(root);
  widgets.set(root, started);
  await started;
}

/** Reads the widget's params from the address again; with `show`, brings it into view. */
export async function applyUrl(root: HTMLElement, show: boolean): Promise<void> {
  const live = await widgets.get(root);
  if (live === undefined) return;
  const { values, problems } = readUrl(live.widget.controls, live.name, location.search);
  live.change({ ...live.base, ...values });
  live.say(problems.map((problem) => pick(problem, live.lang)).join(' '));
  if (show) {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    root.scrollIntoView({ block: 'nearest', behavior: calm ? 'auto' : 'smooth' });
  }
}

async function start(root: HTMLElement): Promise<LiveWidget> {
  const widget = await loadWidget(root.dataset['widget'] ?? '');
  const lang = root.dataset['lang'] as Lang;
  const form = root.querySelector<HTMLFormElement>('.controls');
  const base = defaults(widget.controls, lang, JSON.parse(root.dataset['set'] ?? '{}') as Values);
  const shown = new Map<string, unknown>();
  const hold = createHold(root);
  const trace: unknown = widget.compute(base, lang);
  const live: LiveWidget = {
    root,
    widget,
    lang,
    name: root.id,
    base,
    params: { ...base },
    state: { params: base, trace },
    shown,
    figures: createFigures(
      root,
      widget.figures,
      hold,
      (slot) => ({ data: shown.get(slot.name), params: live.params }),
      (error) => {
        live.say(say(lang, 'drawFailed'));
        console.error(error);
      },
    ),
    hold,
    running: false,
    change: (values, from) => change(live, values, from),
    say: (message) => {
      const place = root.querySelector('.widget-message');
      if (place !== null && place.textContent !== message) place.textContent = message;
    },
  };
  for (const slot of widget.figures) live.shown.set(slot.name, slot.data(trace, base, lang));

  const { values, problems } = readUrl(widget.controls, live.name, location.search);
  const touched = form === null ? {} : readForm(live, form);
  form?.addEventListener('input', (event) => onInput(live, event));
  form?.addEventListener('submit', (event) => event.preventDefault());
  connectMatrices(live);
  connectInspection(live);
  connectFoot(live);
  connectPlay(live);
  const exercises = document.querySelectorAll<HTMLFormElement>(`.quiz[data-goal][data-of="${live.name}"]`);
  if (exercises.length > 0) void import('./goal.ts').then(({ watch }) => watch(live, exercises));
  root.dataset['live'] = '';
  if (Object.keys(values).length + Object.keys(touched).length > 0) live.change({ ...values, ...touched });
  if (problems.length > 0) live.say(problems.map((problem) => pick(problem, lang)).join(' '));
  return live;
}

/** What the reader set before the widget was live: controls whose state differs from the one that was built. */
function readForm(live: LiveWidget, form: HTMLFormElement): Values {
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

/** The value in a native input; undefined for a matrix, whose fields have their own listeners. */
function readInput(live: LiveWidget, name: string, input: HTMLInputElement): unknown {
  const control = live.widget.controls[name];
  if (control === undefined || control.kind === 'matrix') return undefined;
  if (control.kind === 'range') return Number(input.value);
  return control.kind === 'toggle' ? input.checked : input.value;
}

function onInput(live: LiveWidget, event: Event): void {
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

const frames = new WeakMap<LiveWidget, (() => void)[]>();
const addresses = new WeakMap<LiveWidget, ReturnType<typeof setTimeout>>();

function change(live: LiveWidget, values: Values, from?: Element): void {
  live.params = { ...live.params, ...values };
  if (from !== undefined) live.say('');
  // Whatever changes the page waits for the frame: a change before it would be laid out twice.
  const shows = frames.get(live) ?? [];
  shows.push(() => {
    for (const [name, value] of Object.entries(values)) showValue(live, name, value, from);
  });
  if (frames.has(live)) return;
  frames.set(live, shows);
  requestAnimationFrame(() => {
    frames.delete(live);
    live.hold.take();
    for (const show of shows) show();
    redraw(live);
  });
  clearTimeout(addresses.get(live));
  addresses.set(
    live,
    setTimeout(() => {
      if (!live.running) writeAddress(live);
    }, 300),
  );
}

/** Shows a value in its control, except in the very element that the reader is using. */
function showValue(live: LiveWidget, name: string, value: unknown, from?: Element): void {
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

/** params → trace → figures. What cannot be computed is said, and the last good figures stay. */
function redraw(live: LiveWidget): void {
  const { root, widget, params, lang } = live;
  const start = performance.now();
  let trace: unknown;
  try {
    trace = widget.compute(params, lang);
    for (const slot of widget.figures) live.shown.set(slot.name, slot.data(trace, params, lang));
  } catch (error) {
    root.classList.add('stale');
    if (!(error instanceof InputProblem)) console.error(error);
    const what = error instanceof InputProblem ? error.in(lang) : `${say(lang, 'broken')} ${String(error)}.`;
    live.say(`${what} ${say(lang, 'staleNote')}`);
    root.dispatchEvent(new CustomEvent('widget-failed'));
    return;
  }
  if (root.classList.contains('stale')) live.say('');
  root.classList.remove('stale');
  live.state = { params, trace };
  live.figures.redraw(start);
  const readout = root.querySelector('.widget-readout');
  if (readout !== null && widget.readout !== undefined) {
    const text = widget.readout(trace, params, lang);
    if (readout.textContent !== text) readout.textContent = text;
    if (readout.scrollHeight > readout.clientHeight) live.hold.release(readout);
  }
}
