// Linked reading: a symbol in a formula, its matrix in a widget and its line in the code mark each other.
import type { Locator, Page } from 'playwright/test';
import { eachOnce } from './pages.ts';
import { expect, test } from './test.ts';

const places = (name: string): string =>
  `.katex-html [data-sym="${name}"], [data-figure="${name}"], [data-control="${name}"], .code [data-sym="${name}"]`;

/** Names of an article that stand in a formula and in a widget. */
async function namesOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const named = (selector: string, key: string): string[] =>
      [...document.querySelectorAll<HTMLElement>(selector)].map(({ dataset }) => dataset[key] ?? '');
    const matrices = [...named('[data-figure]', 'figure'), ...named('[data-control]', 'control')];
    return [...new Set(named('.prose > :not(.widget) .katex-html [data-sym]', 'sym'))].filter((name) =>
      matrices.includes(name),
    );
  });
}

const symbol = (page: Page, name: string): Locator =>
  page.locator(`.prose > :not(.widget) .katex-html [data-sym="${name}"]:visible`).first();

/** Points at a place: at a part of it that is no other place. */
const point = (place: Locator): Promise<void> => place.dispatchEvent('pointerover');

const linked = (page: Page, selector: string): Locator => page.locator(`:is(${selector}).linked`);

for (const { path } of eachOnce) {
  test(`/${path}: pointing at a symbol marks its matrix and its code, and the other way round`, async ({
    page,
  }) => {
    await page.goto(path);
    await page.locator('h1').hover();
    await expect(page.locator('.linked-voice')).toBeAttached();
    for (const name of await namesOf(page)) {
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await point(symbol(page, name));
      const all = await page.locator(places(name)).count();
      await expect(linked(page, places(name)), `${name}: all its places`).toHaveCount(all);
      await expect(page.locator('.linked'), `${name}: no other place`).toHaveCount(all);
      expect(await page.evaluate(() => document.documentElement.scrollHeight), 'nothing moves').toBe(height);

      const word = page.locator(`.code span[data-sym="${name}"]:not(.line):visible`).first();
      if ((await word.count()) > 0) {
        await word.hover();
        await expect(symbol(page, name), `${name}: from the code`).toHaveClass(/\blinked\b/);
      }
      const matrix = page
        .locator(`[data-figure="${name}"]:visible .figure-title, [data-control="${name}"]:visible legend`)
        .first();
      await matrix.hover();
      await expect(symbol(page, name), `${name}: from the matrix`).toHaveClass(/\blinked\b/);
      await page.locator('h1').hover();
      await expect(page.locator('.linked'), 'all is as before').toHaveCount(0);
    }
  });

  test(`/${path}: arrow keys go from symbol to symbol, without further stops of the Tab key`, async ({
    page,
  }) => {
    await page.goto(path);
    for (const stop of await page.locator('.equation > a, .source > details[open] > summary').all()) {
      const block = stop.locator('xpath=..');
      if ((await block.locator('[data-sym]').count()) === 0) continue;
      await stop.focus();
      await expect(stop).toHaveAttribute('title', /\S/);
      await stop.press('ArrowRight');
      const first = await page.locator('.linked-voice').textContent();
      expect(first).toMatch(/\S/);
      await stop.press('ArrowLeft');
      await stop.press('ArrowRight');
      await expect(page.locator('.linked-voice'), 'there and back').toHaveText(first ?? '');
      await expect(stop).toBeFocused();
    }
    const hidden = '[aria-hidden="true"] :is(a, button, input, [tabindex])';
    await expect(page.locator(`.katex ${hidden}, [data-sym][tabindex]`)).toHaveCount(0);
  });

  test(`/${path}: a field of a matrix that has the focus marks its symbol`, async ({ page }) => {
    await page.goto(path);
    for (const name of await namesOf(page)) {
      const field = page.locator(`[data-control="${name}"] input:visible`).first();
      if ((await field.count()) === 0) continue;
      await field.focus();
      await expect(symbol(page, name)).toHaveClass(/\blinked\b/);
    }
  });
}
