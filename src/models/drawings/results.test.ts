// What the article says of the trained networks, in words: held against what was measured.
import { describe, expect, it } from 'vitest';
import { pixelsOf } from '../../widget/picture.ts';
import { look } from './model.ts';
import { paint, siteCat } from './drawing.ts';
import { results } from './results.ts';

const { runs } = results;
type Network = 'trained' | 'untrained';
type Side = 'above' | 'below';
const sides = ['above', 'below'] as const;
const [head, body, tail, clutter] = [1, 2, 3, 4] as const;

/** How many times as much of a map lies on a part as of the map of another drawing. */
const times = (
  run: (typeof runs)[number],
  network: Network,
  cbam: number,
  side: Side,
  part: number,
): number => {
  const map = run[network][cbam]!;
  return (map[side][part] ?? 0) / (map[`${side}Other`][part] ?? 1);
};

/** The side on which the first CBAM of a run has the head. */
const sideOf = (run: (typeof runs)[number]): Side =>
  times(run, 'trained', 0, 'above', head) > 1 ? 'above' : 'below';

const middle = { head: [0.3, 0.36], body: [0.52, 0.66], tail: [0.82, 0.44] };
const chanceOf = (moved: Partial<typeof middle>): number =>
  look(paint(siteCat({ ...middle, ...moved })).pixels, 'trained').probability;

describe('the first CBAM', () => {
  it('marks head and body in all trainings, the tail in four, and other shapes less than the head', () => {
    const all = runs.map((run) => (part: number) => times(run, 'trained', 0, sideOf(run), part));
    for (const of of all) {
      expect(of(head)).toBeGreaterThan(1.5);
      expect(of(head)).toBeLessThan(2);
      expect(of(body)).toBeGreaterThan(1.1);
      expect(of(body)).toBeLessThan(1.4);
      expect(of(clutter)).toBeGreaterThan(1);
      expect(of(clutter)).toBeLessThan(of(head));
    }
    expect(all.filter((of) => of(tail) > 1.4)).toHaveLength(4);
  });

  it('has the cat above its mean in three trainings, and below in two', () => {
    expect(runs.filter((run) => sideOf(run) === 'above').map(({ seed }) => seed)).toEqual([1, 2, 4]);
  });

  it('finds nothing before training, though it seems to by area', () => {
    const byArea = runs.flatMap(({ untrained: [map] }) =>
      sides.flatMap((side) =>
        [head, body, tail].map((part) => (map?.[side][part] ?? 0) / (map?.area[part] ?? 1)),
      ),
    );
    expect(Math.max(...byArea)).toBeGreaterThan(2);
    for (const run of runs)
      for (const side of sides)
        for (const part of [head, body, tail])
          expect(Math.abs(times(run, 'untrained', 0, side, part) - 1)).toBeLessThan(0.35);
  });

  it('has hardly any contrast before training', () => {
    for (const { trained, untrained } of runs)
      expect(trained[0]!.spread).toBeGreaterThan(10 * untrained[0]!.spread);
  });
});

it('the second CBAM has the tail bright and the head not in all trainings, the body bright in two and dark in three', () => {
  const of = (part: number) => runs.map((run) => times(run, 'trained', 1, 'above', part));
  expect(Math.min(...of(tail))).toBeGreaterThan(1.3);
  expect(Math.max(...of(head))).toBeLessThan(1);
  expect(of(body).filter((x) => x > 1.4)).toHaveLength(2);
  expect(of(body).filter((x) => x < 0.5)).toHaveLength(3);
});

describe('the answers', () => {
  it('are no better with CBAM than one training differs from another', () => {
    const [cbam, plain] = (['cbam', 'plain'] as const).map((name) => runs.map((run) => run[name].right));
    const mean = (list: number[]) => list.reduce((a, b) => a + b) / list.length;
    expect(Math.abs(mean(cbam!) - mean(plain!))).toBeLessThan(Math.max(...cbam!) - Math.min(...cbam!));
    expect(Math.min(...cbam!, ...plain!)).toBeGreaterThan(0.97);
  });

  it('need the spatial maps that they were trained with, and channel gates that follow the drawing little', () => {
    for (const { cbam, heldStill, trained } of runs) {
      expect(cbam.right - heldStill.channel).toBeLessThan(0.04);
      expect(1 - heldStill.spatial).toBeGreaterThan(0.13);
      expect(1 - heldStill.spatial).toBeLessThan(0.455);
      for (const { moves } of trained) expect(moves).toBeLessThan(0.1);
    }
  });

  it('need all three parts', () => {
    for (const { cbam } of runs)
      for (const part of ['head', 'body', 'tail']) expect(cbam.without[part]).toBeLessThan(0.09);
  });

  it('know an arrangement', () => {
    expect(chanceOf({})).toBeGreaterThan(0.99);
    expect(chanceOf({ head: [0.74, 0.36], tail: [0.22, 0.44] })).toBeGreaterThan(0.99);
    expect(chanceOf({ tail: [0.2, 0.85] })).toBeLessThan(0.05);
    expect(chanceOf({ body: [0.5, 0.3] })).toBeLessThan(0.05);
    expect(look(pixelsOf('shapes', 32), 'trained').probability).toBeGreaterThan(0.95);
  });
});
