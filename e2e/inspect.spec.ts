// The arithmetic behind a cell: by pointer, by touch, by keyboard.
import type { Locator } from 'playwright/test';
import { eachOnce } from './pages.ts';
import { expect, test } from './test.ts';
import { wakeAll } from './widget.ts';

for (const { path } of eachOnce) {
  test(`/${path}: pointing at a cell shows its arithmetic, and leaving takes it away`, async ({ page }) => {
    await page.goto(path);
    for (const widget of await wakeAll(page)) {
      const line = widget.locator('.widget-inspect');
      for (const figure of await widget.locator('.figure:not([hidden]) [role="application"]').all()) {
        const hint = await line.textContent();
        await (await target(figure)).hover();
        await expect(widget.locator('.selected')).toHaveCount(1);
        await expect(line).toContainText(/\d/);
        expect(await line.textContent()).not.toBe(hint);
        await widget.locator('.widget-title').hover();
        await expect(widget.locator('.selected, .source')).toHaveCount(0);
        await expect(line).toHaveText(hint ?? '');
      }
    }
  });

  test(`/${path}: the arrow keys move through the cells of a figure`, async ({ page }) => {
    await page.goto(path);
    for (const widget of await wakeAll(page)) {
      const line = widget.locator('.widget-inspect');
      await page.mouse.move(0, 0);
      for (const figure of await widget.locator('.figure:not([hidden]) [role="application"]').all()) {
        await expect(figure).toHaveAttribute('aria-label', /./);
        await figure.focus();
        const cells = figure.locator('.cells > rect');
        const painted = figure.locator(':is(.plot-raster, .plot-picture) .selected');
        const isFirst = async () =>
          (await painted.count()) > 0
            ? expect(painted).toHaveAttribute('x', corner ?? '')
            : expect(cells.first(), 'Up and Home lead back').toHaveClass(/selected/);
        const corner = (await painted.count()) > 0 ? await painted.getAttribute('x') : null;
        await isFirst();
        const seen = new Set([await line.textContent()]);
        for (const key of ['ArrowDown', 'End', 'ArrowUp', 'Home']) {
          await figure.press(key);
          await expect(widget.locator('.selected')).toHaveCount(1);
          seen.add(await line.textContent());
        }
        if ((await cells.count()) !== 1)
          expect(seen.size, 'each cell has a text of its own').toBeGreaterThan(1);
        await isFirst();
      }
    }
  });

  test(`/${path}: a cell of a product is shown as a sum of products`, async ({ page }) => {
    await page.goto(path);
    await wakeAll(page);
    const isSum = async (figure: Locator): Promise<boolean> => {
      await (await target(figure)).hover();
      const widget = page.locator('.widget:has(.selected)');
      const text = await widget.locator('.widget-inspect').innerText();
      return /·.*\+.*=/.test(text) && (await widget.locator('.source').count()) > 1;
    };
    // An output is a sum of products, whose factors are marked, or what leads to it is.
    const drawn = '.figure:not([hidden]):has(.cells > rect)';
    const outputs = await page.locator(`${drawn}[data-figure="output"]`).all();
    if (outputs.length === 0) return;
    for (const figure of [...outputs, ...(await page.locator(drawn).all())]) if (await isSum(figure)) return;
    throw new Error('no cell is shown as a sum of products whose factors are marked');
  });
}

/** What of a figure can be pointed at: its largest cell, since a bar of zero cannot be; the whole of painted ones. */
async function target(figure: Locator): Promise<Locator> {
  const painted = figure.locator(':is(.plot-raster, .plot-picture)');
  if ((await painted.count()) > 0) return painted;
  const cells = figure.locator('.cells > rect');
  const widths = await cells.evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().width));
  return cells.nth(widths.indexOf(Math.max(...widths)));
}
