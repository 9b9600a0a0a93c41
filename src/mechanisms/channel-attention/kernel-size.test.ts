import { describe, expect, it } from 'vitest';
import { kernelSize } from './kernel.ts';

describe('the length of the filter', () => {
  it('is the one of the paper for the widths of ResNet-50', () => {
    expect([64, 128, 256, 512, 1024, 2048].map((width) => kernelSize(width))).toEqual([3, 5, 5, 5, 5, 7]);
  });

  it('is the nearest odd number, the larger of two', () => {
    for (let width = 1; width <= 4096; width += 1) {
      const t = (Math.log2(width) + 1) / 2;
      const size = kernelSize(width);
      expect(size % 2).toBe(1);
      expect(Math.abs(size - t)).toBeLessThanOrEqual(1 + 1e-9);
      if (Math.abs(size - t) > 1 - 1e-9) expect(size).toBeGreaterThan(t);
    }
  });

  it('follows γ and b, and refuses what is no number of channels', () => {
    expect(kernelSize(64, { gamma: 1, b: 1 })).toBe(7);
    expect(kernelSize(64, { gamma: 2, b: 5 })).toBe(5);
    for (const width of [0, -4, 2.5, NaN]) expect(() => kernelSize(width)).toThrow('invalid channels');
  });
});
