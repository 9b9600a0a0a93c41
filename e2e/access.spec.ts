// Accessibility by axe-core, with every widget live, a fold open and an answer given, in both themes.
import { AxeBuilder } from '@axe-core/playwright';
import { pages } from './pages.ts';
import { expect, test } from './test.ts';
import { wakeAll } from './widget.ts';

for (const path of pages) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`/${path} has nothing that axe objects to, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      for (const widget of await wakeAll(page)) {
        await widget.locator('.widget-table summary').click();
        await widget.locator('.control-matrix input').first().fill('no number', { timeout: 1000 }).catch(() => {});
      }
      for (const button of await page.locator('.predict button, .quiz button').all()) await button.click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
      expect(found).toEqual([]);
    });
  }
}
