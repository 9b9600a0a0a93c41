import { describe, expect, it } from 'vitest';
import { wanted } from './place.ts';
import { traceOf } from './trace.ts';

describe('a place and scores as they are wanted', () => {
  const scores = [1, -0.5, 0, 2.25, 0.75];

  it.each([0.1, 0.5, 2.5, 3.3, 4.9])('looks at %d', (place) => {
    const { h, memory, options } = wanted(place, scores);
    const trace = traceOf(h, memory, { ...options, D: 9 });
    expect(trace['centers']?.[0]?.[0]).toBeCloseTo(place, 4);
    trace['scores']?.[0]?.forEach((score, s) => expect(score).toBeCloseTo(scores[s]!, 6));
  });

  it('stays finite at the ends, and near them', () => {
    for (const place of [0, scores.length]) {
      const { h, memory, options } = wanted(place, scores);
      expect(traceOf(h, memory, { ...options, D: 1 })['centers']?.[0]?.[0]).toBeCloseTo(place, 3);
    }
  });
});
