// The site below a base path, as on GitHub Pages: /atlas/.
import { brokenLinks } from './links.ts';
import { articles, eachOnce, pages } from './pages.ts';
import { expect, test } from './test.ts';
import { wake } from './widget.ts';

test('every link, file and anchor stays below the base path', async ({ request, baseURL }) => {
  expect(baseURL).toMatch(/\/atlas\/$/);
  expect(await brokenLinks(request, baseURL ?? '', pages)).toEqual([]);
});

for (const { path } of articles) {
  test(`/atlas/${path} works: widgets, links that set them, the other language`, async ({
    page,
    baseURL,
  }) => {
    page.on('request', (request) => {
      if (request.url().startsWith('http')) expect(request.url()).toContain(baseURL);
    });
    await page.goto(path);
    const [link, widget] = [page.locator('a[data-set]').first(), page.locator('.widget').first()];
    await wake(widget);
    await link.click();
    await expect(page).toHaveURL(new RegExp(`/atlas/${path}\\?.*#`));
    await page.locator('a[data-twin]').click();
    await expect(page).toHaveURL(/\/atlas\/.*\?.*#/);
  });
}

for (const { path } of eachOnce) {
  test(`/atlas/${path} is found by the search`, async ({ page }) => {
    await page.goto(path);
    const title = (await page.locator('h1').innerText()).trim();
    await page.keyboard.press('ControlOrMeta+K');
    await page.locator('dialog input[type="search"]').fill(title);
    await page.locator(`dialog li a[href^="/atlas/${path}"]`).first().click();
    await expect(page).toHaveURL(new RegExp(`/atlas/${path}`));
  });
}
