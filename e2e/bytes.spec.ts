// Byte budgets of an article page. Bytes are exact, so that a budget that is broken was broken by a change.
import { countBytes, total } from './bytes.ts';
import { articles } from './pages.ts';
import { expect, test } from './test.ts';
import { wake } from './widget.ts';

for (const { path } of articles) {
  test(`/${path} keeps to its budgets of bytes`, async ({ page }) => {
    const count = countBytes(page);
    await page.goto(path);
    const opened = await count();
    expect.soft(total(opened, 'js'), 'JavaScript before a widget is approached').toBeLessThanOrEqual(12_000);
    expect
      .soft(total(opened, 'html', 'css', 'js'), 'HTML, CSS and JavaScript by then')
      .toBeLessThanOrEqual(80_000);
    expect.soft(total(opened, 'font'), 'fonts by then').toBeLessThanOrEqual(80_000);

    const widget = page.locator('.widget').first();
    await wake(widget);
    await widget.locator('.control-range input').first().press('ArrowRight');
    const used = await count();
    const more =
      total(used, 'html', 'css', 'js', 'font', 'other') - total(opened, 'html', 'css', 'js', 'font', 'other');
    expect.soft(more, 'the first interaction').toBeLessThanOrEqual(150_000);
  });
}
