import { expect, it } from 'vitest';
import { features } from '../../math/filter-bank.ts';
import { movePart, pixelsOf } from '../../widget/picture.ts';
import { attend, grid, mapsOf, side } from './bank.ts';
import { byHand, tensors } from './blocks.ts';
import { moved, shuffled, snap } from './moving.ts';

const gatesOf = (maps: Float32Array): number[] => [...attend(maps, () => tensors(byHand)).gates];

function expectSame(got: readonly number[], want: readonly number[]): void {
  got.forEach((gate, c) => expect(gate).toBeCloseTo(want[c] ?? Number.NaN, 5));
}

it('moves a picture round in a circle', () => {
  const cat = pixelsOf('cat', side);
  expect(moved(cat, 0)).toBe(cat);
  expect(moved(moved(cat, 5), side - 5)).toEqual(cat);
  expect(moved(cat, 1).subarray(3, 6)).toEqual(cat.subarray(0, 3));
});

it('leaves the gates as they are when a dot moves by whole pixels, away from the edges', () => {
  const want = gatesOf(mapsOf('dot'));
  for (const [x, y] of [
    [0.2, 0.2],
    [0.51, 0.77],
    [0.83, 0.33],
  ] as const)
    // prettier-ignore
    expectSame(gatesOf(mapsOf(movePart('dot', 'dot', { x: snap(x), y: snap(y) }))), want);
  for (const by of [1, 7, 16])
    expectSame(gatesOf(features(moved(pixelsOf('dot', side), by), side, grid)), want);
});

it('leaves the gates of any picture as they are when all places are shuffled', () => {
  for (const picture of ['cat', 'stripes', 'shapes']) {
    const maps = mapsOf(picture);
    expect(shuffled(maps)).not.toEqual(maps);
    expectSame(gatesOf(shuffled(maps)), gatesOf(maps));
  }
});

it('snaps to the middle of a pixel, and stays inside', () => {
  expect([0, 0.03, 0.5, 1, 7, -3].map((share) => snap(share) * side)).toEqual([
    0.5, 0.5, 16.5, 31.5, 31.5, 0.5,
  ]);
});
