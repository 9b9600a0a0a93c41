// <Predict> and <Quiz>, by keyboard.
import { articles } from './pages.ts';
import { expect, test } from './test.ts';

for (const { path } of articles) {
  test(`/${path}: a guess is judged, its widget is set and its answer opens, by keyboard alone`, async ({
    page,
  }) => {
    await page.goto(path);
    for (const form of await page.locator('form.predict').all()) {
      const verdict = form.locator('.verdict');
      const check = form.locator('button[type="submit"]');
      await check.press('Enter');
      await expect(verdict, 'nothing was chosen').not.toBeEmpty();
      await expect(form.locator('details.answer')).not.toHaveAttribute('open');

      const answer = await form.getAttribute('data-answer');
      const options = await form
        .locator('input[type="radio"]')
        .evaluateAll((all) => all.map((o) => (o as HTMLInputElement).value));
      expect(options).toContain(answer);
      const wrong = options.find((option) => option !== answer);
      for (const [option, right] of [
        [wrong, 'false'],
        [answer, 'true'],
      ] as const) {
        const radio = form.locator(`input[value="${option}"]`);
        await radio.focus();
        await radio.press('Space');
        await check.press('Enter');
        await expect(verdict).toHaveAttribute('data-right', right);
        await expect(form.locator('details.answer')).toHaveAttribute('open');
        await expect(form.locator('.right')).toBeVisible();
      }
      const [href, name] = [await form.getAttribute('data-href'), await form.getAttribute('data-set')];
      if (href === null) continue;
      await expect(page.locator(`#${name}`)).toHaveAttribute('data-live', '');
      const now = new URL(page.url()).searchParams;
      for (const [key, value] of new URL(href, page.url()).searchParams) expect(now.get(key)).toBe(value);
    }
  });

  test(`/${path}: an exercise accepts its number and no other, by keyboard alone`, async ({ page }) => {
    await page.goto(path);
    for (const form of await page.locator('form.quiz').all()) {
      const [field, verdict] = [form.locator('input'), form.locator('.verdict')];
      const answer = Number(await form.getAttribute('data-answer'));
      const tolerance = Number(await form.getAttribute('data-tolerance'));
      const written = String(answer).replace('-', '−');
      const tries = [
        ['', 'false'],
        ['three', 'false'],
        [String(answer + 2 * tolerance + 1), 'false'],
        [written, 'true'],
        [written.replace('.', ','), 'true'],
      ] as const;
      for (const [text, right] of tries) {
        await field.fill(text);
        await field.press('Enter');
        await expect(verdict, `“${text}” for ${answer}`).toHaveAttribute('data-right', right);
        await expect(verdict).not.toBeEmpty();
      }
      await expect(form.locator('details.answer')).toHaveAttribute('open');
    }
  });
}
