import { rm, writeFile } from 'node:fs/promises';
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { examples, type Example } from './examples.ts';
import * as plot from './plot.ts';
import { differences, newDocument, snapshotOf } from './testing.ts';

const all = Object.entries(examples) as [string, Example<unknown>][];
const draw = (type: Example<unknown>['type'], data: unknown) => type.draw(data, newDocument(), plot);

describe.each(all)('%s', (name, { type, data, next, other }) => {
  it('looks as it did', async () => {
    const drawing = draw(type, data);
    const extension = drawing.tagName.toLowerCase() === 'svg' ? 'svg' : 'html';
    const actual = new URL(`snapshots/${name}.actual.${extension}`, import.meta.url);
    const text = snapshotOf(drawing);
    try {
      await expect(text).toMatchFileSnapshot(`snapshots/${name}.${extension}`);
      await rm(actual, { force: true });
    } catch (error) {
      await writeFile(actual, text);
      throw error;
    }
  });

  it('updates to what a fresh drawing of the new data is', () => {
    const drawing = draw(type, data);
    expect(type.update(drawing, next)).toBe(true);
    expect(differences(drawing, draw(type, next))).toEqual([]);
    expect(differences(drawing, draw(type, data))).not.toEqual([]);
  });

  it('updates back to the first state', () => {
    const drawing = draw(type, data);
    type.update(drawing, next);
    type.update(drawing, data);
    expect(differences(drawing, draw(type, data))).toEqual([]);
  });

  it('changes nothing when the data stay', () => {
    const drawing = draw(type, data);
    const before = drawing.outerHTML;
    expect(type.update(drawing, data)).toBe(true);
    expect(differences(drawing, draw(type, data))).toEqual([]);
    if (name.startsWith('heatmap') || name === 'numbers') expect(drawing.outerHTML).toBe(before);
  });

  it('shows another shape as a fresh drawing would, or asks for one and leaves the old one alone', () => {
    const drawing = draw(type, data);
    const before = drawing.outerHTML;
    if (type.update(drawing, other)) expect(differences(drawing, draw(type, other))).toEqual([]);
    else expect(drawing.outerHTML).toBe(before);
  });

  it('draws the same whatever was drawn before', () => {
    const first = draw(type, data).outerHTML;
    draw(type, other);
    expect(draw(type, data).outerHTML).toBe(first);
  });

  it('needs no style sheet of its own', () => {
    expect(draw(type, data).querySelector('style')).toBeNull();
  });

  it('has a table with a value under each head', () => {
    const { head, rows } = type.table(data);
    expect(rows.length).toBeGreaterThan(0);
    for (const { label, values } of rows) {
      expect(label).not.toBe('');
      expect(values.length).toBe(head.length - 1);
    }
  });

  it('says what it shows to those who do not see it', () => {
    const drawing = draw(type, data);
    if (drawing.tagName.toLowerCase() !== 'svg') return;
    const focusable = drawing.querySelector('[data-handle]') !== null;
    expect(drawing.getAttribute('role')).toBe(focusable ? 'group' : 'img');
    expect(drawing.getAttribute('aria-label')).not.toBe('');
  });

  it('has a mark for each cell of its grid, if it has one', () => {
    const grid = type.grid?.(data);
    if (grid === undefined || grid === null) return;
    const drawing = draw(type, data);
    if (type.cells!(drawing).length === 0) expect(type.mark).toBeDefined();
    else expect(type.cells!(drawing)).toHaveLength(grid.rows * grid.columns);
    expect(grid.explain(0, 0).text).not.toBe('');
  });
});

it.each(all.filter(([, { type }]) => type.locate !== undefined))(
  '%s: a point of the screen is found in the data, however small the drawing is shown',
  (_name, { type, data }) => {
    const handle = { x: 1, y: 0.5, label: 'p' };
    const drawing = draw(type, { ...(data as object), handle, handles: [handle] });
    const [, , width = 0, height = 0] = drawing.getAttribute('viewBox')!.split(' ').map(Number);
    const scale = 0.6;
    drawing.getBoundingClientRect = () =>
      ({ left: 100, top: 50, width: scale * width, height: scale * height }) as DOMRect;
    const [x = 0, y = 0] = /translate\((.*)\)/
      .exec(drawing.querySelector('[data-handle]')!.getAttribute('transform')!)![1]!
      .split(',')
      .map(Number);
    const point = type.locate!(drawing, 100 + scale * x, 50 + scale * y, data);
    expect(point.x).toBeCloseTo(1, 1);
    expect(point.y).toBeCloseTo((data as { yType?: string }).yType === 'log' ? 1 : 0.5, 1);
  },
);

it('every kind of figure has an example', () => {
  const files = globSync('src/figures/*.ts').filter((file) =>
    /: FigureKind</.test(readFileSync(file, 'utf8')),
  );
  const kinds = new Set(all.map(([, { type }]) => type.kind));
  for (const file of files) {
    const source = readFileSync(file, 'utf8');
    for (const [, kind] of source.matchAll(/^export const (\w+): FigureKind</gm))
      expect(kinds).toContain(kind);
  }
});
