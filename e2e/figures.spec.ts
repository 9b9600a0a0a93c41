// The figures of an article: as they were built, when the page comes alive, and when a reader moves the controls.
import type { Locator } from 'playwright/test';
import { articles, eachOnce } from './pages.ts';
import { expect, test } from './test.ts';
import {
  controlsOf,
  expectChange,
  expectSame,
  read,
  reset,
  settled,
  values,
  wake,
  widgetsOf,
} from './widget.ts';

for (const { path } of articles) {
  test.describe(path, () => {
    test('hydration at the defaults changes nothing, and reset comes back to it', async ({ page }) => {
      await page.goto(path);
      for (const widget of await widgetsOf(page)) {
        const [built, form] = [await read(widget), await values(widget)];
        await wake(widget);
        expectSame(await read(widget), built, 'live');
        expect(await values(widget), 'controls, live').toEqual(form);
        for (const { moves } of await controlsOf(widget)) await moves.find(({ here }) => !here)?.make();
        await settled(widget);
        await reset(widget);
        expectSame(await read(widget), built, 'after reset');
        expect(await values(widget), 'controls, after reset').toEqual(form);
      }
    });
  });
}

for (const { path } of eachOnce) {
  test.describe(path, () => {
    test('each control changes a figure, at both of its ends, and what it shows is never broken', async ({
      page,
    }) => {
      await page.goto(path);
      for (const widget of await widgetsOf(page)) {
        await wake(widget);
        const base = await read(widget);
        const name = await widget.getAttribute('id');
        for (const control of await controlsOf(widget)) {
          for (const move of control.moves.filter(({ here }) => !here)) {
            await move.make();
            const reading = await read(widget);
            expectChange(reading, base, `${name}.${control.name} at ${move.name} changes a figure`);
            const { text, message } = await widget.evaluate((root) => ({
              text: [...root.querySelectorAll<HTMLElement>('.figures, .widget-readout')].map(
                ({ innerText }) => innerText,
              ),
              message: root.querySelector('.widget-message')?.textContent,
            }));
            expect
              .soft(text.join('\n'), `${name}.${control.name} at ${move.name}`)
              .not.toMatch(/NaN|undefined|\[object/);
            expect.soft(message, `${name}.${control.name} at ${move.name}`).toBe('');
          }
          await reset(widget);
          expectSame(await read(widget), base, `${name}.${control.name} after reset`);
        }
      }
    });

    test('a drawing made in the browser has the marks of the one made by the build', async ({ page }) => {
      await page.goto(path);
      for (const widget of await widgetsOf(page)) {
        const built = await read(widget);
        await wake(widget);
        await removeDrawings(widget);
        await reset(widget);
        expectSame(await read(widget), built);
      }
    });

    test.describe(() => {
      test.use({ expectedNoise: /plot\.|ERR_FAILED|dynamically imported/ });
      test('the code that draws is loaded when it is needed, and again where that failed', async ({
        page,
      }) => {
        const plot = /\/plot\.[^/]*\.js$/;
        const asked: string[] = [];
        page.on('request', (request) => plot.test(request.url()) && asked.push(request.url()));
        await page.route(plot, (route) => route.abort());
        await page.goto(path);
        const widget = (await widgetsOf(page))[0]!;
        const built = await read(widget);
        await wake(widget);
        expect(asked).toEqual([]);
        await removeDrawings(widget);
        await reset(widget);
        await expect(widget.locator('.widget-message')).not.toBeEmpty();
        await expect(widget).not.toHaveAttribute('data-drawing');
        await page.unroute(plot);
        await reset(widget);
        await expect(widget.locator('.figure:not([hidden]) .figure-body').first().locator('> *')).toHaveCount(
          1,
        );
        expectSame(await read(widget), built);
        expect(asked.length).toBeGreaterThan(1);
      });
    });
  });
}

/** What is not there cannot be patched, and is drawn anew. */
function removeDrawings(widget: Locator): Promise<void> {
  return widget.evaluate((root) => {
    for (const body of root.querySelectorAll('.figure-body')) body.replaceChildren();
  });
}
