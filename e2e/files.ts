// Image files as readers have them, made for the tests.
import type { Page } from 'playwright/test';

export interface ImageFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** An image of two colours, left and right, encoded by the browser. */
export async function drawn(
  page: Page,
  { type = 'image/png', width = 80, height = 80, left = '#e01010', right = '#1010e0' } = {},
): Promise<ImageFile> {
  const bytes = await page.evaluate(
    async ([kind, w, h, a, b]) => {
      const canvas = new OffscreenCanvas(w, h);
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
      for (const [i, color] of [a, b].entries()) {
        context.fillStyle = color;
        context.fillRect((i * w) / 2, 0, w / 2, h);
      }
      const blob = await canvas.convertToBlob({ type: kind, quality: 0.95 });
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    [type, width, height, left, right] as const,
  );
  return { name: `image.${type.slice(6)}`, mimeType: type, buffer: Buffer.from(bytes) };
}

/** A JPEG whose head says that it is to be turned: 6 is a quarter clockwise. */
export function turned({ name, mimeType, buffer }: ImageFile, orientation: number): ImageFile {
  const entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
  const tiff = [...Buffer.from('MM'), 0, 42, 0, 0, 0, 8, 0, 1, ...entry, 0, 0, 0, 0];
  const body = [...Buffer.from('Exif'), 0, 0, ...tiff];
  const segment = Buffer.from([0xff, 0xe1, 0, body.length + 2, ...body]);
  return { name, mimeType, buffer: Buffer.concat([buffer.subarray(0, 2), segment, buffer.subarray(2)]) };
}

/** Files that are no images, or none that can be read. */
export const broken: readonly (ImageFile & { readonly says: RegExp })[] = [
  { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello'), says: /PNG/ },
  { name: 'vector.png', mimeType: 'image/png', buffer: Buffer.from('<svg xmlns="…"/>'), says: /PNG/ },
  { name: 'empty.png', mimeType: 'image/png', buffer: Buffer.alloc(0), says: /PNG/ },
  { name: 'damaged.png', mimeType: 'image/png', buffer: png(64, 64), says: /damaged|损坏/ },
  { name: 'bomb.png', mimeType: 'image/png', buffer: png(40_000, 40_000), says: /40000 × 40000/ },
];

/** The head of a PNG of this size, and nothing after it. */
function png(width: number, height: number): Buffer {
  const head = Buffer.alloc(33);
  head.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  head.set([8, 6, 0, 0, 0], 24);
  return head;
}
