// What opening a page costs: bytes by type, paints, layout shift and blocking time, plain and on a slow phone.
import type { Browser, Page } from 'playwright';
import { countBytes, type Bytes } from '../bytes.ts';
import { wake } from '../widget.ts';

export interface Load {
  readonly page: string;
  readonly slow: boolean;
  /** Milliseconds from navigation. */
  readonly firstPaint: number;
  readonly largestPaint: number;
  /** Cumulative, over the load and a scroll through the whole page. */
  readonly shift: number;
  /** Milliseconds by which tasks after the first paint were longer than 50 ms, until the page is at rest. */
  readonly blocking: number;
  /** The same while the page is scrolled through and its widgets come alive. */
  readonly blockingAwake: number;
}

export interface PageBytes {
  readonly page: string;
  readonly opened: Bytes;
  /** What the first widget costs more, with one slider moved. */
  readonly used: Bytes;
}

interface Observed {
  first: number;
  largest: number;
  shift: number;
  blocking: number;
}

declare global {
  interface Window {
    observed: Observed;
  }
}

/** Bytes of a page, as opened and after its first widget was used. */
export async function measureBytes(browser: Browser, root: string, path: string): Promise<PageBytes> {
  const page = await browser.newPage();
  const count = countBytes(page);
  await page.goto(root + path);
  const opened = await count();
  const widget = page.locator('.widget').first();
  await wake(widget);
  await widget.locator('.control-range input').first().press('ArrowRight');
  const used = await count();
  await page.close();
  return { page: `/${path}`, opened, used };
}

/** One load of a page with an empty cache; `slow` is 150 ms, 1.6 Mbit/s and a processor of a quarter of the speed. */
export async function measureLoad(
  browser: Browser,
  root: string,
  path: string,
  slow: boolean,
): Promise<Load> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await observe(page);
  if (slow) {
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 150,
      downloadThroughput: 1.6e6 / 8,
      uploadThroughput: 1.6e6 / 8,
    });
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  }
  await page.goto(root + path, { waitUntil: 'networkidle' });
  await page.waitForTimeout(500);
  const rest = await page.evaluate(() => ({ ...window.observed }));
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let y = 0; y < height; y += 400) {
    await page.mouse.wheel(0, 400);
    await page.waitForTimeout(50);
  }
  await page.waitForLoadState('networkidle');
  const end = await page.evaluate(() => window.observed);
  await context.close();
  return {
    page: `/${path}`,
    slow,
    firstPaint: rest.first,
    largestPaint: rest.largest,
    shift: end.shift,
    blocking: rest.blocking,
    blockingAwake: end.blocking - rest.blocking,
  };
}

function observe(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const seen = { first: 0, largest: 0, shift: 0, blocking: 0 };
    window.observed = seen;
    const watch = (type: string, take: (entry: PerformanceEntry) => void): void =>
      new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
    watch('paint', ({ name, startTime }) => {
      if (name === 'first-contentful-paint') seen.first = startTime;
    });
    watch('largest-contentful-paint', ({ startTime }) => (seen.largest = startTime));
    watch('layout-shift', (entry) => (seen.shift += (entry as PerformanceEntry & { value: number }).value));
    watch('longtask', ({ startTime, duration }) => {
      if (startTime >= seen.first && seen.first > 0) seen.blocking += Math.max(0, duration - 50);
    });
  });
}
