import { describe, expect, it } from 'vitest';
import { compare } from '../../math/vectors.ts';
import { tell } from './model.ts';
import { pixelsOf } from './draw.ts';
import type { Scene } from './world.ts';
import type { Look } from './weights.ts';
import vectors from './vectors.json' with { type: 'json' };

// A dozen steps of float32, each fed with the one before, against float64.
const tolerance = { abs: 1e-5, rel: 1e-4 };
const looks = ['soft', 'hard'] as const;
const traced = ['annotations', 'states', 'scores', 'weights', 'choices', 'contexts'] as const;

/** The numbers of a list, one after the other. */
const from = (list: readonly number[]): (() => number) => {
  let next = 0;
  return () => list[next++] ?? Number.NaN;
};

describe.each(vectors.cases)('PyTorch, $look', ({ look, scene, uniforms, ...want }) => {
  const made = tell(
    look as Look,
    pixelsOf(scene as unknown as Scene),
    uniforms === null ? undefined : from(uniforms),
  );

  it('writes the same words', () => expect(made.words).toEqual(want.words));

  it.each(traced)('has the same %s', (name) => {
    const { difference, allowed } = compare(made[name].flat(), want[name], tolerance);
    expect(difference).toBeLessThanOrEqual(allowed);
  });

  it('is as sure of each word', () => {
    for (const [t, p] of want.probabilities.entries()) expect(made.probabilities[t]).toBeCloseTo(p, 4);
  });
});

describe.each(Object.entries(vectors.samples))('on scenes %s', (name, scenes) => {
  it.each(looks)('the %s model is as often right as train.py says', (look) => {
    const right = scenes.filter(([scene, words]) => {
      const told = tell(look, pixelsOf(scene as unknown as Scene));
      return told.words.join(' ') === [...(words as string[]), '.'].join(' ');
    });
    const want = vectors.likeliest[look][name as keyof (typeof vectors.likeliest)['soft']];
    expect(right.length / scenes.length).toBeCloseTo(want, 6);
  });
});
