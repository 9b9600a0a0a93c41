// The drawing pad: a few coloured cells for a pointer, a finger or the keyboard.
import { colors, filled, pad as words } from '../i18n/pictures.ts';
import { padCells, padColors, padSide, writePad } from '../widget/pad.ts';
import { pick, type Lang } from '../widget/text.ts';
import { make } from './element.ts';

/** Pixels of the canvas for a cell; the style sheet scales it. */
const cell = 14;

const css = (color: number): string => `rgb(${(padColors[color] ?? [0, 0, 0]).join(' ')})`;

/** Puts a pad into its place, with a picture on it; `paint` is told every change. */
export function createPad(place: HTMLElement, text: string, lang: Lang, paint: (text: string) => void): void {
  const document = place.ownerDocument;
  let cells = padCells(text);
  let color = 3;
  let at = { row: padSide / 2, column: padSide / 2 };
  const undone: number[][] = [];

  const canvas = make(document, 'canvas', {
    class: 'pad',
    width: padSide * cell,
    height: padSide * cell,
    tabindex: 0,
    role: 'application',
    'aria-label': filled(pick(words.surface, lang), { side: padSide }),
  }) as HTMLCanvasElement;
  const spoken = make(document, 'p', { class: 'pad-cell', 'aria-live': 'polite' });
  const swatches = padColors.map((_, i) =>
    make(
      document,
      'label',
      { title: pick(colors[i] ?? '', lang), style: `background:${css(i)}` },
      make(document, 'input', {
        type: 'radio',
        name: `${place.closest('.widget')?.id}-color`,
        value: i,
        checked: i === color,
        'aria-label': pick(colors[i] ?? '', lang),
      }),
    ),
  );
  const palette = make(
    document,
    'div',
    { class: 'swatches', role: 'radiogroup', 'aria-label': pick(words.color, lang) },
    ...swatches,
  );
  const button = (label: string, act: () => void): HTMLElement => {
    const element = make(document, 'button', { type: 'button' }, label);
    element.addEventListener('click', act);
    return element;
  };

  const draw = (): void => {
    const context = canvas.getContext('2d');
    if (context === null) return;
    for (const [i, each] of cells.entries()) {
      context.fillStyle = css(each);
      context.fillRect((i % padSide) * cell, Math.floor(i / padSide) * cell, cell, cell);
    }
    if (document.activeElement !== canvas) return;
    context.lineWidth = 2;
    for (const [inset, style] of [
      [1, '#fff'],
      [3, '#000'],
    ] as const) {
      context.strokeStyle = style;
      const side = cell - 2 * inset;
      context.strokeRect(at.column * cell + inset, at.row * cell + inset, side, side);
    }
  };
  const change = (next: number[], told = true): void => {
    cells = next;
    draw();
    if (told) paint(writePad(cells));
  };
  const say = (): void => {
    const name = pick(colors[cells[at.row * padSide + at.column] ?? 0] ?? '', lang);
    spoken.textContent = filled(pick(words.cell, lang), {
      row: at.row + 1,
      column: at.column + 1,
      color: name,
    });
  };
  const dab = (): void => {
    const i = at.row * padSide + at.column;
    if (cells[i] !== color) change(cells.map((each, k) => (k === i ? color : each)));
  };
  const remember = (): void => {
    if (String(undone.at(-1)) !== String(cells)) undone.push(cells);
    if (undone.length > 50) undone.shift();
  };
  const choose = (next: number): void => {
    color = next;
    for (const input of palette.querySelectorAll('input')) input.checked = Number(input.value) === next;
  };

  const cellAt = ({ clientX, clientY }: PointerEvent): typeof at => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const clip = (value: number): number => Math.min(padSide - 1, Math.max(0, Math.floor(value * padSide)));
    return { row: clip((clientY - top) / height), column: clip((clientX - left) / width) };
  };
  /** Between two reports of a fast pointer the cells on the way are painted as well. */
  const drawTo = (to: typeof at): void => {
    const steps = Math.max(1, Math.abs(to.row - at.row), Math.abs(to.column - at.column));
    const from = at;
    const next = [...cells];
    for (let k = 0; k <= steps; k += 1) {
      const on = (a: number, b: number): number => Math.round(a + ((b - a) * k) / steps);
      next[on(from.row, to.row) * padSide + on(from.column, to.column)] = color;
    }
    at = to;
    if (String(next) !== String(cells)) change(next);
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    canvas.setPointerCapture(event.pointerId);
    remember();
    at = cellAt(event);
    dab();
  });
  canvas.addEventListener('pointermove', (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) drawTo(cellAt(event));
  });
  canvas.addEventListener('keydown', (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    const clip = (value: number): number => Math.min(padSide - 1, Math.max(0, value));
    if (step !== undefined)
      at = { row: clip(at.row + (step[0] ?? 0)), column: clip(at.column + (step[1] ?? 0)) };
    else if (event.key === ' ' || event.key === 'Enter') {
      remember();
      dab();
    } else if (/^[0-7]$/.test(event.key)) choose(Number(event.key));
    else return;
    event.preventDefault();
    draw();
    say();
  });
  canvas.addEventListener('focus', draw);
  canvas.addEventListener('blur', draw);
  // A drag over the pad draws; the page must not scroll with it.
  canvas.style.touchAction = 'none';
  palette.addEventListener('input', (event) => {
    event.stopPropagation();
    choose(Number((event.target as HTMLInputElement).value));
  });
  place.addEventListener('picture', (event) => {
    const next = padCells((event as CustomEvent<string>).detail);
    if (canvas.isConnected && String(next) !== String(cells)) change(next, false);
  });
  const undo = button(pick(words.undo, lang), () => {
    const before = undone.pop();
    if (before !== undefined) change(before);
  });
  const clear = button(pick(words.clear, lang), () => {
    remember();
    change(cells.map(() => 0));
  });
  const side = make(
    document,
    'div',
    { class: 'pad-side' },
    palette,
    make(document, 'div', { class: 'pad-actions' }, undo, clear),
    make(document, 'p', { class: 'pad-hint' }, pick(words.hint, lang)),
    spoken,
  );
  place.replaceChildren(canvas, side);
  draw();
}
