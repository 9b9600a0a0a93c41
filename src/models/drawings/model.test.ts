import { readFileSync } from 'node:fs';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { compare } from '../../math/vectors.ts';
import { drawings } from '../../widget/drawings.ts';
import { paintShapes } from '../../widget/shapes.ts';
import { paint, siteCat, type Scene } from './drawing.ts';
import { attend, look } from './model.ts';
import { shares } from './shares.ts';
import { results } from './results.ts';
import vectors from './vectors.json' with { type: 'json' };

const cases = vectors.map(({ scene, ...rest }, i) => ({
  name: `${scene.kind} ${i}`,
  scene: scene as Scene,
  ...rest,
}));

describe.each(cases)('$name', ({ scene, top, logit, gates }) => {
  const painted = paint(scene);
  const made = look(painted.pixels, 'trained');

  it('is painted as in Python', () => {
    expect([...painted.top].map((shape) => shape.toString(36)).join('')).toBe(top);
  });

  it('has the logit and the gates of PyTorch', () => {
    // Four layers in float32, one fed with the other, against float64.
    const tolerance = { abs: 1e-5, rel: 1e-4 };
    const pairs: [readonly number[], readonly number[]][] = [[[made.logit], [logit]]];
    for (const [i, { channel, spatial }] of gates.entries()) {
      pairs.push([made.cbams[i]?.channelGates ?? [], channel]);
      pairs.push([made.cbams[i]?.spatialGates.flat() ?? [], spatial]);
    }
    for (const [got, want] of pairs) {
      const { difference, allowed } = compare([...got], [...want], tolerance);
      expect(difference).toBeLessThanOrEqual(allowed);
    }
  });
});

describe('the cat of the site', () => {
  it('is one of these drawings, pixel by pixel, wherever its parts are', () => {
    const moved: Record<string, readonly [number, number]> = {
      head: [0.71, 0.2],
      body: [0.4, 0.5],
      tail: [0.13, 0.8],
    };
    const site = drawings['cat']!;
    for (const to of [undefined, moved]) {
      const at = Object.fromEntries(
        site.parts.map(({ name, x, y }) => [name, to?.[name] ?? [x, y]] as const),
      );
      const want = paintShapes(
        site.shapes((part) => ({ x: at[part]?.[0] ?? 0, y: at[part]?.[1] ?? 0 })),
        32,
      );
      expect(paint(siteCat(at)).pixels).toEqual(want);
    }
  });
});

describe('the network', () => {
  it('leaves no tensor behind, and takes pictures of one colour', () => {
    attend(new Float32Array(3 * 32 * 32), 'untrained', 1);
    look(new Float32Array(3 * 32 * 32), 'trained');
    const before = memory().numTensors;
    for (const value of [0, 0.5, 1]) {
      const { probability, cbams } = look(new Float32Array(3 * 32 * 32).fill(value), 'trained');
      expect(probability).toBeGreaterThanOrEqual(0);
      expect(probability).toBeLessThanOrEqual(1);
      for (const { spatialGates } of cbams) expect(spatialGates.flat().every(Number.isFinite)).toBe(true);
    }
    expect(memory().numTensors).toBe(before);
  });

  it('can stop at a CBAM', () => {
    const { pixels } = paint(cases[0]!.scene);
    for (const at of [0, 1]) expect(attend(pixels, 'trained', at)).toEqual(look(pixels, 'trained').cbams[at]);
  });

  it('wants 32 × 32 pixels', () => expect(() => look(new Float32Array(12), 'trained')).toThrow(/12/));

  it('ships in less than 150 kB, and is as good as before its numbers were made bytes', () => {
    expect(readFileSync(new URL('weights.json', import.meta.url)).length).toBeLessThan(150_000);
    for (const { cbam, plain } of results.runs) {
      expect(Math.abs(cbam.right - cbam.beforeRounding)).toBeLessThan(0.01);
      expect(Math.abs(plain.right - plain.beforeRounding)).toBeLessThan(0.01);
    }
  });
});

describe('shares', () => {
  const { parts } = paint(siteCat({ head: [0.3, 0.36], body: [0.52, 0.66], tail: [0.82, 0.44] }));

  it('sum to 1, and are the areas where a map knows nothing but one side', () => {
    const map = Array.from({ length: 16 }, (_, i) =>
      Array.from({ length: 16 }, (_cell, j) => Math.sin(i * 3 + j)),
    );
    const { area, above, below } = shares(map, parts);
    for (const list of [area, above, below]) expect(list.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
  });

  it('are all of the head for a map that is on the head alone', () => {
    const map = Array.from({ length: 32 }, (_, i) =>
      Array.from({ length: 32 }, (_cell, j) => (parts[32 * i + j] === 1 ? 1 : 0)),
    );
    expect(shares(map, parts).above[1]).toBeCloseTo(1, 9);
    expect(shares(map, parts).below[1]).toBeCloseTo(0, 9);
  });

  it('are 0 of a flat map', () => {
    const flat = Array.from({ length: 8 }, () => Array<number>(8).fill(0.5));
    expect(shares(flat, parts).above).toEqual([0, 0, 0, 0, 0]);
  });
});
