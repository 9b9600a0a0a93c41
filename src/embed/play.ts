// A slider that moves by itself: one step at a time, or so many steps a second until its end, as long as somebody looks.
import type { RangeControl } from '../widget/controls.ts';
import { pick, type Lang } from '../widget/text.ts';
import { say } from '../i18n/strings.ts';
import { writeAddress } from './address.ts';
import { make } from './element.ts';
import type { LiveWidget } from './live.ts';

/** A range with `play`. */
export type PlayControl = RangeControl & Required<Pick<RangeControl, 'play'>>;

/** What a run needs of the world, so that tests can bring their own. */
export interface Stage {
  /** Milliseconds. */
  now(): number;
  /** Calls back once, in the next frame. */
  frame(callback: () => void): void;
  /** The reader prefers reduced motion. */
  calm(): boolean;
  /** The last value that was written is not on the screen yet. */
  busy(): boolean;
  read(): number;
  write(value: number): void;
  /** Called when the run ends, however it ends. */
  ended(): void;
}

export interface Run {
  stop(): void;
}

/** Milliseconds between two updates where the reader prefers reduced motion. */
const calmly = 250;

/** A frame longer than this, in milliseconds, was too much for the machine: as long a rest follows it. */
const longFrame = 34;

/** What a stalled page makes up for, in milliseconds. */
const mostArrears = 500;

/** The next value of a range, `steps` further, its end at most; in the decimals that a reader could have set. */
export function stepped({ min, max, step }: RangeControl, value: number, steps: number): number {
  const last = Math.floor((max - min) / step + 1e-9);
  const at = Math.min(last, Math.round((value - min) / step) + steps);
  return Math.round((min + at * step) * 1e9) / 1e9;
}

/** Whether there is no step left. */
export function atEnd(control: RangeControl, value: number): boolean {
  return stepped(control, value, 1) <= value;
}

/**
 * Moves a range by `perSecond` steps a second: several at once where a frame has time for more than one, and none in frames
 * that the page needs to rest in. From its end it begins again. It ends at the range's end, and when somebody else has moved
 * the range.
 */
export function createRun(control: PlayControl, stage: Stage): Run {
  let running = true;
  let wrote = stage.read();
  let before = stage.now();
  let written = -Infinity;
  let rested = before;
  let due = 1;
  const end = (): void => {
    if (!running) return;
    running = false;
    stage.ended();
  };
  const write = (value: number): void => {
    wrote = value;
    written = stage.now();
    stage.write(value);
  };
  const tick = (): void => {
    if (!running) return;
    if (stage.read() !== wrote) return end();
    const now = stage.now();
    const frame = now - before;
    before = now;
    if (frame > longFrame) rested = now + frame;
    due += (Math.min(frame, mostArrears) * control.play.perSecond) / 1000;
    const steps = Math.floor(due);
    const ready = now >= rested && now - written >= (stage.calm() ? calmly : 0) && !stage.busy();
    if (steps > 0 && ready) {
      due -= steps;
      write(stepped(control, wrote, steps));
      if (atEnd(control, wrote)) return end();
    }
    stage.frame(tick);
  };
  if (atEnd(control, wrote)) {
    write(control.min);
    due = 0;
  }
  stage.frame(tick);
  return { stop: end };
}

/** The buttons of a range with `play`. */
export function renderPlay(document: Document, control: PlayControl, value: number, lang: Lang): HTMLElement {
  const button = (action: string, key: 'stepOnce' | 'run'): HTMLElement => {
    const element = make(document, 'button', { type: 'button', 'data-play': action });
    label(element, control, key, lang);
    return element;
  };
  const step = button('step', 'stepOnce');
  if (atEnd(control, value)) step.setAttribute('aria-disabled', 'true');
  return make(document, 'span', { class: 'play' }, step, button('run', 'run'));
}

/** What a button says; to a screen reader also of which control. */
function label(button: Element, control: PlayControl, key: 'stepOnce' | 'run' | 'pause', lang: Lang): void {
  const action = say(lang, key);
  button.textContent = action;
  button.setAttribute('aria-label', say(lang, 'actionOf', { action, control: pick(control.label, lang) }));
}

/** Connects the buttons of every range with `play`. At most one of them runs. */
export function connectPlay(live: LiveWidget): void {
  const { root, widget, lang } = live;
  let current: { readonly run: Run; readonly name: string } | undefined;
  const stop = (): void => current?.run.stop();

  const connect = (name: string, control: PlayControl, place: HTMLElement): void => {
    const step = place.querySelector('[data-play="step"]') as HTMLElement;
    const button = place.querySelector('[data-play="run"]') as HTMLElement;
    const read = (): number => live.params[name] as number;
    const begin = (): void => {
      stop();
      live.running = true;
      root.dataset['running'] = name;
      label(button, control, 'pause', lang);
      // A screen reader is told where the run ends, not of every step.
      root.querySelector('.widget-readout')?.setAttribute('aria-busy', 'true');
      const run = createRun(control, {
        now: () => performance.now(),
        frame: (callback) => requestAnimationFrame(callback),
        calm: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
        busy: () => root.hasAttribute('data-computing'),
        read,
        write: (value) => live.change({ [name]: value }),
        ended: () => {
          current = undefined;
          live.running = false;
          delete root.dataset['running'];
          label(button, control, 'run', lang);
          root.querySelector('.widget-readout')?.removeAttribute('aria-busy');
          writeAddress(live);
        },
      });
      current = { run, name };
    };
    button.addEventListener('click', () => (current?.name === name ? stop() : begin()));
    step.addEventListener('click', () => {
      stop();
      if (!atEnd(control, read())) live.change({ [name]: stepped(control, read(), 1) });
    });
    // A hand on the slider takes it over.
    place.querySelector('input')?.addEventListener('pointerdown', () => {
      if (current?.name === name) stop();
    });
    root.addEventListener('widget-drawn', () => {
      if (atEnd(control, read())) step.setAttribute('aria-disabled', 'true');
      else step.removeAttribute('aria-disabled');
    });
  };

  let playable = false;
  for (const [name, control] of Object.entries(widget.controls)) {
    const place = root.querySelector<HTMLElement>(`[data-control="${name}"]`);
    if (control.kind !== 'range' || control.play === undefined || place === null) continue;
    connect(name, control as PlayControl, place);
    playable = true;
  }
  if (!playable) return;
  root.addEventListener('widget-failed', stop);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) stop();
  });
  new IntersectionObserver((entries) => {
    if (entries.at(-1)?.isIntersecting === false) stop();
  }).observe(root);
}
