// The figures of an article: as they were built, when the page comes alive, and when a reader moves the controls.
import { articles } from './pages.ts';
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

    test('a drawing made in the browser has the marks of the one made by the build', async ({ page }) => {
      await page.goto(path);
      for (const widget of await widgetsOf(page)) {
        const built = await read(widget);
        await wake(widget);
        // A drawing without its shape cannot be patched, and is made anew.
        await widget.evaluate((root) => {
          for (const drawing of root.querySelectorAll('.figure-body > *'))
            drawing.setAttribute('data-shape', '');
        });
        await reset(widget);
        expectSame(await read(widget), built);
      }
    });

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
            const text = await widget.locator('.figures, .widget-readout').allInnerTexts();
            expect
              .soft(text.join('\n'), `${name}.${control.name} at ${move.name}`)
              .not.toMatch(/NaN|undefined|\[object/);
            await expect
              .soft(widget.locator('.widget-message'), `${name}.${control.name} at ${move.name}`)
              .toBeEmpty();
          }
          await reset(widget);
          expectSame(await read(widget), base, `${name}.${control.name} after reset`);
        }
      }
    });
  });
}
