// Handles of figures, wherever an article has one: by mouse, by touch and by keyboard, they move what they stand for.
import type { Locator, Page } from 'playwright/test';
import { eachOnce } from './pages.ts';
import { expect, test } from './test.ts';
import { reset, settled, values, wake, widgetsOf } from './widget.ts';

/** Every handle of a page, with its widget, live. */
async function* handlesOf(page: Page): AsyncGenerator<{ widget: Locator; handle: Locator }> {
  for (const widget of await widgetsOf(page)) {
    for (const handle of await widget.locator('[data-handle]').all()) {
      await wake(widget);
      await handle.scrollIntoViewIfNeeded();
      yield { widget, handle };
    }
  }
}

async function center(handle: Locator): Promise<{ x: number; y: number }> {
  // Not below the controls, which stay in sight.
  await handle.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
  const { x, y, width, height } = (await handle.boundingBox())!;
  expect(Math.min(width, height), 'a finger can take it').toBeGreaterThanOrEqual(24);
  return { x: x + width / 2, y: y + height / 2 };
}

/** What a handle may have changed: the controls, and where the handles are. */
async function state(widget: Locator): Promise<readonly string[]> {
  const places = await widget
    .locator('[data-handle]')
    .evaluateAll((handles) => handles.map((handle) => handle.getAttribute('transform') ?? ''));
  return [...(await values(widget)), ...places];
}

const towards = [
  [0, -60],
  [-60, 0],
  [0, 60],
  [60, 0],
] as const;

for (const { path } of eachOnce) {
  test(`/${path}: a handle follows the mouse, also off its figure, and reset brings it back`, async ({
    page,
  }) => {
    await page.goto(path);
    for await (const { widget, handle } of handlesOf(page)) {
      const built = await state(widget);
      const seen = new Set([built.join()]);
      for (const [dx, dy] of towards) {
        const { x, y } = await center(handle);
        await page.mouse.move(x + 3, y + 3);
        await page.mouse.down();
        await page.mouse.move(x + 3 + dx, y + 3 + dy, { steps: 4 });
        await page.mouse.move(x + 3 + 9 * dx, y + 3 + 9 * dy);
        await page.mouse.up();
        await settled(widget);
        seen.add((await state(widget)).join());
        await page.mouse.move(x, y);
        await expect(widget.locator('.widget-message')).toBeEmpty();
      }
      const name = `${await widget.getAttribute('id')}: ${await handle.getAttribute('data-handle')}`;
      expect(seen.size, `${name} sets what it stands for`).toBeGreaterThan(2);
      await expect.poll(() => new URL(page.url()).search, 'the address follows').not.toBe('');
      await reset(widget);
      await settled(widget);
      expect(await state(widget)).toEqual(built);
    }
  });

  test(`/${path}: a handle is a slider for the keyboard and for a screen reader`, async ({ page }) => {
    await page.goto(path);
    for await (const { widget, handle } of handlesOf(page)) {
      await expect(handle).toHaveRole('slider');
      await expect(handle).toHaveAccessibleName(/\S/);
      const text = async (): Promise<string> => (await handle.getAttribute('aria-valuetext')) ?? '';
      const now = async (): Promise<number> => Number(await handle.getAttribute('aria-valuenow'));
      const press = async (key: string): Promise<number> => {
        await handle.press(key);
        await settled(widget);
        await expect(handle).toBeFocused();
        return now();
      };
      // A handle that sets no slider goes where the arrows point, and its text says where it is.
      if ((await text()).startsWith('x ')) {
        const start = await text();
        await press('ArrowRight');
        await press('ArrowDown');
        expect(await text()).not.toBe(start);
        await press('ArrowLeft');
        await press('ArrowUp');
        expect(await text()).toBe(start);
        await reset(widget);
        continue;
      }
      const low = await press('Home');
      expect(low).toBe(Number(await handle.getAttribute('aria-valuemin')));
      const before = await text();
      const one = (await press('ArrowRight')) - low;
      expect(one).toBeGreaterThan(0);
      expect(await text()).not.toBe(before);
      const max = Number(await handle.getAttribute('aria-valuemax'));
      const far = Math.min(max, low + 11 * one);
      expect(await press('Shift+ArrowRight'), 'ten steps').toBeCloseTo(far);
      expect(await press('ArrowLeft')).toBeCloseTo(far - one);
      expect(await press('End')).toBe(max);
      await reset(widget);
    }
  });
}

test.describe('on a telephone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  for (const { path } of eachOnce) {
    test(`/${path}: a handle follows the finger, and the page stays`, async ({ page }) => {
      await page.goto(path);
      const client = await page.context().newCDPSession(page);
      await page.evaluate(() => {
        addEventListener('pointercancel', () => (document.documentElement.dataset['cancelled'] = ''), true);
      });
      const touch = (type: string, x: number, y: number): Promise<unknown> =>
        client.send('Input.dispatchTouchEvent', {
          type: type as 'touchStart',
          touchPoints: type === 'touchEnd' ? [] : [{ x, y }],
        });
      for await (const { widget, handle } of handlesOf(page)) {
        const built = await state(widget);
        const { x, y } = await center(handle);
        const top = await page.evaluate(() => scrollY);
        await touch('touchStart', x, y);
        for (let i = 1; i <= 12; i += 1) await touch('touchMove', x - 8 * i, y - 5 * i);
        await settled(widget);
        const there = (await handle.boundingBox())!;
        await touch('touchEnd', x, y);
        expect(await page.evaluate(() => scrollY), 'the page stays').toBe(top);
        await expect(page.locator('html'), 'the finger keeps it').not.toHaveAttribute('data-cancelled');
        expect(await state(widget)).not.toEqual(built);
        expect(
          Math.hypot(there.x + there.width / 2 - x, there.y + there.height / 2 - y),
          'the ring moves',
        ).toBeGreaterThan(1);
      }
    });
  }
});
