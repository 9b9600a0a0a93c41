// What a reader takes away: the figures as SVG, the numbers as CSV and as a table.
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright/test';
import { eachOnce } from './pages.ts';
import { expect, test } from './test.ts';
import { wakeAll } from './widget.ts';

async function download(page: Page, widget: Locator, kind: string): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    widget.locator(`[data-action="${kind}"]`).click(),
  ]);
  expect(file.suggestedFilename()).toBe(`${await widget.getAttribute('id')}.${kind}`);
  return readFile(await file.path(), 'utf8');
}

for (const { path } of eachOnce) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`/${path}, ${colorScheme}: the figures can be downloaded as an SVG that stands by itself`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      for (const widget of await wakeAll(page)) {
        const drawings = await widget.locator('.figure:not([hidden]) .figure-body svg').count();
        if (drawings === 0) continue;
        const svg = await download(page, widget, 'svg');
        const found = await page.evaluate((source) => {
          const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
          const sizes = [...parsed.querySelectorAll('svg')].map((each) =>
            Number(each.getAttribute('height')),
          );
          return {
            error: parsed.querySelector('parsererror')?.textContent ?? null,
            drawings: parsed.querySelectorAll('svg > svg').length,
            height: Math.min(...sizes),
          };
        }, svg);
        expect(found.error).toBeNull();
        expect(found.drawings).toBe(drawings);
        expect(found.height).toBeGreaterThan(0);
        const colors = [...svg.matchAll(/(?:fill|stroke|color)="([^"]*)"/g)].map(([, color = '']) => color);
        const odd = colors.filter(
          (color) => !/^(#[\da-f]{3,8}|rgba?\(.*\)|none|currentcolor|transparent)$/i.test(color),
        );
        expect([...new Set(odd)], 'colours that every program reads').toEqual([]);
        expect(svg).not.toMatch(/var\(|class=/);
      }
    });
  }

  test(`/${path}: the numbers can be read as a table and downloaded as CSV`, async ({ page }) => {
    await page.goto(path);
    for (const widget of await wakeAll(page)) {
      const lines = (await download(page, widget, 'csv')).trimEnd().split('\r\n');
      expect(lines[0]).toBe('figure,row,column,value');
      expect(lines.length).toBeGreaterThan(1);
      for (const line of lines.slice(1))
        expect(line, 'a line has four fields').toMatch(/^("([^"]|"")*"|[^",]*)(,("([^"]|"")*"|[^",]*)){3}$/);
      const cells = await widget.locator('.tables tbody td:not(:empty)').count();
      await widget.locator('.widget-table summary').click();
      await expect(widget.locator('.tables')).toBeVisible();
      expect(cells).toBeGreaterThan(0);
      const numbers = lines.slice(1).filter((line) => /,-?[\d.]+(e[-+]?\d+)?$/.test(line));
      expect(numbers.length, 'numbers').toBeGreaterThan(0);
    }
  });
}
