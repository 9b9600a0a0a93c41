// Colour arithmetic for the test of the theme: contrast (WCAG 2), mixing (Ottosson 2020), and colour-blind vision (Machado,
// Oliveira and Fernandes 2009, severity 1). Colours are `#rrggbb`.

type Triple = readonly [number, number, number];

/** WCAG contrast of two colours, 1 … 21. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** The colour at `t` in 0…1 on the straight line from one colour to another in oklab, as `color-mix(in oklab, …)`. */
export function mix(from: string, to: string, t: number): string {
  const end = toOklab(to);
  return fromOklab(toOklab(from).map((x, i) => x + (end[i]! - x) * t) as unknown as Triple);
}

/** Euclidean distance in oklab; 0.02 is about what one can just see. */
export function distance(a: string, b: string): number {
  const end = toOklab(b);
  return Math.hypot(...toOklab(a).map((x, i) => x - end[i]!));
}

/** A colour as somebody without one kind of cone sees it. */
export function seenBy(
  color: string,
  vision: 'normal' | 'deuteranopia' | 'protanopia' | 'tritanopia',
): string {
  return vision === 'normal' ? color : toHex(times(machado[vision], toLinear(color)));
}

const machado = {
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const;

const linearToLms = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
] as const;
const lmsToLab = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
] as const;
const labToLms = [
  [1, 0.3963377774, 0.2158037573],
  [1, -0.1055613458, -0.0638541728],
  [1, -0.0894841775, -1.291485548],
] as const;
const lmsToLinear = [
  [4.0767416621, -3.3077115913, 0.2309699292],
  [-1.2684380046, 2.6097574011, -0.3413193965],
  [-0.0041960863, -0.7034186147, 1.707614701],
] as const;

function times(matrix: readonly Triple[], vector: Triple): Triple {
  return matrix.map((row) => row.reduce((sum, x, i) => sum + x * vector[i]!, 0)) as unknown as Triple;
}

function toOklab(color: string): Triple {
  return times(lmsToLab, times(linearToLms, toLinear(color)).map(Math.cbrt) as unknown as Triple);
}

function fromOklab(lab: Triple): string {
  return toHex(times(lmsToLinear, times(labToLms, lab).map((x) => x ** 3) as unknown as Triple));
}

function luminance(color: string): number {
  const [r, g, b] = toLinear(color);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function toLinear(color: string): Triple {
  const channel = (start: number) => {
    const c = parseInt(color.slice(start, start + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function toHex(linear: Triple): string {
  const channel = (x: number) => {
    const c = Math.min(1, Math.max(0, x));
    const encoded = c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055;
    return Math.round(encoded * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return '#' + linear.map(channel).join('');
}
