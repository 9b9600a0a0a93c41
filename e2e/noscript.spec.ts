// An article without JavaScript: all of it is there.
import { articles } from './pages.ts';
import { expect, test } from './test.ts';

test.use({ javaScriptEnabled: false });

for (const { path } of articles) {
  test(`/${path} is complete without JavaScript`, async ({ page }) => {
    await page.goto(path);

    const widgets = await page.locator('.widget').all();
    expect(widgets.length).toBeGreaterThan(0);
    for (const widget of widgets) {
      const name = await widget.getAttribute('id');
      await expect(
        widget.locator('.widget-noscript'),
        `${name} says that its controls need JavaScript`,
      ).toBeVisible();
      await expect(
        widget.locator('.widget-actions'),
        `${name} offers no button that does nothing`,
      ).toBeHidden();
      for (const body of await widget.locator('.figure:not([hidden]) .figure-body').all()) {
        await expect(
          body.locator('> :is(svg, table, .plot-raster)'),
          `${name} has its drawing`,
        ).toBeVisible();
        const label = (await body.locator('> *').first().getAttribute('aria-label')) ?? '';
        expect(`${await body.textContent()}${label}`, `${name} has its numbers or words`).toMatch(
          /[\p{L}\d]/u,
        );
      }
      const numbers = await widget.locator(':is(.figures, .tables, .widget-readout)').allTextContents();
      expect(numbers.join(' '), `${name} has its numbers`).toMatch(/\d/);
      const tables = await widget.locator('.tables table').all();
      for (const table of tables)
        expect(await table.locator('tbody').textContent(), `table of ${name}`).toMatch(/[\p{L}\d]/u);
      expect(tables.length).toBeGreaterThan(0);
    }

    expect(await page.locator('main .katex').count(), 'formulas').toBeGreaterThan(0);
    for (const answer of await page.locator('details.answer').all()) {
      await answer.locator('summary').click();
      await expect(answer.locator('.right')).not.toBeEmpty();
    }

    const empty = await page
      .locator(
        'main :is(h1, h2, h3, h4, p, li, dt, dd, th, td, figure, figcaption, summary, label, legend, button, a, pre, code)',
      )
      .evaluateAll((elements) =>
        elements
          .filter((element) => !element.matches('[role=status], [role=alert], thead td:first-child'))
          .filter((element) => element.checkVisibility() && element.textContent?.trim() === '')
          .filter((element) => element.querySelector('svg, input, img') === null)
          .map((element) => element.outerHTML.slice(0, 120)),
      );
    expect(empty, 'no empty element').toEqual([]);
  });

  test(`/${path} lists every source that it cites`, async ({ page }) => {
    await page.goto(path);
    const cited = await page
      .locator('.cite a')
      .evaluateAll((links) => [...new Set(links.map((a) => a.getAttribute('href')))]);
    const listed = await page
      .locator('.references li')
      .evaluateAll((items) => items.map(({ id }) => `#${id}`));
    expect(listed.sort()).toEqual(cited.sort());
    expect(listed.length).toBeGreaterThan(0);
  });
}
