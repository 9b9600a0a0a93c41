import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { count, fixed, numbered, short, sizeText } from './format.ts';

describe('fixed', () => {
  it.each([
    [0.125, 2, '0.13'],
    [-0.5, 2, '−0.50'],
    [-0.001, 2, '0.00'],
    [-0, 0, '0'],
    [3, 0, '3'],
    [1234.5, 1, '1234.5'],
    [1e6, 2, '1.0\u202f×\u202f10⁶'],
    [-2.5e12, 2, '−2.5\u202f×\u202f10¹²'],
    [Number.NaN, 2, 'NaN'],
    [Infinity, 2, '∞'],
    [-Infinity, 2, '−∞'],
  ])('writes %d with %d digits as %s', (value, digits, text) => {
    expect(fixed(value, digits)).toBe(text);
  });
});

describe('short', () => {
  it.each([
    [7, '7'],
    [-12, '−12'],
    [0.4, '0.40'],
    [12.34, '12.3'],
    [123.4, '123'],
    [-0.004, '0.00'],
    [12345, '1.2×10⁴'],
    [0.5e-9, '0.00'],
    [-Infinity, '−∞'],
  ])('writes %d as %s', (value, text) => {
    expect(short(value)).toBe(text);
  });

  it('fits in a cell, with a minus sign that is one', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (value) => {
        expect(short(value).length).toBeLessThanOrEqual(8);
        expect(short(value)).not.toContain('-');
      }),
    );
  });
});

describe('count', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1 000'],
    [16777216, '16 777 216'],
  ])('writes %d with thin spaces', (value, text) => {
    expect(count(value)).toBe(text.replaceAll(' ', '\u202f'));
  });
});

describe('numbered', () => {
  it('counts from 1, with small digits', () => {
    expect(numbered('k', 2)).toEqual(['k₁', 'k₂']);
    expect(numbered('s', 12).at(-1)).toBe('s₁₂');
  });
});

it('says the size of a matrix, and of one without rows', () => {
  expect(
    sizeText([
      [1, 2],
      [3, 4],
      [5, 6],
    ]),
  ).toBe('3 × 2');
  expect(sizeText([])).toBe('0 × 0');
});
