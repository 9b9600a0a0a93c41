// A widget made live: its controls answer, its figures follow, and nothing is drawn that is already there.
import { atOnce } from '../widget/compute.ts';
import { defaults, readUrl, type Values } from '../widget/params.ts';
import type { AnyWidget } from '../widget/define.ts';
import { InputProblem } from '../widget/problem.ts';
import { pick, type Lang } from '../widget/text.ts';
import { say } from '../i18n/strings.ts';
import { writeAddress } from './address.ts';
import { computeBeside } from './background.ts';
import { createFigures, type Figures } from './figures.ts';
import { connectHandles } from './drag.ts';
import { connectFoot } from './foot.ts';
import { createHold, type Hold } from './hold.ts';
import { onInput, readForm, showValue } from './inputs.ts';
import { connectInspection } from './inspect.ts';
import { connectMatrices } from './matrix.ts';
import { connectPictures } from './pictures.ts';
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
  const live: LiveWidget = {
    root,
    widget,
    lang,
    name: root.id,
    base,
    params: { ...base },
    state: { params: base, trace: undefined },
    shown,
    figures: createFigures(
      root,
      widget.figures,
      hold,
      (slot) => ({ data: shown.get(slot.name), params: live.state.params }),
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
  if (widget.background?.(base) === true) redraw(live);
  else read(live, atOnce(widget.compute(base, lang)), base);

  const { values, problems } = readUrl(widget.controls, live.name, location.search);
  const touched = form === null ? {} : readForm(live, form);
  form?.addEventListener('input', (event) => onInput(live, event));
  form?.addEventListener('submit', (event) => event.preventDefault());
  connectMatrices(live);
  connectPictures(live);
  connectInspection(live);
  connectFoot(live);
  connectPlay(live);
  connectHandles(live);
  const exercises = document.querySelectorAll<HTMLFormElement>(`.quiz[data-goal][data-of="${live.name}"]`);
  if (exercises.length > 0) void import('./goal.ts').then(({ watch }) => watch(live, exercises));
  root.dataset['live'] = '';
  if (Object.keys(values).length + Object.keys(touched).length > 0) live.change({ ...values, ...touched });
  if (problems.length > 0) live.say(problems.map((problem) => pick(problem, lang)).join(' '));
  return live;
}

/** The params that changed since the last frame, each with the element that the reader used last for it. */
const frames = new WeakMap<LiveWidget, Map<string, Element | undefined>>();
const addresses = new WeakMap<LiveWidget, ReturnType<typeof setTimeout>>();

function change(live: LiveWidget, values: Values, from?: Element): void {
  live.params = { ...live.params, ...values };
  if (from !== undefined) live.say('');
  // Whatever changes the page waits for the frame: a change before it would be laid out twice.
  const changed = frames.get(live) ?? new Map<string, Element | undefined>();
  for (const name of Object.keys(values)) changed.set(name, from);
  if (frames.has(live)) return;
  frames.set(live, changed);
  requestAnimationFrame(() => {
    frames.delete(live);
    live.hold.take();
    for (const [name, element] of changed) showValue(live, name, live.params[name], element);
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

const jobs = new WeakMap<LiveWidget, () => void>();

/** params → trace → figures, here or, where it is much, beside the page. A new state takes the place of one under way. */
function redraw(live: LiveWidget): void {
  const { root, widget, params, lang } = live;
  const start = performance.now();
  jobs.get(live)?.();
  jobs.delete(live);
  if (widget.background?.(params) !== true) {
    try {
      show(live, atOnce(widget.compute(params, lang)), params, start);
    } catch (error) {
      fail(live, error);
    }
    return;
  }
  if (live.state.trace !== undefined) root.classList.add('stale');
  const end = computeBeside(live, {
    done(trace, time) {
      live.hold.take();
      try {
        show(live, trace, params, time);
      } catch (error) {
        fail(live, error);
      }
    },
    failed: (error) => fail(live, error),
    cancelled: () => restore(live),
  });
  jobs.set(live, end);
}

/** Takes what was computed: from here on it is what the widget shows. */
function read(live: LiveWidget, trace: unknown, params: Values): void {
  for (const slot of live.widget.figures) live.shown.set(slot.name, slot.data(trace, params, live.lang));
  live.state = { params, trace };
}

function show(live: LiveWidget, trace: unknown, params: Values, start: number): void {
  const { root, widget, lang } = live;
  read(live, trace, params);
  if (root.classList.contains('stale')) live.say('');
  root.classList.remove('stale');
  live.figures.redraw(start);
  const readout = root.querySelector('.widget-readout');
  if (readout === null || widget.readout === undefined) return;
  const text = widget.readout(trace, params, lang);
  if (readout.textContent !== text) readout.textContent = text;
  if (readout.scrollHeight > readout.clientHeight) live.hold.release(readout);
}

/** What cannot be computed is said, and the last good figures stay. */
function fail(live: LiveWidget, error: unknown): void {
  const { root, lang } = live;
  root.classList.add('stale');
  if (!(error instanceof InputProblem)) console.error(error);
  const what = error instanceof InputProblem ? error.in(lang) : `${say(lang, 'broken')} ${String(error)}.`;
  live.say(`${what} ${say(lang, 'staleNote')}`);
  root.dispatchEvent(new CustomEvent('widget-failed'));
}

/** Called off: the controls go back to what the figures show. */
function restore(live: LiveWidget): void {
  live.params = { ...live.state.params };
  for (const [name, value] of Object.entries(live.params)) showValue(live, name, value);
  live.root.classList.remove('stale');
  live.say(say(live.lang, 'cancelled'));
  writeAddress(live);
  live.root.dispatchEvent(new CustomEvent('widget-failed'));
}
