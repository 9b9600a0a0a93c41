// <Predict> and <Quiz>, by keyboard.
import { articles, eachOnce } from './pages.ts';
import { expect, test } from './test.ts';
import { settled, values, wake } from './widget.ts';

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
      // What is set to its default stands in the control, and not in the address.
      const shown = await values(page.locator(`#${name}`));
      for (const [key, value] of new URL(href, page.url()).searchParams)
        if (!shown.some((text) => text.startsWith(`${key.replace('.', '-')}: ${value} `)))
          await expect.poll(() => new URL(page.url()).searchParams.get(key)).toBe(value);
      const see = form.locator('.see a');
      await see.press('Enter');
      await expect(page.locator(`#${name}`), 'the answer can be seen to happen').toBeInViewport();
    }
  });

  test(`/${path}: an exercise accepts its number and no other, by keyboard alone`, async ({ page }) => {
    await page.goto(path);
    for (const form of await page.locator('form.quiz[data-tolerance]').all()) {
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

  test(`/${path}: an exercise accepts its option and no other, by keyboard alone`, async ({ page }) => {
    await page.goto(path);
    for (const form of await page.locator('form.quiz:has(input[type="radio"])').all()) {
      const [check, verdict] = [form.locator('button[type="submit"]'), form.locator('.verdict')];
      const answer = await form.getAttribute('data-answer');
      await check.press('Enter');
      await expect(verdict, 'nothing was chosen').toHaveAttribute('data-right', 'false');
      for (const radio of await form.locator('input[type="radio"]').all()) {
        const right = (await radio.getAttribute('value')) === answer;
        await radio.focus();
        await radio.press('Space');
        await check.press('Enter');
        await expect(verdict).toHaveAttribute('data-right', String(right));
      }
    }
  });
}

for (const { path } of eachOnce) {
  test(`/${path}: an exercise with a widget is not done before, and is done in the state of its solution`, async ({
    page,
  }) => {
    await page.goto(path);
    for (const form of await page.locator('form.quiz[data-goal]').all()) {
      const verdict = form.locator('.verdict');
      const widget = page.locator(`#${await form.getAttribute('data-of')}`);
      await wake(widget);
      await settled(widget);
      await expect(verdict, 'before anything is moved').toBeEmpty();

      await form.locator('.act a').press('Enter');
      await expect(widget.locator('.widget-goal a'), 'the way back').toBeVisible();
      await expect(widget).toBeInViewport();
      await expect(verdict, 'to go there is not to do it').toBeEmpty();

      const href = await form.locator('a.set').first().getAttribute('href');
      await form.locator('summary').press('Enter');
      await form.locator('a.set').first().press('Enter');
      await expect(verdict, 'shown').toHaveAttribute('data-right', 'true');
      await expect(widget.locator('.widget-goal')).toContainText((await verdict.textContent()) ?? '');
      await expect(form.locator('button[type="reset"]'), 'what was shown is not kept').toBeHidden();

      await page.goto(`${path}${href}`);
      await page.reload();
      await expect(verdict, 'set').toHaveAttribute('data-right', 'true');
      await expect(form.locator('button[type="reset"]')).toBeVisible();
      await widget.locator('[data-action="reset"]').press('Enter');
      await expect(verdict).toHaveAttribute('data-right', 'true');
      await page.goto(path);
      await expect(verdict, 'kept').toHaveAttribute('data-right', 'true');
      await form.locator('button[type="reset"]').press('Enter');
      await expect(verdict, 'forgotten').toBeEmpty();
    }
  });

  test(`/${path}: answers are kept, and forgotten on demand`, async ({ page }) => {
    await page.goto(path);
    const form = page.locator('form.quiz[data-tolerance]').first();
    if ((await form.count()) === 0) return;
    const [field, verdict] = [form.locator('input'), form.locator('.verdict')];
    await field.fill((await form.getAttribute('data-answer')) ?? '');
    await field.press('Enter');
    await expect(verdict).not.toBeEmpty();
    const said = await verdict.textContent();
    const given = await field.inputValue();
    await page.reload();
    await expect(field).toHaveValue(given);
    await expect(verdict).toHaveText(said ?? '');
    await form.locator('button[type="reset"]').press('Enter');
    await expect(field).toHaveValue('');
    await expect(field).toBeFocused();
    await expect(verdict).toBeEmpty();
    await page.reload();
    await expect(field).toHaveValue('');
  });

  test(`/${path}: where storage is refused, exercises work all the same`, async ({ page }) => {
    await page.addInitScript(() =>
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('refused', 'SecurityError');
        },
      }),
    );
    await page.goto(path);
    const form = page.locator('form.quiz[data-tolerance]').first();
    if ((await form.count()) === 0) return;
    await form.locator('input').fill((await form.getAttribute('data-answer')) ?? '');
    await form.locator('input').press('Enter');
    await expect(form.locator('.verdict')).toHaveAttribute('data-right', 'true');
  });
}
