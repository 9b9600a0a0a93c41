// Links inside of the site, and what the pages say of themselves to search engines.
import { brokenLinks } from './links.ts';
import { pages, twinOf } from './pages.ts';
import { expect, test } from './test.ts';

test('every link, file and anchor inside of the site is there', async ({ request, baseURL }) => {
  expect(await brokenLinks(request, baseURL ?? '', pages)).toEqual([]);
});

for (const path of pages.filter((page) => page !== '404.html')) {
  test(`/${path} names itself and its twin, and the site map knows it`, async ({ page, request }) => {
    await page.goto(path);
    const canonical = new URL((await page.locator('link[rel="canonical"]').getAttribute('href')) ?? '');
    expect(canonical.pathname).toBe(`/${path}`);
    for (const lang of ['en', 'zh-CN']) {
      const link = page.locator(`link[rel="alternate"][hreflang="${lang}"]`);
      const expected = (lang === 'en') === !path.startsWith('zh/') ? path : twinOf(path);
      expect(new URL((await link.getAttribute('href')) ?? '').pathname).toBe(`/${expected}`);
    }
    await expect(page.locator('html')).toHaveAttribute('lang', path.startsWith('zh/') ? 'zh-CN' : 'en');
    await expect(page.locator('h1')).toHaveCount(1);
    const description = await page.locator('meta[name="description"]').getAttribute('content');
    expect(description).toMatch(/./);
    expect(await (await request.get('sitemap-0.xml')).text()).toContain(`<loc>${canonical.href}</loc>`);
  });
}
