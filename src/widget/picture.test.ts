import { describe, expect, it } from 'vitest';
import { drawings } from './drawings.ts';
import { image } from './controls.ts';
import { padCells, writePad } from './pad.ts';
import { checkPicture, movePart, partsOf, pixelsOf, writeOwn } from './picture.ts';
import { resize } from './resize.ts';
import { parseParam, writeUrl } from './params.ts';

const color = (pixels: Float32Array, side: number, x: number, y: number): number[] => {
  const at = 3 * (Math.floor(y * side) * side + Math.floor(x * side));
  return Array.from(pixels.subarray(at, at + 3), (value) => Math.round(255 * value));
};

describe('drawings', () => {
  it.each(Object.keys(drawings))('%s is drawn at any size, with every part in it', (name) => {
    for (const side of [1, 7, 32, 64]) {
      const pixels = pixelsOf(name, side);
      expect(pixels).toHaveLength(3 * side * side);
      expect(pixels.every((value) => value >= 0 && value <= 1)).toBe(true);
    }
    for (const { name: part } of partsOf(name)) {
      const moved = movePart(name, part, { x: 0.1, y: 0.9 });
      expect(pixelsOf(moved, 32), part).not.toEqual(pixelsOf(name, 32));
    }
  });

  it('moves a part, to the edge at most, and back', () => {
    const moved = movePart('cat', 'head', { x: 1.7, y: 0.123 });
    expect(moved).toBe('cat:head=1,0.12');
    expect(partsOf(moved)[0]).toMatchObject({ name: 'head', x: 1, y: 0.12 });
    expect(movePart(moved, 'head', { x: 0.3, y: 0.36 })).toBe('cat');
  });

  it('shows the face where the head is', () => {
    const moved = movePart('cat', 'head', { x: 0.7, y: 0.3 });
    expect(color(pixelsOf(moved, 64), 64, 0.7, 0.25)).toEqual([224, 134, 52]);
  });
});

describe('what a text may be', () => {
  it.each(['cat', 'cat:tail=0,1', 'dot:dot=0.5,0.5', 'pad:', 'pad:0123', writeOwn(new Uint8Array(3), 1)])(
    '%s is a picture',
    (text) => expect(checkPicture(text)).toBeNull(),
  );

  it.each([
    '',
    'dog',
    'cat:wing=0,0',
    'cat:head=2,0',
    'cat:head',
    'pad:9',
    `pad:${'1'.repeat(257)}`,
    'own:2:AAAA',
    'own:0:',
    'own:1:A!AA',
    '__proto__',
  ])('“%s” is none, and is said to be none', (text) => {
    expect(checkPicture(text)?.toString()).toBeDefined();
    expect('problem' in parseParam(image({ label: '', value: 'cat' }), text)).toBe(true);
  });
});

it('keeps what is drawn on the pad', () => {
  const cells = Array.from({ length: 256 }, (_, i) => (i < 40 ? i % 8 : 0));
  const text = writePad(cells);
  expect(padCells(text)).toEqual(cells);
  expect(writePad(padCells('pad:'))).toBe('pad:');
  expect(color(pixelsOf(text, 32), 32, 2.5 / 16, 0.5 / 16)).toEqual([204, 40, 44]);
});

it('keeps the pixels of an own image, which no address holds', () => {
  const bytes = Uint8Array.from({ length: 3 * 9 }, (_, i) => 9 * i);
  const text = writeOwn(bytes, 3);
  expect(Array.from(pixelsOf(text, 3), (value) => Math.round(255 * value))).toEqual([...bytes]);
  const controls = { picture: image({ label: '', value: 'cat' }) };
  expect(writeUrl(controls, 'w', { picture: text }, { picture: 'cat' }, '?w.picture=dot')).toBe('');
  expect(writeUrl(controls, 'w', { picture: 'cat:head=0,1' }, { picture: 'cat' }, '')).toBe(
    '?w.picture=cat:head%3D0,1',
  );
});

it('scales pixels by averages, and up by repeating', () => {
  const four = Float32Array.from([0, 1, 0.5, 0.5].flatMap((value) => [value, value, value]));
  expect([...resize(four, 2, 1)]).toEqual([0.5, 0.5, 0.5]);
  expect([...resize(four, 2, 4)].slice(0, 12)).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
  const large = new Float32Array(3 * 50 * 50).fill(0.25);
  expect(resize(large, 50, 32).every((value) => Math.abs(value - 0.25) < 1e-6)).toBe(true);
});
