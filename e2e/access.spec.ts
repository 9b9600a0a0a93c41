// Accessibility by axe-core, with every widget live, a fold open, a refused entry and answers given, in both themes.
import { AxeBuilder } from '@axe-core/playwright';
import { pages } from './pages.ts';
import { expect, test } from './test.ts';
import { wakeAll } from './widget.ts';

for (const path of pages) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`/${path} has nothing that axe objects to, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      await wakeAll(page);
      await page.locator('.widget-table summary').first().or(page.locator('h1')).first().click();
      const entry = page.locator('.control-matrix input').first();
      if ((await entry.count()) > 0) await entry.fill('no number');
      for (const button of await page.locator(':is(.predict, .quiz) button[type=submit]').all())
        await button.click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
      expect(found).toEqual([]);
    });
  }
}
