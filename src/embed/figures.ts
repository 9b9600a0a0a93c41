// The figures of a live widget. Those in sight follow at once, as many as a frame has time for and the rest in the next, so
// that the page answers every input; those out of sight follow when the browser is idle, or when the reader comes to them. Plot
// is loaded when the first of them has to be drawn anew; until it has arrived, the old drawing stays.
import type { AnyFigureSlot } from '../widget/define.ts';
import type { PlotKit } from '../widget/figure.ts';
import type { Hold } from './hold.ts';

export interface Figures {
  /** Brings all figures to the present state. `start` is when the work of this frame began, by performance.now(). */
  redraw(start: number): void;
}

/**
 * Milliseconds of script in one frame. Measured: for each of them the browser needs about four more for style, layout and
 * paint of what was changed.
 */
const frameScript = 1.5;

type State = (slot: AnyFigureSlot) => { readonly data: unknown; readonly params: unknown };

let plot: PlotKit | undefined;

/**
 * Finds the figures of a widget in the page; `state` answers what each has to show now, `failed` is told when the code that
 * draws could not be loaded. The next redraw tries again.
 */
export function createFigures(
  root: HTMLElement,
  slots: readonly AnyFigureSlot[],
  hold: Hold,
  state: State,
  failed: (error: unknown) => void,
): Figures {
  const places = new Map<Element, AnyFigureSlot>();
  for (const slot of slots) {
    const place = root.querySelector(`[data-figure="${slot.name}"]`);
    if (place !== null) places.set(place, slot);
  }
  const waiting = new Set<Element>();
  const away = new Set<Element>();
  /** Those of the waiting ones that wait for Plot. */
  const forPlot = new Set<Element>();
  const paint = (place: Element): void => {
    const slot = places.get(place);
    if (slot === undefined || draw(place as HTMLElement, slot, hold, state(slot))) waiting.delete(place);
    else {
      forPlot.add(place);
      if (forPlot.size === 1) void load();
    }
  };
  const load = async (): Promise<void> => {
    try {
      plot = await import('../figures/plot.ts');
    } catch (error) {
      for (const place of forPlot) waiting.delete(place);
      failed(error);
    }
    forPlot.clear();
    done();
  };
  const sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) away.add(target);
      else if (away.delete(target)) schedule();
    }
  });
  for (const place of places.keys()) sight.observe(place);

  const ready = (): Element[] => [...waiting].filter((place) => !forPlot.has(place));
  const inSight = (): Element[] => ready().filter((place) => !away.has(place));
  let frame: number | undefined;
  let idle = false;

  /** Paints what is in sight while the frame has time, the longest waiting first, and at least one figure. */
  const paintFrame = (start: number): void => {
    for (const place of inSight()) {
      paint(place);
      if (performance.now() - start > frameScript) break;
    }
    done();
  };
  const paintIdle = (): void => {
    idle = false;
    const [next] = ready();
    if (next !== undefined) paint(next);
    done();
  };
  const done = (): void => {
    root.toggleAttribute('data-drawing', waiting.size > 0);
    root.dispatchEvent(new CustomEvent('widget-drawn'));
    schedule();
  };
  const schedule = (): void => {
    if (inSight().length > 0) {
      frame ??= requestAnimationFrame(() => {
        frame = undefined;
        paintFrame(performance.now());
      });
    } else if (ready().length > 0 && !idle) {
      idle = true;
      whenIdle(paintIdle);
    }
  };
  return {
    redraw(start) {
      if (frame !== undefined) cancelAnimationFrame(frame);
      frame = undefined;
      for (const place of places.keys()) waiting.add(place);
      paintFrame(start);
    },
  };
}

/** Patches a figure, or draws it anew where its shape changed; null data hide it. Answers false where that needs Plot first. */
function draw(
  place: HTMLElement,
  slot: AnyFigureSlot,
  hold: Hold,
  { data, params }: ReturnType<State>,
): boolean {
  const body = place.querySelector('.figure-body');
  if (body === null) return true;
  const drawn = body.firstElementChild;
  const shape = drawn?.getAttribute('data-shape');
  if (data !== null && (drawn === null || !slot.type.update(drawn, data))) {
    if (plot === undefined) return false;
    hold.release(body);
    body.replaceChildren(slot.type.draw(data, place.ownerDocument, plot));
  }
  if (drawn?.getAttribute('data-shape') !== shape) hold.release(body);
  if (place.hidden !== (data === null)) place.hidden = data === null;
  if (data === null || typeof slot.formula !== 'object') return true;
  const active = slot.formula.pick(params);
  for (const variant of place.querySelectorAll<HTMLElement>('[data-variant]')) {
    if (variant.hidden !== (variant.dataset['variant'] !== active)) variant.hidden = !variant.hidden;
  }
  return true;
}

/** Safari has no requestIdleCallback. */
function whenIdle(work: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(work, { timeout: 300 });
  else setTimeout(work, 50);
}
