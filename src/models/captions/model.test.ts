import { readFileSync } from 'node:fs';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { pixelsOf } from './draw.ts';
import { evaluation } from './evaluation.ts';
import { tell } from './model.ts';
import type { Scene } from './world.ts';

const looks = ['soft', 'hard'] as const;

/** The numbers of a list, one after the other. */
const from = (list: readonly number[]): (() => number) => {
  let next = 0;
  return () => list[next++] ?? Number.NaN;
};

describe('what is told', () => {
  const scene: Scene = [
    { colour: 'red', shape: 'circle', row: 1, column: 0 },
    { colour: 'blue', shape: 'square', row: 1, column: 2 },
  ];
  const pixels = pixelsOf(scene);

  it('says a simple scene right', () => {
    expect(tell('soft', pixels).words.join(' ')).toBe('a red circle left of a blue square .');
    expect(tell('hard', pixels).words.join(' ')).toBe('a red circle left of a blue square .');
  });

  it.each(looks)('has weights that sum to 1, and ends (%s)', (look) => {
    const told = tell(look, pixels, from(Array<number>(16).fill(0.5)));
    for (const row of told.weights) expect(row.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 5);
    expect(told.words.length).toBeLessThanOrEqual(16);
  });

  it('reads a mean of places where it is soft, and one place where it is hard', () => {
    const soft = tell('soft', pixels);
    expect(soft.choices).toEqual(soft.weights);
    for (const row of tell('hard', pixels, from(Array<number>(16).fill(0.9))).choices)
      expect(row.toSorted((a, b) => b - a).slice(0, 2)).toEqual([1, 0]);
  });

  it.each(looks)('stays finite for pictures that are no scenes (%s)', (look) => {
    for (const value of [0, 1, 1e3]) {
      const told = tell(look, new Float32Array(pixels.length).fill(value));
      expect(told.probabilities.every(Number.isFinite)).toBe(true);
    }
  });

  it('leaves no tensor behind', () => {
    for (const look of looks) tell(look, pixels);
    const before = memory().numTensors;
    for (const look of looks) tell(look, pixels, () => 0.3);
    expect(memory().numTensors).toBe(before);
  });
});

describe('what the article says of it', () => {
  const { soft, hard, mean } = evaluation.models;

  it('soft is right on nearly all new scenes, hard less often, and neither without attention', () => {
    expect(soft.splits.heldOut.exact).toBeGreaterThan(0.98);
    expect(hard.splits.heldOut.exact).toBeGreaterThan(0.6);
    expect(hard.splits.heldOut.exact).toBeLessThan(soft.splits.heldOut.exact);
    expect(mean.splits.heldOut.exact).toBeLessThan(hard.splits.heldOut.exact);
  });

  it('both get withheld kinds and four things wrong more often', () => {
    for (const { splits } of [soft, hard])
      expect(Math.max(splits.newPairs.exact, splits.fourThings.exact)).toBeLessThan(splits.heldOut.exact);
  });

  it('a red triangle, withheld, is told as a red cross by both, which look at it', () => {
    const place = 5;
    const pixels = pixelsOf([{ colour: 'red', shape: 'triangle', row: 1, column: 1 }]);
    for (const look of looks) {
      const { words, weights } = tell(look, pixels);
      expect(words.join(' ')).toBe('a red cross .');
      expect(weights[1]?.[place]).toBeGreaterThan(0.9);
    }
  });

  it('noise makes both worse', () => {
    for (const { byNoise } of [soft, hard])
      expect(byNoise.at(-1)?.exact).toBeLessThan(byNoise[0]?.exact ?? Number.NaN);
  });
});

it('ships in less than 300 kB, and is as good as before its numbers were made bytes', () => {
  expect(readFileSync(new URL('weights.json', import.meta.url)).length).toBeLessThan(300_000);
  for (const model of [evaluation.models.soft, evaluation.models.hard])
    expect(Math.abs(model.splits.heldOut.exact - model.exactBefore)).toBeLessThan(0.02);
});
