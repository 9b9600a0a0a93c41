// How numbers are written on the whole site: a real minus sign, no “−0.00”, NaN and infinities as such.

/** A number with a fixed count of digits after the point. */
export function fixed(value: number, digits = 2): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (Math.abs(value) >= 1e6) return scientific(value);
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** A number in few characters, for a cell of a matrix: fewer digits as it grows. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || (Number.isInteger(value) && size < 1e4)) return fixed(value, 0);
  if (size >= 1e4) return scientific(value).replaceAll('\u202f', '');
  return fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

/** A count with thin spaces between thousands: 16 777 216. */
export function count(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A very large or very small number: 1.8 × 10⁻⁷, with thin spaces that do not break. */
export function scientific(value: number, digits = 1): string {
  if (value === 0) return '0';
  const [mantissa = '', exponent = ''] = Math.abs(value).toExponential(digits).split('e');
  const power = exponent
    .replace('+', '')
    .replace('-', '⁻')
    .replace(/\d/g, (digit) => superscripts[Number(digit)] ?? '');
  return `${value < 0 ? '−' : ''}${mantissa}\u202f×\u202f10${power}`;
}

/** Names with an index: k₁, k₂, … k₁₀. */
export function numbered(letter: string, count: number): string[] {
  const subscript = (n: number): string =>
    String(n).replace(/\d/g, (digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)] ?? '');
  return Array.from({ length: count }, (_, i) => letter + subscript(i + 1));
}

/** Rows and columns of a matrix: `3 × 2`. */
export function sizeText(rows: readonly (readonly number[])[]): string {
  return `${rows.length} × ${rows[0]?.length ?? 0}`;
}
