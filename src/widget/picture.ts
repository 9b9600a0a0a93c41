// A picture as text, the value of an image control: `cat`, `cat:head=0.3,0.4` (a drawing with a part moved), `pad:0031…` (what a
// reader drew), `own:64:…` (the pixels of a reader's own image, which no address holds).
import { drawings, paintShapes, type Part, type Rgb, type Spot } from './drawings.ts';
import type { Text } from './text.ts';

/** Cells on a side of the pad, and the colours to draw with; the first is the paper. */
export const padSide = 16;
export const padColors: readonly Rgb[] = [
  [250, 248, 240],
  [34, 34, 38],
  [204, 40, 44],
  [224, 134, 52],
  [236, 196, 40],
  [48, 140, 72],
  [44, 84, 200],
  [140, 74, 26],
];

/** Pixels on a side of a reader's own image: more are scaled down. */
export const ownSides = { least: 1, most: 512 } as const;

/** What a picture is: the name of a drawing, `pad` or `own`. */
export function kindOf(text: string): string {
  return /^[^:]*/.exec(text)?.[0] ?? '';
}

/** Null when the text is a picture, else what is wrong with it. */
export function checkPicture(text: string): Text | null {
  const kind = kindOf(text);
  if (kind === 'pad') return new RegExp(`^pad:[0-7]{0,${padSide ** 2}}$`).test(text) ? null : odd(text);
  if (kind === 'own') return readOwn(text) === null ? odd(text) : null;
  if (!Object.hasOwn(drawings, kind)) return odd(text);
  const moved = text.split(':').slice(1);
  const known = new Set(drawings[kind]?.parts.map(({ name }) => name));
  return moved.every((each) => {
    const [, name = '', x, y] = /^(\w+)=(\d(?:\.\d+)?),(\d(?:\.\d+)?)$/.exec(each) ?? [];
    return known.has(name) && Number(x) <= 1 && Number(y) <= 1;
  })
    ? null
    : odd(text);
}

function odd(text: string): Text {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  const names = [...Object.keys(drawings), 'pad'].join(', ');
  return {
    en: `“${shown}” is not a picture; known are ${names}`,
    zh: `“${shown}”不是图片；可用的有 ${names}`,
  };
}

/** The parts of a drawing that can be moved, where they are now; none of what a reader drew or brought. */
export function partsOf(text: string): readonly Part[] {
  const moved = new Map(
    text
      .split(':')
      .slice(1)
      .map((each) => each.split('=') as [string, string | undefined]),
  );
  return (drawings[kindOf(text)]?.parts ?? []).map((part) => {
    const [x, y] = moved.get(part.name)?.split(',').map(Number) ?? [];
    return x === undefined || y === undefined ? part : { ...part, x, y };
  });
}

/** The picture with one part moved to a place; beyond the picture it stays at its edge. */
export function movePart(text: string, name: string, to: Spot): string {
  const kind = kindOf(text);
  const first = drawings[kind]?.parts ?? [];
  const short = (value: number): number => Math.round(100 * Math.min(1, Math.max(0, value))) / 100;
  const moved = partsOf(text).map((part) =>
    part.name === name ? { ...part, x: short(to.x), y: short(to.y) } : part,
  );
  return [kind, ...moved.filter(({ x, y }, i) => x !== first[i]?.x || y !== first[i].y).map((part) => `${part.name}=${part.x},${part.y}`)].join(':'); // prettier-ignore
}

const kept = new Map<string, Float32Array>();

/**
 * The pixels of a picture: side × side of red, green and blue in 0…1, row by row. The last ones are kept: do not write to them.
 *
 * @throws when the text is no picture; a control never holds such a text
 */
export function pixelsOf(text: string, side: number): Float32Array {
  const key = `${side} ${text}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const pixels = paint(text, side);
  if (kept.size >= 8) kept.delete(kept.keys().next().value ?? '');
  kept.set(key, pixels);
  return pixels;
}

function paint(text: string, side: number): Float32Array {
  const drawing = drawings[kindOf(text)];
  if (drawing !== undefined) {
    const places = new Map(partsOf(text).map((part) => [part.name, part]));
    return paintShapes(
      drawing.shapes((name) => places.get(name) ?? { x: 0.5, y: 0.5 }),
      side,
    );
  }
  if (kindOf(text) === 'pad') return resize(readPad(text), padSide, side);
  const own = readOwn(text);
  if (own === null) throw new Error(`invalid picture: ${text.slice(0, 40)}`);
  return resize(own.pixels, own.side, side);
}

/** The colours of the pad's cells as pixels. */
function readPad(text: string): Float32Array {
  const cells = padCells(text);
  return Float32Array.from(
    cells.flatMap((color) => (padColors[color] ?? [0, 0, 0]).map((value) => value / 255)),
  );
}

/** The colours of the pad's cells, row by row, as indices into `padColors`. */
export function padCells(text: string): number[] {
  const digits = kindOf(text) === 'pad' ? text.slice(4) : '';
  return Array.from({ length: padSide ** 2 }, (_, i) => Number(digits[i] ?? 0));
}

/** Cells of the pad as a picture. */
export function writePad(cells: readonly number[]): string {
  return `pad:${cells.join('').replace(/0+$/, '')}`;
}

/** A reader's own image, side × side pixels of red, green and blue in 0…255, as a picture. */
export function writeOwn(pixels: Uint8Array, side: number): string {
  let binary = '';
  for (let i = 0; i < pixels.length; i += 0x8000)
    binary += String.fromCharCode(...pixels.subarray(i, i + 0x8000));
  return `own:${side}:${btoa(binary)}`;
}

function readOwn(text: string): { pixels: Float32Array; side: number } | null {
  const [, size, code = ''] = /^own:(\d{1,3}):([A-Za-z0-9+/]+)$/.exec(text) ?? [];
  const side = Number(size);
  if (!(side >= ownSides.least && side <= ownSides.most) || code.length !== 4 * side * side) return null;
  const binary = atob(code);
  const pixels = new Float32Array(binary.length);
  for (let i = 0; i < pixels.length; i += 1) pixels[i] = binary.charCodeAt(i) / 255;
  return { pixels, side };
}

/** Pixels of another size: the average of what a new pixel covers, or the pixel at its centre where that is less than one. */
export function resize(pixels: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return pixels;
  const ratio = from / to;
  const span = (i: number): [first: number, past: number] => {
    if (ratio <= 1) {
      const at = Math.min(from - 1, Math.floor((i + 0.5) * ratio));
      return [at, at + 1];
    }
    return [Math.floor(i * ratio), Math.min(from, Math.ceil((i + 1) * ratio))];
  };
  const result = new Float32Array(3 * to * to);
  for (let row = 0; row < to; row += 1) {
    const [top, bottom] = span(row);
    for (let column = 0; column < to; column += 1) {
      const [left, right] = span(column);
      const count = (bottom - top) * (right - left);
      for (let color = 0; color < 3; color += 1) {
        let sum = 0;
        for (let i = top; i < bottom; i += 1)
          for (let j = left; j < right; j += 1) sum += pixels[3 * (i * from + j) + color] ?? 0;
        result[3 * (row * to + column) + color] = sum / count;
      }
    }
  }
  return result;
}
