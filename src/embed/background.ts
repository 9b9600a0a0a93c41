// Large states of widgets, computed by a worker: a bar tells how far it is, and the reader can pause it or call it off.
import { InputProblem } from '../widget/problem.ts';
import { say } from '../i18n/strings.ts';
import { make } from './element.ts';
import type { Job, Listener } from './job.ts';
import type { LiveWidget } from './live.ts';
import type { Order, Report } from './messages.ts';

type Backend = Report & { kind: 'backend' };

interface Ordered extends Listener<unknown> {
  backend(chosen: Backend): void;
}

let worker: Worker | undefined;
let backend: Backend | undefined;
let count = 0;
const ordered = new Map<number, Ordered>();

/** The one worker of the page. One that broke is replaced when something is ordered again. */
function open(): Worker {
  const fresh = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  fresh.addEventListener('message', ({ data }: MessageEvent<Report>) => hear(data));
  const broken = (): void => {
    worker = undefined;
    fresh.terminate();
    const error = new InputProblem({ en: say('en', 'workerFailed'), zh: say('zh', 'workerFailed') });
    for (const listener of ordered.values()) listener.failed(error);
    ordered.clear();
  };
  fresh.addEventListener('error', broken);
  fresh.addEventListener('messageerror', broken);
  return fresh;
}

function hear(report: Report): void {
  if (report.kind === 'backend') {
    backend = report;
    for (const listener of ordered.values()) listener.backend(report);
    return;
  }
  const listener = ordered.get(report.job);
  if (listener === undefined) return;
  if (report.kind === 'progress') return listener.progress(report.share);
  ordered.delete(report.job);
  if (report.kind === 'done') listener.done(report.trace);
  else if (report.kind === 'problem') listener.failed(new InputProblem(report.text));
  else listener.failed(new Error(report.message));
}

function order({ widget, params, lang }: LiveWidget, listener: Ordered): Job {
  const job = (count += 1);
  worker ??= open();
  const tell = (message: Order): void => worker?.postMessage(message, []);
  ordered.set(job, listener);
  if (backend !== undefined) listener.backend(backend);
  tell({ kind: 'start', job, widget: widget.id, params, lang });
  return {
    pause: () => tell({ kind: 'pause', job }),
    resume: () => tell({ kind: 'resume', job }),
    cancel() {
      if (ordered.delete(job)) tell({ kind: 'cancel', job });
    },
  };
}

/** Where a widget tells how far its job is. */
interface Panel {
  readonly root: HTMLElement;
  readonly bar: HTMLProgressElement;
  readonly share: HTMLElement;
  readonly pause: HTMLElement;
  readonly note: HTMLElement;
  job: Job;
  paused: boolean;
  cancelled(): void;
}

const panels = new WeakMap<LiveWidget, Panel>();

/** What becomes of a job: its trace, an error, or the reader calls it off. */
export interface Outcome {
  /** Called in a frame, with its time. */
  done(trace: unknown, time: number): void;
  failed(error: unknown): void;
  cancelled(): void;
}

/** Computes the widget's present params in the worker. Returns what ends that without a word. */
export function computeBeside(live: LiveWidget, outcome: Outcome): () => void {
  const { root, lang } = live;
  const panel = panels.get(live) ?? renderPanel(live);
  panels.set(live, panel);
  let over = false;
  const end = (): void => {
    over = true;
    panel.job.cancel();
    panel.root.removeAttribute('data-busy');
    delete root.dataset['computing'];
  };
  const show = (share: number): void => {
    panel.bar.value = share;
    panel.share.textContent = `${Math.floor(100 * share)}\u202f%`;
  };
  setPaused(panel, false, live);
  show(0);
  root.dataset['computing'] = '';
  panel.root.dataset['busy'] = '';
  panel.cancelled = () => {
    end();
    outcome.cancelled();
  };
  panel.job = order(live, {
    progress: show,
    backend({ name, why }) {
      root.dataset['backend'] = name;
      panel.note.textContent = why === null ? '' : say(lang, 'plainBackend', { why });
    },
    done(trace) {
      // Between the last report and the next frame the reader may ask for something else.
      requestAnimationFrame((time) => {
        if (over) return;
        end();
        outcome.done(trace, time);
      });
    },
    failed(error) {
      end();
      outcome.failed(error);
    },
  });
  return end;
}

function setPaused(panel: Panel, paused: boolean, { lang }: LiveWidget): void {
  panel.paused = paused;
  panel.pause.textContent = say(lang, paused ? 'resume' : 'pause');
}

function renderPanel(live: LiveWidget): Panel {
  const { root: widget, lang } = live;
  const { ownerDocument: document } = widget;
  const button = (job: string, text: string): HTMLElement =>
    make(document, 'button', { type: 'button', 'data-job': job }, text);
  const bar = make(document, 'progress', { max: 1, value: 0 }) as HTMLProgressElement;
  const share = make(document, 'span', { class: 'share' });
  const pause = button('pause', say(lang, 'pause'));
  const note = make(document, 'span', { class: 'backend-note' });
  const label = make(document, 'label', {}, `${say(lang, 'computing')} `, bar);
  const cancel = button('cancel', say(lang, 'cancel'));
  const root = widget.querySelector<HTMLElement>('.widget-job')!;
  const busy = make(document, 'div', { class: 'busy' }, label, share, pause, cancel);
  root.replaceChildren(busy, note);
  const none: Job = { pause: () => {}, resume: () => {}, cancel: () => {} };
  const panel: Panel = { root, bar, share, pause, note, job: none, paused: false, cancelled: () => {} };
  cancel.addEventListener('click', () => panel.cancelled());
  pause.addEventListener('click', () => {
    setPaused(panel, !panel.paused, live);
    if (panel.paused) panel.job.pause();
    else panel.job.resume();
  });
  return panel;
}
