// Every page as a reader meets it: on a narrow screen, in both themes, on paper, in the other language.
import type { Page } from 'playwright/test';
import { articles, eachOnce, pages, twinOf } from './pages.ts';
import { expect, test } from './test.ts';
import { wakeAll } from './widget.ts';

/** What is wider than the window, outside of boxes that scroll by themselves; empty when the page fits. */
async function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 0.5 && !element.closest('svg *'))
      .filter((element) => {
        for (let box = element.parentElement; box !== null; box = box.parentElement)
          if (box !== document.body && getComputedStyle(box).overflowX !== 'visible') return false;
        return true;
      })
      .map(
        (element) =>
          `${element.localName}.${element.getAttribute('class')} ${element.textContent?.trim().slice(0, 40)}`,
      )
      .slice(-5);
  });
}

for (const path of pages) {
  test(`/${path} has no horizontal scroll at 360 px, with its widgets live and its folds open`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(path);
    expect(await overflow(page)).toEqual([]);
    await wakeAll(page);
    await page
      .locator('main details')
      .evaluateAll((folds) => folds.forEach((fold) => fold.setAttribute('open', '')));
    expect(await overflow(page)).toEqual([]);
  });
}

for (const path of [...eachOnce.map((article) => article.path), '', 'zh/compare/', '404.html']) {
  test(`/${path} is light or dark as the system says, and as the reader chooses`, async ({ page }) => {
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(path);
    const light = await paper();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(paper, 'the system turns dark').not.toBe(light);
    await page.locator('[data-theme-toggle]').click();
    await expect.poll(paper, 'the reader turns it light').toBe(light);
    await page.reload();
    expect(await paper(), 'the choice is kept').toBe(light);
  });
}

for (const { path } of articles) {
  test(`/${path} keeps its square roots`, async ({ page }) => {
    await page.goto(path);
    const heights = await page
      .locator('main .katex .sqrt svg')
      .evaluateAll((roots) =>
        roots.filter((root) => root.checkVisibility()).map((root) => root.getBoundingClientRect().height),
      );
    const written = await page.locator('main .katex msqrt').count();
    expect(heights.length > 0, 'roots that are written are drawn').toBe(written > 0);
    expect(Math.min(...heights, Infinity)).toBeGreaterThan(5);
  });

  test(`/${path} on paper has its figures, its matrices and its code, and no controls`, async ({ page }) => {
    // A4 at 96 dots per inch, less its margins.
    await page.setViewportSize({ width: 718, height: 1046 });
    await page.goto(path);
    await page.emulateMedia({ media: 'print' });
    for (const figure of await page.locator('.figure:not([hidden]) .figure-body').all())
      await expect(figure).toBeVisible();
    for (const part of [
      '.widget .control:not(.control-matrix)',
      '.widget-actions',
      'header.bar',
      'nav.contents',
    ]) {
      for (const element of await page.locator(part).all()) await expect(element).toBeHidden();
    }
    const ends = await page
      .locator('main :is(p, .note, figure, pre, table)')
      .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().right));
    expect(Math.max(...ends), 'nothing is cut off at the side').toBeLessThanOrEqual(718);
  });

  test(`/${path} keeps its heading and its widgets’ state in the other language`, async ({ page }) => {
    await page.goto(path);
    const heading = await page.locator('main :is(h2, h3)[id]').first().getAttribute('id');
    const slider = page.locator('.control-range input').first();
    const name = (await page.locator('.widget', { has: slider }).first().getAttribute('id')) ?? '';
    const param = ((await slider.getAttribute('id')) ?? '').slice(name.length + 1);
    const [id, max] = [`${name}.${param}`, await slider.getAttribute('max')];
    await page.goto(`${path}?${id}=${max}#${heading}`);
    await page.locator('a[data-twin]').click();
    await expect(page).toHaveURL(new RegExp(`/${twinOf(path)}\\?${id}=${max}#${heading}$`));
    await expect(page.locator(`#${heading}`)).toBeInViewport();
    await expect(slider).toHaveValue(max ?? '');
  });
}

test.describe('an address that is missing', () => {
  test.use({ expectedNoise: /404/ });
  test('is answered in both languages', async ({ page }) => {
    const response = await page.goto('no/such/page/');
    expect(response?.status()).toBe(404);
    await expect(page.locator('main')).toContainText('This page does not exist');
    await expect(page.locator('main [lang="zh-CN"]')).toContainText('没有这一页');
  });
});
