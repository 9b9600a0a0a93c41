import { describe, expect, it } from 'vitest';
import { bank, features } from './filter-bank.ts';

const side = 16;

/** A picture of one function of row and column, in grey or in a colour. */
function paint(color: (row: number, column: number) => readonly [number, number, number]): Float32Array {
  return Float32Array.from(
    Array.from({ length: side * side }, (_, i) => color(Math.floor(i / side), i % side)).flat(),
  );
}

const grey = (value: number) => [value, value, value] as const;

/** The mean of each channel, by its key. */
function means(pixels: Float32Array): Record<string, number> {
  const maps = features(pixels, side, side);
  return Object.fromEntries(
    bank.map(({ key }, k) => {
      const map = maps.subarray(k * side * side, (k + 1) * side * side);
      return [key, map.reduce((sum, each) => sum + each, 0) / map.length];
    }),
  );
}

const strongest = (pixels: Float32Array, keys: readonly string[]): string =>
  keys.toSorted((a, b) => (means(pixels)[b] ?? 0) - (means(pixels)[a] ?? 0))[0] ?? '';

const edges = ['edge-0', 'edge-45', 'edge-90', 'edge-135'];

describe('the filter bank', () => {
  it('answers to a grey without colour, edge, spot or texture with nothing but its brightness', () => {
    const { bright = 0, dark, ...others } = means(paint(() => grey(0.8)));
    expect(bright).toBeCloseTo(0.3, 5);
    expect(dark).toBe(0);
    for (const [key, mean] of Object.entries(others)) expect(mean, key).toBeCloseTo(0, 5);
  });

  it.each([
    ['edge-0', (row: number) => row],
    ['edge-90', (_row: number, column: number) => column],
    ['edge-45', (row: number, column: number) => row + column],
    ['edge-135', (row: number, column: number) => row - column],
  ] as const)('finds %s in stripes that run that way', (key, along) => {
    const stripes = paint((row, column) => grey(((along(row, column) % 8) + 8) % 8 < 4 ? 0 : 1));
    expect(strongest(stripes, edges)).toBe(key);
  });

  it.each([
    ['red', [1, 0, 0]],
    ['green', [0, 1, 0]],
    ['blue', [0, 0, 1]],
    ['yellow', [1, 1, 0]],
  ] as const)('finds %s', (key, color) => {
    expect(
      strongest(
        paint(() => color),
        ['red', 'green', 'blue', 'yellow'],
      ),
    ).toBe(key);
  });

  it('finds a chessboard of pixels by its texture', () => {
    const chess = paint((row, column) => grey((row + column) % 2));
    expect(strongest(chess, [...edges, 'texture'])).toBe('texture');
  });

  it('averages the maps of pixels down to a grid', () => {
    const pixels = paint((row, column) => grey(row === 3 && column === 5 ? 1 : 0));
    const [fine, coarse] = [features(pixels, side, side), features(pixels, side, 4)];
    const sum = (maps: Float32Array) => maps.reduce((all, each) => all + each, 0);
    expect(sum(coarse) * 16).toBeCloseTo(sum(fine), 3);
    const spots = coarse.subarray(10 * 16, 11 * 16);
    expect(spots.indexOf(Math.max(...spots))).toBe(1);
  });

  it('says which sizes do not fit', () => {
    expect(() => features(new Float32Array(12), 2, 3)).toThrow('grid of 3');
    expect(() => features(new Float32Array(11), 2, 1)).toThrow('11 numbers');
  });
});
