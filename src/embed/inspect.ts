// Pointing at a cell, touching it, or moving to it with the arrow keys shows its arithmetic and marks what it is made from.
import type { AnyFigureSlot } from '../widget/define.ts';
import { pick } from '../widget/text.ts';
import { say } from '../i18n/strings.ts';
import { setFitting } from './drag.ts';
import type { LiveWidget } from './live.ts';

interface Selection {
  readonly slot: AnyFigureSlot;
  row: number;
  column: number;
}

/** Connects every figure that has a grid; one line below the figures tells what is selected. */
export function connectInspection(live: LiveWidget): void {
  const line = live.root.querySelector<HTMLElement>('.widget-inspect');
  if (line === null) return;
  const hint = line.textContent;
  let selected: Selection | undefined;

  const show = (): void => {
    clear(live.root);
    const data = selected === undefined ? null : live.shown.get(selected.slot.name);
    const grid = data === null || data === undefined ? null : selected?.slot.type.grid?.(data);
    if (selected === undefined || grid === null || grid === undefined) {
      line.textContent = hint;
      return;
    }
    selected.row = Math.min(selected.row, grid.rows - 1);
    selected.column = Math.min(selected.column, grid.columns - 1);
    const { text, sources } = grid.explain(selected.row, selected.column);
    if (line.textContent !== text) line.textContent = text;
    mark(live, selected.slot, 'selected', selected.row, selected.column);
    for (const [name, { row, column }] of Object.entries(sources ?? {})) markSource(live, name, row, column);
  };

  for (const slot of live.widget.figures) {
    const body = bodyOf(live, slot.name);
    if (body === null || slot.type.grid === undefined || slot.type.cells === undefined) continue;
    // A picture without arithmetic has no cells, whatever its kind can have.
    const first = live.shown.get(slot.name);
    if (first !== null && first !== undefined && slot.type.grid(first) === null) continue;
    body.tabIndex = 0;
    body.setAttribute('role', 'application');
    body.setAttribute('aria-label', `${pick(slot.title, live.lang)}: ${say(live.lang, 'inspectable')}`);
    const columns = (): number => slot.type.grid?.(live.shown.get(slot.name))?.columns ?? 1;
    const pointed = (event: MouseEvent): { row: number; column: number } | null => {
      const index = cellsOf(live, slot).indexOf(event.target as Element);
      if (index >= 0) return { row: Math.floor(index / columns()), column: index % columns() };
      const drawing = body.firstElementChild;
      return drawing === null ? null : (slot.type.at?.(drawing, event.clientX, event.clientY) ?? null);
    };
    const point = (event: PointerEvent): void => {
      const at = pointed(event);
      if (at === null) return;
      if (selected?.slot === slot && selected.row === at.row && selected.column === at.column) return;
      selected = { slot, ...at };
      show();
    };
    // Moving to a figure by keyboard may scroll it under a pointer that rests.
    const hover = (event: PointerEvent): void => {
      if (live.root.querySelector('.figure-body:focus-visible') === null) point(event);
    };
    const choose = ({ row, column }: { row: number; column: number }): void => {
      const { params, state } = live;
      setFitting(live, slot.pick?.({ row, column }, params, state.trace) ?? {}, body);
    };
    // What begins on a handle drags it.
    let dragged = false;
    body.addEventListener('pointerdown', ({ target }) => {
      dragged = (target as Element).closest('[data-handle]') !== null;
    });
    body.addEventListener('click', (event) => {
      const at = dragged ? null : pointed(event);
      if (at !== null && slot.pick !== undefined) choose(at);
    });
    body.addEventListener('pointerover', hover);
    if (slot.type.at !== undefined) body.addEventListener('pointermove', hover);
    body.addEventListener('pointerdown', point);
    body.addEventListener('focus', () => {
      if (selected?.slot !== slot) selected = { slot, row: 0, column: 0 };
      show();
    });
    body.addEventListener('keydown', (event) => {
      const data: unknown = live.shown.get(slot.name);
      const grid = data === null ? null : slot.type.grid?.(data);
      if (grid === null || grid === undefined) return;
      const at = selected?.slot === slot ? selected : { slot, row: 0, column: 0 };
      if (slot.pick !== undefined && (event.key === 'Enter' || event.key === ' ')) {
        event.preventDefault();
        return choose(at);
      }
      const next = move(event.key, at, grid.rows, grid.columns);
      if (next === null) return;
      event.preventDefault();
      selected = { slot, ...next };
      show();
    });
  }
  const leave = (event: PointerEvent): void => {
    if (event.pointerType !== 'mouse') return;
    if (live.root.querySelector('.figure-body:focus') !== null) return;
    selected = undefined;
    show();
  };
  live.root.querySelector('.figures')?.addEventListener('pointerleave', leave as EventListener);
  live.root.addEventListener('widget-drawn', show);
}

/** The cell that a key leads to; null for other keys, Escape included. */
function move(
  key: string,
  at: { row: number; column: number },
  rows: number,
  columns: number,
): { row: number; column: number } | null {
  const { row, column } = at;
  switch (key) {
    case 'ArrowUp':
      return { row: Math.max(0, row - 1), column };
    case 'ArrowDown':
      return { row: Math.min(rows - 1, row + 1), column };
    case 'ArrowLeft':
      return { row, column: Math.max(0, column - 1) };
    case 'ArrowRight':
      return { row, column: Math.min(columns - 1, column + 1) };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: columns - 1 };
    default:
      return null;
  }
}

/** Marks the row, column or cell that a number is made from: in a figure, or in a matrix among the controls. */
function markSource(
  live: LiveWidget,
  name: string,
  row: number | undefined,
  column: number | undefined,
): void {
  for (const field of live.root.querySelectorAll<HTMLElement>(`[data-control="${name}"] [data-row]`)) {
    const [i, j] = [Number(field.dataset['row']), Number(field.dataset['column'])];
    if ((row === undefined || i === row) && (column === undefined || j === column))
      field.classList.add('source');
  }
  const slot = live.widget.figures.find((figure) => figure.name === name);
  if (slot !== undefined) mark(live, slot, 'source', row, column);
}

/** Marks a cell, a row, a column or all cells of a figure by a class: on its cells, or on a frame over painted ones. */
function mark(
  live: LiveWidget,
  slot: AnyFigureSlot,
  name: string,
  row: number | undefined,
  column: number | undefined,
): void {
  const drawing = bodyOf(live, slot.name)?.firstElementChild;
  const data: unknown = live.shown.get(slot.name);
  const grid = data === null || data === undefined ? null : slot.type.grid?.(data);
  if (drawing == null || grid == null) return;
  const cells = cellsOf(live, slot);
  if (cells.length === 0) return slot.type.mark?.(drawing, name, row, column);
  const [first, last] = row === undefined ? [0, grid.rows - 1] : [row, row];
  const [left, right] = column === undefined ? [0, grid.columns - 1] : [column, column];
  for (let i = first; i <= last; i += 1) {
    for (let j = left; j <= right; j += 1) cells[i * grid.columns + j]?.classList.add(name);
  }
}

function clear(root: HTMLElement): void {
  for (const frame of root.querySelectorAll('.figures .marks > *')) frame.remove();
  for (const cell of root.querySelectorAll(':is(.controls, .figures) :is(.selected, .source)'))
    cell.classList.remove('selected', 'source');
}

function cellsOf(live: LiveWidget, slot: AnyFigureSlot): readonly Element[] {
  const drawing = bodyOf(live, slot.name)?.firstElementChild;
  return drawing === null || drawing === undefined ? [] : (slot.type.cells?.(drawing) ?? []);
}

function bodyOf(live: LiveWidget, name: string): HTMLElement | null {
  return live.root.querySelector<HTMLElement>(`[data-figure="${name}"] .figure-body`);
}
