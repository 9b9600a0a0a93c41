// The address holds the state of the widgets: it can be shared, and it cannot break the page.
import type { Locator } from 'playwright/test';
import { eachOnce } from './pages.ts';
import { expect, test } from './test.ts';
import { controlsOf, expectSame, read, settled, values, wake, widgetsOf, type Reading } from './widget.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const script = '<img src=x onerror="window.broken=1">"><script>window.broken=1</script>';

/** Text in an address that a control must refuse. */
const tampered: Readonly<Record<string, readonly string[]>> = {
  range: ['1e999', '', 'NaN', '0x10', script],
  toggle: ['2', 'true', script],
  choice: ['__proto__', 'constructor', script],
  text: ['x'.repeat(2001)],
  matrix: ['NaN,1;2,3', '1,2;3', '1e400,0;0,1', '', script, Array(99).fill('1,2').join(';')],
  image: ['dog', 'cat:head=9,9', `pad:${'9'.repeat(9)}`, 'own:2:AAAA', '', script],
};

for (const { path } of eachOnce) {
  test.describe(path, () => {
    test('the address follows the controls and, copied and opened again, shows the same figures', async ({
      page,
    }) => {
      await page.goto(path);
      const left: { name: string; shown: Reading; form: readonly string[] }[] = [];
      for (const name of await names(await widgetsOf(page))) {
        const widget = page.locator(`#${name}`);
        await wake(widget);
        for (const { kind, moves } of await controlsOf(widget)) {
          if (kind === 'range') await step(widget.locator('input[type="range"]').first());
          else await moves.find(({ here }) => !here)?.make();
        }
        left.push({ name, shown: await read(widget), form: await values(widget) });
        await widget.locator('[data-action="link"]').click();
        await expect(widget.locator('.widget-message')).not.toBeEmpty();
        const link = await page.evaluate(() => navigator.clipboard.readText());
        expect(new URL(link).hash).toBe(`#${name}`);
        await expect.poll(() => new URL(page.url()).search, 'the address itself').toBe(new URL(link).search);
      }
      // The last link holds the state of all widgets.
      await page.goto(await page.evaluate(() => navigator.clipboard.readText()));
      await page.reload();
      for (const { name, shown, form } of left) {
        const widget = page.locator(`#${name}`);
        await expect(widget).toHaveAttribute('data-live', '');
        expectSame(await read(widget), shown, `${name}: figures`);
        expect(await values(widget), `${name}: controls`).toEqual(form);
      }
    });
  });
}

for (const { path } of eachOnce) {
  test.describe(path, () => {
    test('an address that was tampered with shows the defaults and says why', async ({ page }) => {
      await page.goto(path);
      const widgets = [];
      for (const name of await names(await widgetsOf(page))) {
        const widget = page.locator(`#${name}`);
        const controls = await controlsOf(widget);
        widgets.push({ name, widget, controls, built: await read(widget), form: await values(widget) });
      }
      // One address for the first way to tamper with each kind of control, one for the second, and so on.
      for (let way = 0; way < Math.max(...Object.values(tampered).map((ways) => ways.length)); way += 1) {
        const query = new URLSearchParams();
        for (const { name, controls } of widgets) {
          for (const control of controls) {
            const text = tampered[control.kind]?.[way];
            if (text !== undefined) query.set(`${name}.${control.name}`, text);
          }
        }
        await page.goto(`${path}?${query}`);
        for (const { name, widget, built, form } of widgets) {
          if (![...query.keys()].some((key) => key.startsWith(`${name}.`))) continue;
          await expect(widget.locator('.widget-message'), `${name}, ${query}`).not.toBeEmpty();
          expectSame(await read(widget), built, `${name}, ${query}`);
          expect(await values(widget)).toEqual(form);
        }
      }
      expect(await page.evaluate(() => 'broken' in window)).toBe(false);
    });

    test('an address with an unknown param says so, and what it can use it uses', async ({ page }) => {
      await page.goto(path);
      const slider = page.locator('.control-range input').first();
      const widget = page.locator('.widget', { has: slider }).first();
      const [name, max] = [await widget.getAttribute('id'), await slider.getAttribute('max')];
      const param = (await slider.getAttribute('id'))?.slice(`${name}-`.length);
      for (const unknown of ['nothing', '__proto__', 'constructor', '<b>bold</b>']) {
        await page.goto(`${path}?${name}.${encodeURIComponent(unknown)}=1&${name}.${param}=${max}`);
        await expect(widget.locator('.widget-message')).toContainText(`${name}.${unknown}`);
        await expect(slider).toHaveValue(max ?? '');
      }
    });

    test('text from an address is shown as text', async ({ page }) => {
      await page.goto(path);
      for (const id of await page
        .locator('.control-text input')
        .evaluateAll((inputs) => inputs.map((input) => input.id))) {
        await page.goto(`${path}?${id.replace('-', '.')}=${encodeURIComponent(script)}`);
        await expect(page.locator(`#${id}`)).toHaveValue(script);
        await settled(page.locator('.widget').first());
        expect(await page.locator('.widget :is(img, script)').count()).toBe(0);
      }
      expect(await page.evaluate(() => 'broken' in window)).toBe(false);
    });

    test('a link in the prose sets its widget in place, as opening it does, and Back returns', async ({
      page,
    }) => {
      await page.goto(path);
      const links = await page
        .locator('main a[data-set]')
        .evaluateAll((all) =>
          all.map((a) => [a.getAttribute('href') ?? '', a.getAttribute('data-set') ?? '']),
        );
      const inPlace = new Map<string, Reading>();
      for (const [href = '', name] of links) {
        const widget = page.locator(`#${name}`);
        const link = page.locator(`main a[data-set][href="${href}"]`).first();
        await link.evaluate((a) => {
          for (const fold of document.querySelectorAll('details')) if (fold.contains(a)) fold.open = true;
        });
        const built = await read(widget);
        await link.click();
        await expect(widget).toHaveAttribute('data-live', '');
        inPlace.set(href, await read(widget));
        await expect(widget.locator('.widget-message'), href).toBeEmpty();
        await expect(widget, href).toBeInViewport();
        await page.goBack();
        expectSame(await read(widget), built, `${href}, back`);
      }
      const { origin } = new URL(page.url());
      // One address opens the first link of each widget, one the second, and so on.
      const rest = [...inPlace.keys()].map((href) => ({
        href,
        name: new URL(href, origin).hash.slice(1),
      }));
      while (rest.length > 0) {
        const round = rest.filter(({ name }, i) => rest.findIndex((other) => other.name === name) === i);
        for (const each of round) rest.splice(rest.indexOf(each), 1);
        const queries = round.map(({ href }) => new URL(href, origin).searchParams);
        const query = new URLSearchParams(queries.flatMap((each) => [...each]));
        await page.goto(`${path}?${query}`);
        for (const { href, name } of round) {
          const widget = page.locator(`#${name}`);
          await wake(widget);
          expectSame(await read(widget), inPlace.get(href) as Reading, href);
        }
      }
    });
  });
}

const names = (widgets: readonly Locator[]): Promise<string[]> =>
  Promise.all(widgets.map(async (widget) => (await widget.getAttribute('id')) ?? ''));

/** Moves a slider by one step, to the side where there is room. */
async function step(slider: Locator): Promise<void> {
  const end = (await slider.inputValue()) === (await slider.getAttribute('max'));
  await slider.press(end ? 'ArrowLeft' : 'ArrowRight');
}
