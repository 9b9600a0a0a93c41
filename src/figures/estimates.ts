// What bars carry when they are estimates: whiskers of a standard error, and ticks at the exact values.
import type { BarsData } from './bars.ts';
import { widthOf } from './labels.ts';
import { children, clip, layer } from './layers.ts';
import { axisOf, px, set, setText, toPixels } from './svg.ts';

/** Lays whiskers and ticks over the bars of a drawing; each has a halo of paper, so that it is seen on the bar and beside it. */
export function layEstimates(svg: Element, { values, error, exact, domain }: BarsData): void {
  const axis = axisOf(svg, 'x');
  const rows = [...svg.querySelectorAll('g.bars > rect')].map((rect) => {
    const top = Number(rect.getAttribute('y'));
    return { top, bottom: top + Number(rect.getAttribute('height')) };
  });
  const at = (value: number): string => px(toPixels(axis, clip(value, domain)));
  const lay = (name: string, color: string, pathOf: (i: number) => string): void => {
    for (const part of [`${name}-halo`, name]) {
      const group = layer(svg, part, true);
      set(group, 'fill', 'none');
      set(group, 'stroke', part === name ? color : 'var(--paper)');
      set(group, 'stroke-width', part === name ? '2' : '4.5');
      set(group, 'pointer-events', 'none');
      for (const [i, path] of children(group, 'path', rows.length).entries()) set(path, 'd', pathOf(i));
    }
  };
  if (error !== undefined) {
    lay('whiskers', 'var(--ink)', (i) => {
      const [value, by] = [values[i] ?? Number.NaN, error.values[i] ?? Number.NaN];
      if (Number.isNaN(value + by)) return '';
      const middle = ((rows[i]?.top ?? 0) + (rows[i]?.bottom ?? 0)) / 2;
      const [from, to] = [at(value - by), at(value + by)];
      const cap = `${px(middle - 4)}v8`;
      return `M${from},${cap}M${from},${px(middle)}H${to}M${to},${cap}`;
    });
  }
  if (exact !== undefined) {
    lay('ticks', 'var(--accent)', (i) => {
      const value = exact.values[i] ?? Number.NaN;
      const { top = 0, bottom = 0 } = rows[i] ?? {};
      return Number.isNaN(value) ? '' : `M${at(value)},${px(top - 3)}V${px(bottom + 3)}`;
    });
    title(svg, exact, Number(at(exact.values[0] ?? 0)), (rows[0]?.top ?? 0) - 7);
  }
}

/** The title of the ticks stands over the first of them, inside the drawing. */
function title(svg: Element, exact: NonNullable<BarsData['exact']>, x: number, y: number): void {
  const group = layer(svg, 'ticks-title', true);
  set(group, 'fill', 'var(--accent)');
  set(group, 'font-size', '12');
  for (const label of children(group, 'text', 1)) {
    const half = widthOf(exact.title, 12) / 2;
    const [, , width = 0] = (svg.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
    set(label, 'x', px(Math.min(width - half, Math.max(half, x))));
    set(label, 'y', px(y));
    setText(label, exact.title);
  }
}
