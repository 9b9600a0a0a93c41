import { expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';

it.each([
  ['n^2 d', 48],
  ['2 n^2 d', 96],
  [String.raw`n \cdot d`, 12],
  [String.raw`2n^{2}d + n^2`, 112],
  ['n(n+1)/2', 10],
  [String.raw`\frac{n}{2}`, 2],
  [String.raw`n \sqrt{n}`, 8],
  [String.raw`n \log_2 n`, 8],
  [String.raw`\left(n - 1\right) d`, 9],
  [String.raw`n^{d-1}`, 16],
  [String.raw`\lceil n / d \rceil`, 2],
  ['-n + 2^2', 0],
  ['3', 3],
])('%s, for n = 4 and d = 3, is %d', (formula, value) => {
  expect(evaluate(formula, { n: 4, d: 3 })).toBeCloseTo(value);
});

it.each([
  ['n k', '“k”'],
  [String.raw`\sum n`, String.raw`“\sum”`],
  ['(n', '“)” is missing'],
  ['n)', '“)”'],
  ['n &', '“&”'],
  [String.raw`\log n`, 'without a base'],
])('refuses %s', (formula, message) => {
  expect(() => evaluate(formula, { n: 4, d: 3 })).toThrow(message);
});
