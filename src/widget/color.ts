// Colour says what a number is: one scale per meaning on the whole site, mixed in oklab from the theme's two ends.

/** What a heatmap shows. Weights are one sequential scale on 0…1; all others diverge around zero. */
export type Scale = 'weights' | 'scores' | 'query' | 'key' | 'value' | 'output';

/** The share of the scale's end from which numbers on a cell take the light-on-dark (or dark-on-light) text colour. */
export const textSwitch = 0.7;

const ends: Record<Scale, { positive: string; negative: string }> = {
  weights: { positive: '--scale-weights', negative: '--scale-negative' },
  scores: { positive: '--scale-positive', negative: '--scale-negative' },
  query: { positive: '--scale-query', negative: '--scale-minus' },
  key: { positive: '--scale-key', negative: '--scale-minus' },
  value: { positive: '--scale-value', negative: '--scale-minus' },
  output: { positive: '--scale-output', negative: '--scale-minus' },
};

/** The share 0…1 of a scale's end that a value gets; `extent` is the value that gets all of it. NaN gets none. */
export function share(value: number, extent: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.min(1, Math.abs(value) / (extent > 0 ? extent : 1));
}

/** Shades between nothing and a scale's end. */
export const shades = 1000;

/** The shade that a value gets: −shades … shades, and one more for a masked score. */
export function shadeOf(value: number, extent: number): number {
  return shadeBy(value, shadesPerUnit(extent));
}

/** How many shades a value of one is above zero. */
export function shadesPerUnit(extent: number): number {
  return shades / (extent > 0 ? extent : 1);
}

/** `shadeOf` for very many values of one extent. */
export function shadeBy(value: number, perUnit: number): number {
  if (value === Number.NEGATIVE_INFINITY) return shades + 1;
  const exact = (value < 0 ? -value : value) * perUnit;
  // Rounds, and gives 0 for NaN.
  const shade = exact >= shades ? shades : (exact + 0.5) | 0;
  return value < 0 ? -shade : shade;
}

/** The CSS colour of a shade. It follows the theme, because the ends are custom properties. */
export function colorOf(scale: Scale, shade: number): string {
  if (shade > shades) return 'var(--rule)';
  const end = shade < 0 ? ends[scale].negative : ends[scale].positive;
  return `color-mix(in oklab,var(--scale-zero),var(${end}) ${((100 * Math.abs(shade)) / shades).toFixed(1)}%)`;
}

/** The CSS colour of a value. A masked score has none of its scale's. */
export function fill(scale: Scale, value: number, extent: number): string {
  return colorOf(scale, shadeOf(value, extent));
}

/** The CSS colour of a number written on a cell with this value. */
export function ink(value: number, extent: number): string {
  if (value === Number.NEGATIVE_INFINITY) return 'var(--on-scale-low)';
  return share(value, extent) < textSwitch ? 'var(--on-scale-low)' : 'var(--on-scale-high)';
}

/** The value that gets a scale's full colour: 1 for weights, else the largest absolute value that is not infinite. */
export function extentOf(scale: Scale, values: readonly ArrayLike<number>[]): number {
  if (scale === 'weights') return 1;
  let extent = 0;
  for (const row of values) {
    for (let j = 0; j < row.length; j += 1) {
      const size = Math.abs(row[j] ?? 0);
      if (size > extent && size < Infinity) extent = size;
    }
  }
  return extent === 0 ? 1 : extent;
}
