// A picture as text, the value of an image control: `cat`, `cat:head=0.3,0.4` (a drawing with a part moved), `pad:0031…` (what a
// reader drew), `own:64:…` (the pixels of a reader's own image, which no address holds).
import { drawings, type Part, type Spot } from './drawings.ts';
import { padSide, readPad } from './pad.ts';
import { resize } from './resize.ts';
import { paintShapes } from './shapes.ts';
import type { Text } from './text.ts';

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
