// Bytes that a page costs, by type, as they travel: brotli at its best for text, as they are for fonts and images.
import type { Page } from 'playwright/test';
import { brotliCompressSync } from 'node:zlib';

export type Bytes = Readonly<Record<'html' | 'css' | 'js' | 'font' | 'other', number>>;

export const total = (bytes: Bytes, ...types: readonly (keyof Bytes)[]): number =>
  types.reduce((sum, type) => sum + bytes[type], 0);

/** Counts what a page loads from now on; the function that is returned says how much that is so far. */
export function countBytes(page: Page): () => Promise<Bytes> {
  const sizes = new Map<string, Promise<readonly [keyof Bytes, number]>>();
  page.on('requestfinished', (request) => {
    const url = request.url();
    if (!url.startsWith('http') || sizes.has(url)) return;
    sizes.set(
      url,
      request.response().then(async (response) => sizeOf(url, (await response?.body()) ?? Buffer.of())),
    );
  });
  return async () => {
    await page.waitForLoadState('networkidle');
    const bytes = { html: 0, css: 0, js: 0, font: 0, other: 0 };
    for (const [type, size] of await Promise.all(sizes.values())) bytes[type] += size;
    return bytes;
  };
}

function sizeOf(url: string, body: Buffer): readonly [keyof Bytes, number] {
  const { pathname } = new URL(url);
  const ending = /\.(\w+)$/.exec(pathname)?.[1] ?? 'html';
  const type = { html: 'html', css: 'css', js: 'js', woff2: 'font' }[ending] ?? 'other';
  const packed = ['html', 'css', 'js', 'svg', 'json'].includes(ending) ? brotliCompressSync(body) : body;
  return [type as keyof Bytes, packed.length];
}
