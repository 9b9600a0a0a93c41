// A reader's own words, in any language and of any length.
import { articles } from './pages.ts';
import { expect, test } from './test.ts';
import { expectSame, read, reset, settled, wake, widgetsOf } from './widget.ts';

const fits: Readonly<Record<string, string>> = {
  'one token': 'attention',
  'one letter': '字',
  emoji: '👩‍👩‍👧‍👦 likes 🏳️‍🌈 and 👍🏽',
  Arabic: 'القطة طاردت الكلب حتى تعب',
  'Hebrew and English': 'החתול רדף אחרי the dog',
  Chinese: '那只猫追那只狗，直到它累了。',
  'a word of 200 letters': `a ${'Rindfleischetikettierung'.repeat(9).slice(0, 200)} b`,
  'marks of a page': '<b>bold</b> &amp; "quoted" \\ `code`',
  'only punctuation': '?! …',
  'combining accents': 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢ g̲̱ò̵̠',
};

const tooMuch: Readonly<Record<string, string>> = {
  nothing: '',
  'only spaces': '   ',
  'a hundred words': 'word '.repeat(100),
  'ten thousand words': 'word '.repeat(10_000),
};

for (const { path } of articles) {
  test(`/${path}: text of every kind is drawn, and breaks nothing on a narrow screen`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(path);
    for (const widget of await widgetsOf(page)) {
      const fields = await widget.locator('.control-text input').all();
      if (fields.length > 0) await wake(widget);
      for (const field of fields) {
        let last = await read(widget);
        const suggested = await field.getAttribute('placeholder');
        for (const [name, text] of Object.entries(suggested === null ? fits : { suggested })) {
          await field.fill(text);
          const reading = await read(widget);
          await expect.soft(widget.locator('.widget-message'), name).toBeEmpty();
          expect.soft(reading, `${name} is drawn`).not.toEqual(last);
          expect.soft(await widget.locator('.figures').innerText(), name).not.toMatch(/NaN|undefined/);
          const wide = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect.soft(wide, `${name}: horizontal scroll`).toBeLessThanOrEqual(0);
          last = reading;
        }
      }
    }
  });

  test(`/${path}: text that cannot be drawn is answered kindly, and nothing is lost`, async ({ page }) => {
    await page.goto(path);
    for (const widget of await widgetsOf(page)) {
      const fields = await widget.locator('.control-text input').all();
      if (fields.length > 0) await wake(widget);
      for (const field of fields) {
        const built = await read(widget);
        for (const [name, text] of Object.entries(tooMuch)) {
          await field.fill(text);
          await settled(widget);
          await expect(widget.locator('.widget-message'), name).not.toBeEmpty();
          await expect(field, name).toHaveValue(text);
          expectSame(await read(widget), built, name);
        }
        await reset(widget);
        await expect(widget.locator('.widget-message')).toBeEmpty();
        expectSame(await read(widget), built, 'after reset');
      }
    }
  });
}
