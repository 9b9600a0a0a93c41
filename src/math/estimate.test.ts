import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gumbelMatrix, running } from './estimate.ts';

describe('running', () => {
  it('agrees with the two-pass formulas after every number', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 30 }), (xs) => {
        const { mean, error } = running(xs);
        xs.forEach((_, i) => {
          const part = xs.slice(0, i + 1);
          const m = part.reduce((a, b) => a + b, 0) / part.length;
          expect(mean[i]).toBeCloseTo(m, 8);
          const variance = part.reduce((a, x) => a + (x - m) ** 2, 0) / (part.length - 1);
          if (i > 0) expect(error[i]).toBeCloseTo(Math.sqrt(variance / part.length), 8);
        });
      }),
    );
  });

  it('keeps its digits far from zero', () => {
    expect(running([1e9, 1e9 + 1, 1e9 + 2]).error[2]).toBeCloseTo(Math.sqrt(1 / 3), 9);
  });

  it('does not know the error of a single number', () => {
    expect(running([5])).toEqual({ mean: Float64Array.of(5), error: Float64Array.of(Number.NaN) });
    expect(running([]).mean.length).toBe(0);
  });
});

describe('gumbelMatrix', () => {
  it('has the mean 0.577… and the variance π²/6 of Gumbel’s distribution, and is the same for a seed', () => {
    const xs = gumbelMatrix(10000, 2, 1).flat();
    const mean = xs.reduce((a, b) => a + b, 0) / xs.length;
    const variance = xs.reduce((a, x) => a + (x - mean) ** 2, 0) / xs.length;
    expect(Math.abs(mean - 0.5772)).toBeLessThan(0.05);
    expect(Math.abs(variance - Math.PI ** 2 / 6)).toBeLessThan(0.1);
    expect(xs.every(Number.isFinite)).toBe(true);
    expect(gumbelMatrix(2, 3, 7)).toEqual(gumbelMatrix(2, 3, 7));
  });

  it('is finite where the uniform number is 0 or nearly 1', () => {
    for (const u of [0, 1 - 2 ** -32])
      expect(gumbelMatrix(1, 1, { uniform: () => u, normal: () => 0 })[0]![0]).toSatisfy(Number.isFinite);
  });
});
