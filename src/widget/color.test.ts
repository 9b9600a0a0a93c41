import { describe, expect, it } from 'vitest';
import { extentOf, fill, ink, share, textSwitch } from './color.ts';

describe('fill', () => {
  it.each([
    ['weights', 0.5, 1, '--scale-weights', 50],
    ['scores', 2, 4, '--scale-positive', 50],
    ['scores', -4, 4, '--scale-negative', 100],
    ['key', -1, 2, '--scale-minus', 50],
    ['value', 9, 3, '--scale-value', 100],
    ['output', 0, 3, '--scale-output', 0],
    ['scores', Infinity, 3, '--scale-positive', 100],
    ['scores', Number.NaN, 3, '--scale-positive', 0],
  ] as const)('gives %s of %d in %d a share of %s', (scale, value, extent, end, percent) => {
    expect(fill(scale, value, extent)).toBe(
      `color-mix(in oklab,var(--scale-zero),var(${end}) ${percent}.0%)`,
    );
  });

  it('gives equal values of opposite sign equal shares', () => {
    expect(share(-3, 7)).toBe(share(3, 7));
  });

  it('does not divide by zero', () => {
    expect(share(0, 0)).toBe(0);
  });
});

describe('ink', () => {
  it('changes where the cell is dark enough for it', () => {
    expect(ink(textSwitch - 0.01, 1)).toBe('var(--on-scale-low)');
    expect(ink(textSwitch, 1)).toBe('var(--on-scale-high)');
    expect(ink(-1, 1)).toBe('var(--on-scale-high)');
  });
});

describe('extentOf', () => {
  it('is always one for weights', () => {
    expect(extentOf('weights', [[0.2, 0.3]])).toBe(1);
  });

  it.each([
    [
      'the largest absolute value',
      [
        [1, -5],
        [2, 3],
      ],
      5,
    ],
    [
      'what is finite',
      [
        [-Infinity, 2],
        [Number.NaN, 1],
      ],
      2,
    ],
    ['one where all is zero', [[0, 0]], 1],
    ['one where all is masked', [[-Infinity]], 1],
  ])('is %s', (_name, values, extent) => {
    expect(extentOf('scores', values)).toBe(extent);
  });
});
