import { describe, expect, it } from 'vitest';
import { bump, places, traceOf } from './trace.ts';

/** The first row of weights for a place that is asked for. */
const weightsFor = (look: number, gain = 4, height = 3) =>
  traceOf({ s: [[look]], h: places(4), ...bump(gain, height) })['weights']?.[0] ?? [];

describe('the bump of two tanh units', () => {
  it.each([1, 2, 3, 4])('finds the word at place %d', (place) => {
    const weights = weightsFor(place);
    expect(weights.indexOf(Math.max(...weights))).toBe(place - 1);
    expect(weights[place - 1]).toBeGreaterThan(0.98);
  });

  it('is even between two words, and about itself', () => {
    const weights = weightsFor(2.5);
    expect(weights[1]).toBeCloseTo(weights[2]!, 5);
    expect(weights[0]).toBeCloseTo(weights[3]!, 5);
  });

  it('has the height 2β tanh(g/2) where it is asked for', () => {
    const scores = traceOf({ s: [[2]], h: places(3), ...bump(1.5, 2) })['scores']?.[0] ?? [];
    expect(scores[1]).toBeCloseTo(4 * Math.tanh(0.75), 5);
  });

  it('prefers nothing without gain or without height', () => {
    for (const weights of [weightsFor(2, 0), weightsFor(2, 4, 0)])
      for (const weight of weights) expect(weight).toBeCloseTo(0.25, 6);
  });
});
