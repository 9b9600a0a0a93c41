// Search, in the language of the page.
import { articles } from './pages.ts';
import { expect, test } from './test.ts';

for (const { path } of articles) {
  test(`/${path} is found by its title, from the keyboard, and is opened`, async ({ page }) => {
    await page.goto(path);
    const title = (await page.locator('h1').innerText()).trim();
    await page.goto(path.startsWith('zh/') ? 'zh/' : './');
    await page.keyboard.press('ControlOrMeta+K');
    const field = page.locator('dialog input[type="search"]');
    await expect(field).toBeFocused();
    await field.fill(title);
    const result = page.locator(`dialog li a[href*="/${path}"]`).first();
    await expect(result).toBeVisible();
    await expect(page.locator('dialog [role="status"]')).toHaveText(/\d/);
    while (!(await result.evaluate((link) => link === document.activeElement)))
      await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/${path}`));
  });
}

for (const [start, word, nothing] of [
  // A word may begin with what is a word somewhere: no Latin letter is safe.
  ['./', 'attention', 'жшщ'],
  ['zh/', '注意力', '鼖鼗鼙'],
] as const) {
  test(`from /${start.replace('./', '')} a word is found, and what is nowhere is said to be nowhere`, async ({
    page,
  }) => {
    await page.goto(start);
    await page.locator('[data-search]').click();
    const field = page.locator('dialog input[type="search"]');
    await field.fill(word);
    await expect(page.locator('dialog li mark').first()).toBeVisible();
    await field.fill(nothing);
    await expect(page.locator('dialog li')).toHaveCount(0);
    await expect(page.locator('dialog [role="status"]')).toContainText(nothing);
    await page.keyboard.press('Escape');
    await expect(page.locator('dialog')).toBeHidden();
  });
}
