// The figures of a live widget: those in sight follow in the same frame, the others as soon as the browser is idle or the
// reader comes to them.
import type { AnyFigureSlot } from '../widget/define.ts';

export interface Figures {
  /** Brings all figures to the present state. */
  redraw(): void;
}

type State = (slot: AnyFigureSlot) => { readonly data: unknown; readonly params: unknown };

/** Finds the figures of a widget in the page; `state` answers what each has to show now. */
export function createFigures(root: HTMLElement, slots: readonly AnyFigureSlot[], state: State): Figures {
  const places = new Map<Element, AnyFigureSlot>();
  for (const slot of slots) {
    const place = root.querySelector(`[data-figure="${slot.name}"]`);
    if (place !== null) places.set(place, slot);
  }
  const waiting = new Set<Element>();
  const away = new Set<Element>();
  const paint = (place: Element): void => {
    waiting.delete(place);
    const slot = places.get(place);
    if (slot !== undefined) draw(place as HTMLElement, slot, state(slot));
  };
  const sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) away.add(target);
      else if (away.delete(target) && waiting.has(target)) paint(target);
    }
  });
  for (const place of places.keys()) sight.observe(place);

  const rest = (): void => {
    const [next] = waiting;
    if (next === undefined) return;
    paint(next);
    whenIdle(rest);
  };
  return {
    redraw() {
      const idle = waiting.size === 0;
      for (const place of places.keys()) {
        if (away.has(place)) waiting.add(place);
        else paint(place);
      }
      if (idle && waiting.size > 0) whenIdle(rest);
    },
  };
}

/** Patches a figure, or draws it anew where its shape changed; null data hide it. */
function draw(place: HTMLElement, slot: AnyFigureSlot, { data, params }: ReturnType<State>): void {
  const body = place.querySelector('.figure-body');
  if (body === null) return;
  if (place.hidden !== (data === null)) place.hidden = data === null;
  if (data === null) return;
  const drawn = body.firstElementChild;
  if (drawn === null || !slot.type.update(drawn, data))
    body.replaceChildren(slot.type.draw(data, place.ownerDocument));
  if (typeof slot.formula !== 'object') return;
  const active = slot.formula.pick(params);
  for (const variant of place.querySelectorAll<HTMLElement>('[data-variant]')) {
    if (variant.hidden !== (variant.dataset['variant'] !== active)) variant.hidden = !variant.hidden;
  }
}

/** Safari has no requestIdleCallback. */
function whenIdle(work: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(work, { timeout: 300 });
  else setTimeout(work, 50);
}
