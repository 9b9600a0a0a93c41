// How many digits an output deserves. Signs, NaN and infinities are written as everywhere on the site.
import { fixed, scientific } from '../widget/format.ts';

/** One number by itself: with four digits after the point, or as many as say something, without zeros at the end. */
export function written(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || size >= 1e15) return fixed(value, 0);
  if (Number.isInteger(value))
    return fixed(value, 0).includes('×') ? String(value).replace('-', '−') : fixed(value, 0);
  if (size >= 1e6 || size < 1e-6) return scientific(value, 2);
  return fixed(value, needed([value], digitsFor(size, 4)));
}

/** Digits after the point for numbers that stand together: the same for all, so that points are aligned. */
export function commonDigits(values: readonly number[]): number {
  const finite = values.filter(Number.isFinite);
  return needed(
    finite,
    digitsFor(
      finite.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
      3,
    ),
  );
}

/** The fewest digits that leave all numbers as they are at `most` digits. */
function needed(values: readonly number[], most: number): number {
  const short = (digits: number) =>
    values.every((value) => Number(value.toFixed(digits)) === Number(value.toFixed(most)));
  for (let digits = 0; digits < most; digits += 1) if (short(digits)) return digits;
  return most;
}

/** Fewer digits for large numbers, more for small ones. */
function digitsFor(size: number, usual: number): number {
  if (size >= 1000) return Math.max(0, usual - 3);
  if (size >= 100) return usual - 2;
  if (size === 0 || size >= 10 ** (1 - usual)) return usual;
  return Math.min(12, Math.ceil(-Math.log10(size)) + 1);
}
