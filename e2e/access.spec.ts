// Accessibility by axe-core, with every widget live, a fold open, a refused entry and answers given, in both themes.
import { AxeBuilder } from '@axe-core/playwright';
import { pages } from './pages.ts';
import { expect, test } from './test.ts';
import { wakeAll } from './widget.ts';

for (const path of pages) {
  test(`/${path} has nothing that axe objects to, light or dark`, async ({ page }) => {
    await page.goto(path);
    await wakeAll(page);
    await page.locator('.widget-table summary').first().or(page.locator('h1')).first().click();
    const entry = page.locator('.control-matrix input').first();
    if ((await entry.count()) > 0) await entry.fill('no number');
    for (const button of await page.locator(':is(.predict, .quiz) button[type=submit]').all())
      await button.click();
    // What KaTeX draws is hidden from readers of the screen, who get MathML; a unit test checks the contrast of its colours.
    const axe = () => new AxeBuilder({ page }).exclude('.katex-html');
    const light = await axe().analyze();
    await page.emulateMedia({ colorScheme: 'dark' });
    // Nothing but its colours differs.
    const dark = await axe().withRules(['color-contrast']).analyze();
    const found = [light, dark].flatMap(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
    );
    expect(found).toEqual([]);
  });
}
