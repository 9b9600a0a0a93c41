import { describe, expect, it } from 'vitest';
import { kindOfImage, sizeOfImage } from './image-size.ts';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : part)),
  );

const png = bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 1, 0, 0], [0, 0, 2, 1], [8, 6, 0, 0, 0]);
const jpeg = bytes(
  '\xff\xd8',
  [0xff, 0xe0, 0, 4, 1, 2],
  [0xff, 0xff, 0xc4, 0, 3, 9],
  [0xff, 0xc2, 0, 11, 8, 0, 200, 1, 44, 3],
);
const webp = (form: string, body: number[]): Uint8Array =>
  bytes('RIFF', [0, 0, 0, 0], 'WEBP', form, [0, 0, 0, 0], body);

describe('the head of an image file', () => {
  it.each([
    ['png', png, { width: 65536, height: 513 }],
    ['jpeg', jpeg, { width: 300, height: 200 }],
    ['webp', webp('VP8X', [0, 0, 0, 0, 15, 39, 0, 255, 0, 0]), { width: 10000, height: 256 }],
    ['webp', webp('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a, 64, 1, 240, 0]), { width: 320, height: 240 }],
    ['webp', webp('VP8L', [0x2f, 0x63, 0xc0, 0x18, 0]), { width: 100, height: 100 }],
  ] as const)('%s: kind and size', (kind, file, size) => {
    expect(kindOfImage(file)).toBe(kind);
    expect(sizeOfImage(file)).toEqual(size);
  });

  it.each([
    ['text', bytes('<svg xmlns="http://www.w3.org/2000/svg">')],
    ['nothing', bytes()],
    ['a GIF', bytes('GIF89a', [1, 0, 1, 0])],
    ['another RIFF', bytes('RIFF', [0, 0, 0, 0], 'WAVEfmt ')],
  ])('%s is no image', (_, file) => {
    expect(kindOfImage(file)).toBeNull();
    expect(sizeOfImage(file)).toBeNull();
  });

  it('a file that ends too soon has no size', () => {
    expect(sizeOfImage(png.subarray(0, 18))).toBeNull();
    expect(sizeOfImage(jpeg.subarray(0, 14))).toBeNull();
  });
});
