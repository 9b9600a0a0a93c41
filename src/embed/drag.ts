// The handle of a figure: taken with a finger, a mouse or the arrow keys, it sets the params that its slot's `drag` answers.
import { nearest, type RangeControl } from '../widget/controls.ts';
import type { AnyFigureSlot } from '../widget/define.ts';
import { checkValue, type Values } from '../widget/params.ts';
import { short } from '../widget/format.ts';
import { pick } from '../widget/text.ts';
import { showRange } from './controls.ts';
import type { LiveWidget } from './live.ts';

/** Pixels that an arrow key moves a handle that sets no slider. */
const keyStep = 8;

/** Connects the handles of a widget's figures to its params. */
export function connectHandles(live: LiveWidget): void {
  for (const slot of live.widget.figures) {
    const body = live.root.querySelector<HTMLElement>(`[data-figure="${slot.name}"] .figure-body`);
    if (body !== null && slot.drag !== undefined) connect(live, slot, body);
  }
}

function connect(live: LiveWidget, slot: AnyFigureSlot, body: HTMLElement): void {
  const handles = (): SVGElement[] => [...body.querySelectorAll<SVGElement>('[data-handle]')];
  const taken = (event: Event): SVGElement | undefined =>
    handles().find((handle) => handle.contains(event.target as Node));
  const center = (handle: Element): { x: number; y: number } => {
    const { left, top, width, height } = handle.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  };
  const moveTo = (handle: string, clientX: number, clientY: number): void => {
    const [drawing, data] = [body.firstElementChild, live.shown.get(slot.name)];
    if (drawing === null || data === null || data === undefined) return;
    const point = slot.type.locate?.(drawing, clientX, clientY, data);
    if (point !== undefined)
      setFitting(live, slot.drag?.(point, live.params, live.state.trace, handle) ?? {}, body);
  };

  // The figure may be drawn anew meanwhile, so its body holds the pointer. The handle stays where it was taken.
  let grip: { readonly name: string; readonly x: number; readonly y: number } | undefined;
  body.addEventListener('pointerdown', (event) => {
    const handle = taken(event);
    if (handle === undefined) return;
    if (event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    body.setPointerCapture(event.pointerId);
    handle.focus({ preventScroll: true });
    const { x, y } = center(handle);
    grip = { name: nameOf(handle), x: x - event.clientX, y: y - event.clientY };
  });
  // Where a style says that a handle is not scrolled, browsers may still scroll after the first steps of a finger.
  body.addEventListener(
    'touchstart',
    (event) => {
      if (taken(event) !== undefined) event.preventDefault();
    },
    { passive: false },
  );
  body.addEventListener('pointermove', (event) => {
    if (grip !== undefined) moveTo(grip.name, event.clientX + grip.x, event.clientY + grip.y);
  });
  for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'])
    body.addEventListener(end, () => (grip = undefined));

  body.addEventListener('keydown', (event) => {
    const handle = taken(event);
    const [right, up] = arrows[event.key] ?? [0, 0];
    const end = { Home: 'min', End: 'max' }[event.key] as 'min' | 'max' | undefined;
    if (event.target !== handle || handle === undefined || (right === 0 && up === 0 && end === undefined))
      return;
    event.preventDefault();
    event.stopPropagation();
    const by = event.shiftKey ? 10 : 1;
    const [first, second = first] = slidersOf(live, slot, nameOf(handle));
    if (first === undefined) {
      const { x, y } = center(handle);
      return moveTo(nameOf(handle), x + keyStep * by * right, y - keyStep * by * up);
    }
    const [name, control] = right === 0 && end === undefined ? (second ?? first) : first;
    const value = live.params[name] as number;
    const steps = by * (right + (second !== first && pointsDown(live, slot, body) ? -up : up));
    setFitting(live, { [name]: end === undefined ? value + control.step * steps : control[end] }, body);
  });

  let focused: EventTarget | null = null;
  const refresh = (): void => {
    const all = handles();
    for (const handle of all) describe(handle, live, slot);
    // A drawing made anew takes the focus with it.
    const lost = focused instanceof SVGElement && !focused.isConnected ? focused : null;
    if (lost !== null) all.find((handle) => nameOf(handle) === nameOf(lost))?.focus({ preventScroll: true });
  };
  body.addEventListener('focusin', ({ target }) => (focused = target));
  body.addEventListener('focusout', () => (focused = null));
  live.root.addEventListener('widget-drawn', refresh);
  refresh();
}

const arrows: Readonly<Record<string, readonly [right: number, up: number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Whether the figure's second axis grows downwards, as the rows of a picture do: then ↑ lowers its slider. */
function pointsDown(live: LiveWidget, slot: AnyFigureSlot, body: Element): boolean {
  const [drawing, data] = [body.firstElementChild, live.shown.get(slot.name)];
  if (drawing === null || slot.type.locate === undefined || data === null || data === undefined) return false;
  return slot.type.locate(drawing, 0, 1, data).y > slot.type.locate(drawing, 0, 0, data).y;
}

/** Which of the figure's handles it is; '' where there is one. */
function nameOf(handle: Element): string {
  return handle.getAttribute('data-name') ?? '';
}

/** Where a handle is, in the units of the data. */
function pointOf(live: LiveWidget, slot: AnyFigureSlot, name: string): Handle | undefined {
  const { handle, handles } = (live.shown.get(slot.name) ?? {}) as {
    handle?: Handle;
    handles?: readonly Handle[];
  };
  return handle ?? handles?.find((each) => each.name === name);
}

interface Handle {
  readonly x: number;
  readonly y: number;
  readonly name?: string;
}

/** The sliders that the handle sets, in the order of `drag`: the first moves with → and ←, the second with ↑ and ↓. */
function slidersOf(live: LiveWidget, slot: AnyFigureSlot, name: string): (readonly [string, RangeControl])[] {
  const handle = pointOf(live, slot, name);
  if (handle === undefined) return [];
  return Object.keys(slot.drag?.(handle, live.params, live.state.trace, name) ?? {}).flatMap((name) => {
    const control = live.widget.controls[name];
    return control?.kind === 'range' ? [[name, control] as const] : [];
  });
}

/** Takes what the controls can hold: sliders go to the nearest step, other values pass or do not. */
export function setFitting(live: LiveWidget, values: Readonly<Record<string, unknown>>, from: Element): void {
  const fitting = Object.entries(values).flatMap(([name, value]) => {
    const control = live.widget.controls[name];
    if (control === undefined) return [];
    const taken = control.kind === 'range' ? nearest(control, value as number) : value;
    return checkValue(control, taken) === null && taken !== live.params[name] ? [[name, taken]] : [];
  });
  if (fitting.length > 0) live.change(Object.fromEntries(fitting) as Values, from);
}

/** What a screen reader says of the handle: its name, and the sliders that it sets. */
function describe(handle: Element, live: LiveWidget, slot: AnyFigureSlot): void {
  const sliders = slidersOf(live, slot, nameOf(handle));
  const [first] = sliders;
  const point = pointOf(live, slot, nameOf(handle));
  const shown = sliders.map(([name, control]) => {
    const value = showRange(control, live.params[name] as number, live.lang);
    return `${pick(control.label, live.lang)} ${value}`;
  });
  const attributes = {
    role: 'slider',
    tabindex: '0',
    'aria-label': handle.getAttribute('data-handle') ?? '',
    'aria-valuemin': String(first?.[1].min ?? 0),
    'aria-valuemax': String(first?.[1].max ?? 1),
    'aria-valuenow': String(first === undefined ? (point?.x ?? 0) : live.params[first[0]]),
    'aria-valuetext':
      shown.length > 0 || point === undefined
        ? shown.join(live.lang === 'zh' ? '，' : ', ')
        : `x ${short(point.x)}, y ${short(point.y)}`,
  };
  for (const [name, value] of Object.entries(attributes))
    if (handle.getAttribute(name) !== value) handle.setAttribute(name, value);
}
