// Widgets that compute large states beside the page, wherever an article has one.
import type { Locator } from 'playwright/test';
import { eachOnce } from './pages.ts';
import { expect, test } from './test.ts';
import { expectChange, expectSame, read, reset, settled, values, wake } from './widget.ts';

for (const { path } of eachOnce) {
  test(`/${path}: what is large is computed beside the page, and can be paused and called off`, async ({
    page,
  }) => {
    test.slow();
    await page.goto(path);
    for (const widget of await page.locator('.widget[data-background]').all()) {
      const name = (await widget.getAttribute('id')) ?? '';
      await wake(widget);
      const [base, form] = [await read(widget), await values(widget)];
      const large: string[] = [];
      for (const control of await widget.locator('.control-range').all()) {
        await beginAtEnd(control);
        if ((await widget.getAttribute('data-computing')) === null) {
          await reset(widget);
          continue;
        }
        large.push((await control.getAttribute('data-control')) ?? '');
        await cancels(widget, control, name);
        expectSame(await read(widget), base, `${name}: cancelled, the figures are as they were`);
        expect(await values(widget), `${name}: cancelled, the controls are as they were`).toEqual(form);

        await pauses(widget, control, name);
        expectChange(await read(widget), base, `${name}: the large state is shown`);
        await expect(widget.locator('.widget-message'), `${name} has nothing to complain of`).toBeEmpty();
        await expect(widget, `${name} is computed by WebAssembly`).toHaveAttribute('data-backend', 'wasm');
        await reset(widget);
        expectSame(await read(widget), base, `${name}: after reset`);
      }
      expect(large, `a control of ${name} leads to a state that is computed beside the page`).not.toEqual([]);
    }
  });
}

/** Moves a slider to its end and answers in the frame in which its widget does. */
const beginAtEnd = (control: Locator): Promise<void> =>
  control.locator('input').evaluate(async (input: HTMLInputElement) => {
    input.value = input.max;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });

/** A job is under way. */
async function cancels(widget: Locator, control: Locator, name: string): Promise<void> {
  await expect(widget, `${name}: while it computes, the old figures fade`).toHaveClass(/\bstale\b/);
  await widget.locator('[data-job="cancel"]').evaluate((button) => (button as HTMLElement).click());
  await expect(widget.locator('.widget-message'), `${name} says that it was cancelled`).not.toBeEmpty();
  await expect(widget).not.toHaveClass(/\bstale\b/);
  await expect(widget).not.toHaveAttribute('data-computing');
  await control.page().waitForTimeout(500);
}

/** Begins again, pauses, goes on, and waits for the end; the page answers all the time. */
async function pauses(widget: Locator, control: Locator, name: string): Promise<void> {
  await beginAtEnd(control);
  const bar = widget.locator('progress');
  const pause = widget.locator('[data-job="pause"]');
  await pause.evaluate((button) => (button as HTMLElement).click());
  await expect(bar, `${name} shows how far it is`).toBeVisible();
  await widget.page().waitForTimeout(200);
  const share = await bar.evaluate((element) => (element as HTMLProgressElement).value);
  await widget.page().waitForTimeout(500);
  expect(await bar.evaluate((element) => (element as HTMLProgressElement).value), `${name} rests`).toBe(
    share,
  );
  expect(share, `${name} was paused on its way`).toBeLessThan(1);
  await pause.click();
  const longest = await widget.evaluate(
    (element) =>
      new Promise<number>((done) => {
        let [before, most] = [performance.now(), 0];
        const frame = (): void => {
          const now = performance.now();
          if (!element.hasAttribute('data-computing')) return done(most);
          most = Math.max(most, now - before);
          before = now;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
  );
  expect(longest, `${name}: the longest frame while it computes, in milliseconds`).toBeLessThan(1000);
  await settled(widget);
}
