// From a control to the paint that answers it: dispatch of `input` to the first task after the next frame.
import type { Browser } from 'playwright';
import { wakeAll } from '../widget.ts';

export interface Latency {
  readonly page: string;
  readonly widget: string;
  readonly control: string;
  /** 1, or 4 for a processor of a quarter of the speed. */
  readonly slowdown: number;
  readonly samples: number;
  /** Milliseconds. */
  readonly median: number;
  readonly p95: number;
}

const samples = 80;

/** The latency of every slider and of one entry of every matrix on a page. */
export async function measureLatency(
  browser: Browser,
  root: string,
  path: string,
  slowdown: number,
): Promise<Latency[]> {
  const page = await browser.newPage();
  await page.goto(root + path);
  const session = await page.context().newCDPSession(page);
  const found: Latency[] = [];
  for (const widget of await wakeAll(page)) {
    await widget.evaluate((element) => element.scrollIntoView({ block: 'start', behavior: 'instant' }));
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    for (const control of await widget.locator('.control-range, .control-matrix').all()) {
      const times = (await control.locator('input').first().evaluate(sample, samples)).sort((a, b) => a - b);
      found.push({
        page: `/${path}`,
        widget: (await widget.getAttribute('id')) ?? '',
        control: (await control.getAttribute('data-control')) ?? '',
        slowdown,
        samples: times.length,
        median: times[Math.floor(times.length / 2)] ?? NaN,
        p95: times[Math.floor(times.length * 0.95)] ?? NaN,
      });
    }
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await widget.locator('[data-action="reset"]').click();
  }
  await page.close();
  return found;
}

/** Runs in the page: moves an input up and down its range and times each answer, with a rest between them. */
async function sample(element: Element, count: number): Promise<number[]> {
  const input = element as HTMLInputElement;
  const [min, max, step] =
    input.type === 'range' ? [input.min, input.max, input.step].map(Number) : [-5, 5, 0.5];
  const positions = Math.round(((max ?? 0) - (min ?? 0)) / (step ?? 1)) + 1;
  const channel = new MessageChannel();
  channel.port1.start();
  const nextFrame = (): Promise<number> =>
    new Promise((done) => {
      requestAnimationFrame(() => {
        channel.port1.addEventListener('message', () => done(performance.now()), { once: true });
        channel.port2.postMessage(null);
      });
    });
  const times: number[] = [];
  for (let i = 0; i < count + 5; i += 1) {
    const there = i % (2 * positions);
    const at = there < positions ? there : 2 * positions - 1 - there;
    input.value = String((min ?? 0) + at * (step ?? 1));
    const start = performance.now();
    input.dispatchEvent(new Event('input', { bubbles: true }));
    const end = await nextFrame();
    // The first ones compile the code.
    if (i >= 5) times.push(end - start);
    do await new Promise((done) => setTimeout(done, 20));
    while (input.closest('[data-drawing]') !== null);
  }
  return times;
}
