// Pictures as input: the reader's own files, and what is drawn on the pad.
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright/test';
import { broken, drawn, turned, type ImageFile } from './files.ts';
import { eachOnce } from './pages.ts';
import { expect, test } from './test.ts';
import { expectSame, read, reset, settled, wake } from './widget.ts';

/** Articles of the family that has pictures; a test of them that finds none says so. */
const vision = eachOnce.filter(({ path }) => path.includes('vision/'));
const built = fileURLToPath(new URL('../dist', import.meta.url));

/** The first widget with a picture in it, live. */
async function pictured(page: Page): Promise<Locator | null> {
  const widget = page.locator('.widget:has(.control-image)').first();
  if ((await widget.count()) === 0) return null;
  await wake(widget);
  return widget;
}

const kind = (widget: Locator, name: string): Locator =>
  widget.locator(`.control-image .options input[value="${name}"]`);
const problem = (widget: Locator): Locator => widget.locator('.control-image .control-problem').first();

/** The colour at a corner of the picture, as red, green and blue. */
async function corner(widget: Locator, at: 'top left' | 'bottom left'): Promise<number[]> {
  return widget
    .locator('.plot-picture .pixels')
    .first()
    .evaluate((group, where) => {
      const paths = [...group.children];
      const row = (path: Element): number[] =>
        [...(path.getAttribute('d') ?? '').matchAll(/M0,(\d+)h/g)].map(([, y]) => Number(y));
      const last = Math.max(...paths.flatMap(row));
      const hit = paths.find((path) => row(path).includes(where === 'top left' ? 0 : last));
      const color = hit?.getAttribute('fill') ?? '';
      return [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16));
    }, at);
}

async function give(widget: Locator, { name, mimeType, buffer }: ImageFile): Promise<void> {
  await kind(widget, 'own').check();
  await widget.locator('input[type="file"]').setInputFiles({ name, mimeType, buffer });
}

/** Drops or pastes a file, as the browser tells a page of it. */
async function send(
  widget: Locator,
  type: 'drop' | 'paste',
  { name, mimeType, buffer }: ImageFile,
): Promise<void> {
  await widget.evaluate(
    (root, file) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(file.bytes)], file.name, { type: file.type }));
      const options = { bubbles: true, cancelable: true };
      root.dispatchEvent(
        file.event === 'drop'
          ? new DragEvent('drop', { ...options, dataTransfer: data })
          : new ClipboardEvent('paste', { ...options, clipboardData: data }),
      );
    },
    { event: type, name, type: mimeType, bytes: [...buffer] },
  );
}

test('the vision family has pictures as controls', () => {
  const pages = globSync('{,zh/}vision/*/index.html', { cwd: built });
  expect(
    pages.filter((page) => readFileSync(`${built}/${page}`, 'utf8').includes('control-image')).length,
  ).toBeGreaterThan(0);
});

for (const { path } of vision) {
  test.describe(path, () => {
    test('a reader’s own image is shown, upright, and goes nowhere', async ({ page }) => {
      await page.goto(path);
      const widget = await pictured(page);
      if (widget === null) return;
      const first = await read(widget);
      await kind(widget, 'own').check();
      await expect(widget.locator('input[type="file"]')).toBeVisible();
      const sent: string[] = [];
      page.on('request', (request) => sent.push(`${request.method()} ${request.url()}`));
      for (const type of ['image/png', 'image/jpeg', 'image/webp']) {
        await give(widget, await drawn(page, { type }));
        await expect(problem(widget), type).toContainText('image.');
        await settled(widget);
        const [red = 0, , blue = 0] = await corner(widget, 'top left');
        expect(red, type).toBeGreaterThan(blue + 100);
      }
      expect((await read(widget)).figures).not.toEqual(first.figures);

      const [left, right] = ['#e01010', '#1010e0'];
      await give(widget, turned(await drawn(page, { type: 'image/jpeg', left, right }), 6));
      await expect
        .poll(async () => (await corner(widget, 'bottom left'))[2], 'a quarter turn')
        .toBeGreaterThan(150);
      expect((await corner(widget, 'top left'))[0]).toBeGreaterThan(150);

      // A wide one, a clear one, a tiny one.
      await give(widget, await drawn(page, { width: 200, height: 40 }));
      await expect(problem(widget)).toContainText(/middle square|正方形/);
      await give(widget, await drawn(page, { left: 'rgb(0 0 0 / 0)' }));
      await expect(problem(widget)).toContainText(/white|白色/);
      await expect.poll(async () => corner(widget, 'top left')).toEqual([255, 255, 255]);
      await give(widget, await drawn(page, { width: 1, height: 1 }));
      await expect(problem(widget)).toContainText('1 × 1');
      await settled(widget);
      await expect(widget.locator('.widget-message')).toBeEmpty();
      for (const words of await widget.locator('.figure text, .widget-readout').allTextContents())
        expect(words).not.toMatch(/NaN|Infinity|undefined/);

      await send(widget, 'drop', await drawn(page, { left: '#10e010', right: '#10e010' }));
      await expect.poll(async () => (await corner(widget, 'top left'))[1], 'dropped').toBeGreaterThan(150);
      await send(widget, 'paste', await drawn(page));
      await expect.poll(async () => (await corner(widget, 'top left'))[0], 'pasted').toBeGreaterThan(150);

      expect(
        sent.filter((each) => !each.includes('/_astro/')),
        'no request',
      ).toEqual([]);
      await expect.poll(() => page.url(), 'no address holds it').not.toContain('own');
      // It waits for the reader, here and after the page was left.
      const mine = await read(widget);
      await kind(widget, 'cat').check();
      await kind(widget, 'own').check();
      expectSame(await read(widget), mine, 'back to it');
      await reset(widget);
      expectSame(await read(widget), first, 'reset');
    });

    test('a file that is no image, or none that can be read, is said to be so, and the picture stays', async ({
      page,
    }) => {
      await page.goto(path);
      const widget = await pictured(page);
      if (widget === null) return;
      await give(widget, await drawn(page));
      await expect(problem(widget)).toContainText('image.png');
      const before = await read(widget);
      for (const { says, ...file } of broken) {
        await give(widget, file);
        await expect(problem(widget), file.name).toContainText(file.name);
        await expect(problem(widget), file.name).toContainText(says);
        expectSame(await read(widget), before, file.name);
      }
    });

    test('the pad takes a mouse, a finger’s stroke and the keyboard; the address keeps the drawing', async ({
      page,
    }) => {
      await page.goto(path);
      const widget = await pictured(page);
      if (widget === null) return;
      await kind(widget, 'pad').check();
      const pad = widget.locator('canvas.pad');
      await expect(pad).toBeVisible();
      const blank = await read(widget);
      await pad.scrollIntoViewIfNeeded();
      const { x, y, width, height } = (await pad.boundingBox())!;
      await page.mouse.move(x + width * 0.2, y + height * 0.2);
      await page.mouse.down();
      await page.mouse.move(x + width * 0.8, y + height * 0.7, { steps: 3 });
      await page.mouse.up();
      const stroke = await read(widget);
      expect(stroke.figures).not.toEqual(blank.figures);
      await pad.focus();
      for (const key of ['6', 'Home', 'ArrowUp', 'ArrowRight', ' ']) await pad.press(key);
      await expect(widget.locator('.pad-cell')).toContainText(/blue|蓝/);
      const both = await read(widget);
      expect(both.figures).not.toEqual(stroke.figures);
      await expect.poll(() => page.url()).toContain('pad:');

      const undo = widget.getByRole('button', { name: /Undo|撤销/ });
      await undo.click();
      expectSame(await read(widget), stroke, 'undone');
      await undo.click();
      expectSame(await read(widget), blank, 'undone twice');
      await undo.click();
      expectSame(await read(widget), blank, 'nothing left to undo');

      await pad.focus();
      await pad.press(' ');
      const dot = await read(widget);
      await widget.getByRole('button', { name: /Clear|清空/ }).click();
      expectSame(await read(widget), blank, 'cleared');
      await undo.click();
      expectSame(await read(widget), dot, 'back again');
      await expect.poll(() => page.url(), 'the dot alone').toMatch(/pad:0*6(?:&|$)/);
      await page.reload();
      await expect(widget).toHaveAttribute('data-live', '');
      expectSame(await read(widget), dot, 'opened again');
      await expect(widget.locator('canvas.pad')).toBeVisible();
    });
  });
}
