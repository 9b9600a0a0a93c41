// Sliders that move by themselves, wherever an article has one.
import type { Locator, Page } from 'playwright/test';
import { eachOnce } from './pages.ts';
import { expect, test } from './test.ts';
import { reset, settled, wake, widgetsOf } from './widget.ts';

for (const { path } of eachOnce) {
  test(`/${path}: what runs can be stepped, paused, taken over and begun again`, async ({ page }) => {
    await page.goto(path);
    for (const widget of await widgetsOf(page)) {
      for (const control of await widget.locator('.control:has([data-play])').all()) {
        await wake(widget);
        await playThrough(page, widget, control);
        await reset(widget);
      }
    }
  });
}

async function playThrough(page: Page, widget: Locator, control: Locator): Promise<void> {
  const name = `${await widget.getAttribute('id')}.${await control.getAttribute('data-control')}`;
  const [step, run] = [control.locator('[data-play="step"]'), control.locator('[data-play="run"]')];
  const slider = control.locator('input');
  const attribute = async (key: string): Promise<number> => Number(await slider.getAttribute(key));
  const value = async (): Promise<number> => Number(await slider.inputValue());
  const base = await value();
  /** What the address says; the default is left out of it. */
  const address = (): number => Number(new URL(page.url()).searchParams.get(name) ?? base);
  const [min, max] = [await attribute('min'), await attribute('max')];
  const idle = (await run.textContent()) ?? '';

  await slider.press('Home');
  await step.click();
  await settled(widget);
  expect(await value(), `${name}: one more step`).toBeCloseTo(min + (await attribute('step')));
  await expect.poll(address, `${name}: the address follows`).toBe(await value());

  const before = address();
  await run.press('Enter');
  await expect(run, `${name} can be paused`).not.toHaveText(idle);
  await expect.poll(value, `${name} runs`).toBeGreaterThan(before);
  expect(address(), `${name}: the address waits`).toBe(before);
  await run.press('Enter');
  await expect(run, `${name} is paused`).toHaveText(idle);
  await settled(widget);
  const paused = await value();
  await expect.poll(address, `${name}: the address follows a pause`).toBe(paused);
  await page.waitForTimeout(400);
  expect(await value(), `${name} stays paused`).toBe(paused);

  await run.click();
  await slider.press('End');
  await expect(run, `${name}: a hand on the slider takes it over`).toHaveText(idle);
  expect(await value()).toBe(max);
  await expect(step, `${name}: no step is left`).toHaveAttribute('aria-disabled', 'true');

  await run.click();
  await expect.poll(value, `${name} begins again`).toBeLessThan(max);
  await expect(run).not.toHaveText(idle);
  await widget.evaluate((element) => {
    const below = element.getBoundingClientRect().top + scrollY > innerHeight;
    scrollTo({ top: below ? 0 : document.body.scrollHeight, behavior: 'instant' });
  });
  await expect(run, `${name} pauses out of sight`).toHaveText(idle);
}
