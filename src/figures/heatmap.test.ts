import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { fill, shadeOf, shades, colorOf, type Scale } from '../widget/color.ts';
import { heatmap, type HeatmapData } from './heatmap.ts';
import { layoutOf } from './heatmap-layout.ts';
import * as plot from './plot.ts';
import { setPixels } from './raster.ts';
import { differences, newDocument } from './testing.ts';

// Many drawings in one test: on a busy machine they take their time.
vi.setConfig({ testTimeout: 60_000 });

const draw = (data: HeatmapData) => heatmap.draw(data, newDocument(), plot);

/** A heatmap of a size, its values and words made from the places. */
function sized(rows: number, columns: number, over: Partial<HeatmapData> = {}): HeatmapData {
  const numbered = (count: number) => Array.from({ length: count }, (_, i) => String(i + 1));
  return {
    values: Array.from({ length: rows }, (_, i) =>
      Float32Array.from({ length: columns }, (__, j) => Math.sin(i * 1.7 + j * 0.9)),
    ),
    rows: numbered(rows),
    columns: numbered(columns),
    rowTitle: 'queries',
    columnTitle: 'keys',
    scale: 'scores',
    ...over,
  };
}

const word = fc.constantFrom('a', 'cat', 'unbelievably', '注意力', 'mmmmmm', 'antidisestablishment');
const size = fc.integer({ min: 1, max: 32 });
const example = fc
  .tuple(size, size, fc.array(word, { minLength: 40, maxLength: 40 }))
  .map(([rows, columns, words]): HeatmapData =>
    sized(rows, Math.min(columns, Math.floor(1024 / rows)), {
      rows: words.slice(0, rows),
      columns: words.slice(0, Math.min(columns, Math.floor(1024 / rows))).reverse(),
    }),
  );

describe('a heatmap whose size changes', () => {
  it('is patched to what Plot would draw', () => {
    fc.assert(
      fc.property(example, example, (from, to) => {
        const drawing = draw(from);
        expect(heatmap.update(drawing, to)).toBe(true);
        expect(differences(drawing, draw(to))).toEqual([]);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it.each([
    [1, 1],
    [1, 16],
    [16, 1],
    [17, 17],
    [32, 32],
    [2, 40],
  ])('has its cells where Plot has the labels (%d × %d)', (rows, columns) => {
    const svg = draw(sized(rows, columns));
    const { cell, every } = layoutOf(sized(rows, columns));
    const place = (axis: string) => {
      const label = svg.querySelector(`[data-mark="${axis}-axis tick label"] text`);
      return /translate\(([\d.]+),([\d.]+)\)/.exec(label?.getAttribute('transform') ?? '')!.map(Number);
    };
    const first = svg.querySelector('.cells > rect')!;
    const [x, y] = ['x', 'y'].map((name) => Number(first.getAttribute(name)) - 0.5) as [number, number];
    expect(x + (every.column - 1) * cell.width).toBeCloseTo(place('x')[1]!, 1);
    expect(y + (every.row - 1) * cell.height).toBeCloseTo(place('y')[2]!, 1);
  });
});

const scale = fc.constantFrom<Scale>('weights', 'scores', 'query', 'key', 'value', 'output');
const value = fc.oneof(
  fc.float({ min: -4, max: 4, noNaN: true }),
  fc.constantFrom(-Infinity, Infinity, NaN, 0),
);

describe('a painted heatmap', () => {
  it('has the colours that cells have', () => {
    const colors = Uint32Array.from({ length: 2 * shades + 2 }, (_, k) => k);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), scale, (row, of) => {
        const pixels = new Uint32Array(row.length);
        setPixels(pixels, sized(1, row.length, { values: [row], scale: of, extent: 3 }), colors);
        const painted = [...pixels].map((pixel) => colorOf(of, pixel - shades));
        expect(painted).toEqual(row.map((each) => fill(of, each, 3)));
      }),
    );
  });

  it('tells apart a thousand shades', () => {
    expect(shadeOf(0.1234, 1)).toBe(123);
    expect(shadeOf(-5, 2)).toBe(-shades);
    expect(shadeOf(-Infinity, 2)).toBe(shades + 1);
  });

  it.each([
    [33, 33],
    [64, 64],
    [1, 1025],
    [1025, 1],
    [256, 64],
    [1024, 1024],
  ])('is drawn at build without a canvas, and is no larger than a page (%d × %d)', (rows, columns) => {
    const drawing = draw(sized(rows, columns));
    expect(drawing.querySelector('canvas')).toBeNull();
    expect(drawing.querySelectorAll('.paths > path').length).toBeGreaterThan(0);
    const svg = drawing.querySelector('svg')!;
    for (const name of ['width', 'height']) {
      expect(Number(svg.getAttribute(name))).toBeLessThan(640);
      expect(Number(svg.getAttribute(name))).toBeGreaterThan(20);
    }
    expect(drawing.outerHTML.length).toBeLessThan(300_000);
    for (const axis of ['x', 'y']) {
      const labels = drawing.querySelectorAll(`[data-mark="${axis}-axis tick label"] > text`).length;
      expect(labels).toBeGreaterThan(0);
      expect(labels).toBeLessThanOrEqual(45);
    }
  });

  it('labels round numbers', () => {
    const labels = draw(sized(256, 256)).querySelectorAll('[data-mark="y-axis tick label"] > text');
    expect([...labels].slice(0, 3).map((label) => label.textContent)).toEqual(['8', '16', '24']);
  });

  it.each([
    [64, 65],
    [128, 33],
    [1025, 1],
    [600, 40],
  ])('is patched to what Plot would draw when its size changes (%d × %d)', (rows, columns) => {
    const drawing = draw(sized(40, 40));
    expect(heatmap.update(drawing, sized(rows, columns))).toBe(true);
    expect(differences(drawing, draw(sized(rows, columns)))).toEqual([]);
    const words = sized(rows, columns, { columns: Array.from({ length: columns }, () => 'unbelievable') });
    expect(heatmap.update(drawing, words)).toBe(true);
    expect(differences(drawing, draw(words))).toEqual([]);
  });

  it('asks for a new drawing when its cells are no longer painted, or are from now on', () => {
    expect(heatmap.update(draw(sized(4, 4)), sized(40, 40))).toBe(false);
    expect(heatmap.update(draw(sized(40, 40)), sized(4, 4))).toBe(false);
  });

  it('marks cells, rows and columns', () => {
    const drawing = draw(sized(64, 64));
    heatmap.mark!(drawing, 'selected', 1, 2);
    heatmap.mark!(drawing, 'source', 3);
    expect(drawing.querySelectorAll('.marks > .selected')).toHaveLength(1);
    const rects = [...drawing.querySelectorAll('.marks > :not(.behind)')];
    const values = (name: string) => rects.map((rect) => Number(rect.getAttribute(name)));
    const { x, y, cell } = layoutOf(sized(64, 64));
    expect(values('x')).toEqual([x + 2 * cell.width, x]);
    expect(values('y')).toEqual([y + cell.height, y + 3 * cell.height]);
    expect(values('width')).toEqual([cell.width, 64 * cell.width]);
    expect(values('height')).toEqual([cell.height, cell.height]);
  });

  it('keeps the largest values where the build has to leave some out', () => {
    const values = Array.from({ length: 128 }, () => new Float32Array(128));
    values[77]![90] = -1;
    const drawing = draw(sized(128, 128, { values, extent: 1 }));
    const path = drawing.querySelector('path[fill*="negative"]');
    expect(path?.getAttribute('d')).toBe('M45,38h1v1h-1z');
  });
});
