import { describe, expect, it } from 'vitest';
import { captionOf, colours, grid, shapes, side, withheldIn, type Scene, type Shape } from './world.ts'; // prettier-ignore
import { pixelsOf } from './draw.ts';
import { vocabulary } from './weights.ts';
import vectors from './vectors.json' with { type: 'json' };

const cell = side / grid;
const near = (pixels: Float32Array, row: number, column: number, rgb: readonly number[]): boolean =>
  rgb.every((value, k) => Math.abs((pixels[3 * (row * side + column) + k] ?? Number.NaN) - value) < 1e-6);

describe('pictures', () => {
  it.each(vectors.bitmaps)('draw a $shape, moved by $shift, as world.py does', ({ shape, shift, lines }) => {
    const [right = 0, down = 0] = shift;
    const thing = { colour: 'red', shape: shape as Shape, row: 1, column: 2, shift: [right, down] } as const;
    const pixels = pixelsOf([thing]);
    const drawn = Array.from({ length: cell }, (_, y) =>
      Array.from({ length: cell }, (__, x) =>
        near(pixels, cell + y, 2 * cell + x, colours.red.rgb) ? '#' : '·',
      ).join(''),
    );
    expect(drawn).toEqual(lines);
  });

  it('leave every other cell empty, and an empty scene all over', () => {
    const [background] = [pixelsOf([])];
    const pixels = pixelsOf([{ colour: 'blue', shape: 'cross', row: 0, column: 0 }]);
    for (let row = 0; row < side; row += 1)
      for (let column = 0; column < side; column += 1)
        if (row >= cell || column >= cell)
          expect(near(pixels, row, column, [...background.subarray(0, 3)])).toBe(true);
  });
});

describe('captions', () => {
  it('say in order what stands where, as world.py does', () => {
    for (const [scene, words, places] of Object.values(vectors.samples).flat())
      expect(captionOf(scene as unknown as Scene)).toEqual({ words, places });
  });

  it('use only words that the models know, and every one of them', () => {
    const used = new Set(
      Object.values(vectors.samples).flatMap((list) => list.flatMap(([, words]) => words as string[])),
    );
    expect([...used].sort()).toEqual(vocabulary.slice(1).toSorted());
  });

  it('know which kinds of things training never showed', () => {
    const named = new Set(
      vectors.samples.newPairs.flatMap(([scene]) => withheldIn(scene as unknown as Scene)),
    );
    expect(named.size).toBe(3);
    for (const [scene] of vectors.samples.newPairs)
      expect(withheldIn(scene as unknown as Scene).length).toBeGreaterThan(0);
    for (const [scene] of [...vectors.samples.heldOut, ...vectors.samples.fourThings])
      expect(withheldIn(scene as unknown as Scene)).toEqual([]);
    expect(Object.keys(shapes).length * Object.keys(colours).length).toBe(16);
  });
});
