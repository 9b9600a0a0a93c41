// Hands on the matrix: what is typed, nudged, dragged and pasted, and what is refused.
import type { Locator, Page } from 'playwright/test';
import { eachOnce } from './pages.ts';
import { expect, test } from './test.ts';
import { expectSame, read, reset, settled, wake, widgetsOf } from './widget.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

/** The widgets of a page that have a matrix, live. */
async function withMatrix(page: Page): Promise<Locator[]> {
  const found: Locator[] = [];
  for (const widget of await widgetsOf(page)) {
    if ((await widget.locator('.control-matrix').count()) === 0) continue;
    await wake(widget);
    found.push(widget);
  }
  return found;
}

/** 1, 2, 3 … in the shape of a matrix that is a single row or column, and has room for no other; null for any other matrix. */
async function lineOf(matrix: Locator): Promise<number[][] | null> {
  const [rows, columns] = [
    await matrix.locator('tr').count(),
    Number(await matrix.getAttribute('data-columns')),
  ];
  if (rows > 1 && columns > 1) return null;
  return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_unused, j) => i + j + 1));
}

const problem = (widget: Locator): Locator => widget.locator('.control-matrix .control-problem').first();
const numbers = (root: Locator): Promise<number[]> =>
  root
    .locator('input')
    .evaluateAll((all) => all.map((input) => Number((input as HTMLInputElement).value.replace('−', '-'))));

for (const { path } of eachOnce) {
  test.describe(path, () => {
    test('what is no number is refused at its cell, and the figures stay', async ({ page }) => {
      await page.goto(path);
      for (const widget of await withMatrix(page)) {
        const cell = widget.locator('.control-matrix input').first();
        const built = await read(widget);
        for (const text of [
          'NaN',
          'Infinity',
          '-inf',
          'one',
          '1e999',
          '1e9',
          '',
          ' ',
          '0x10',
          '1,5',
          '<b>',
        ]) {
          await cell.fill(text);
          await expect(cell, text).toHaveAttribute('aria-invalid', 'true');
          await expect(problem(widget), text).not.toBeEmpty();
          expectSame(await read(widget), built, `after “${text}”`);
          await expect(cell, 'nothing typed is lost').toHaveValue(text);
        }
        await cell.fill('-2.5');
        await expect(cell).not.toHaveAttribute('aria-invalid');
        await expect(problem(widget)).toBeEmpty();
        expect(await read(widget)).not.toEqual(built);
        await cell.fill('what');
        await reset(widget);
        await expect(cell).not.toHaveAttribute('aria-invalid');
        await expect(problem(widget)).toBeEmpty();
        expectSame(await read(widget), built, 'after reset');
      }
    });

    test('a cell answers to typing, to the arrow keys and to dragging', async ({ page }) => {
      await page.goto(path);
      for (const widget of await withMatrix(page)) {
        const matrix = widget.locator('.control-matrix').first();
        const cell = matrix.locator('input').first();
        await cell.fill('2');
        const [two] = await numbers(matrix);
        const typed = await read(widget);
        await cell.press('ArrowUp');
        const [up] = await numbers(matrix);
        expect(up).toBeGreaterThan(two ?? NaN);
        expect(await read(widget)).not.toEqual(typed);
        await cell.press('ArrowDown');
        expect((await numbers(matrix))[0]).toBe(two);
        expectSame(await read(widget), typed, 'up and down');

        await cell.scrollIntoViewIfNeeded();
        const box = await cell.boundingBox();
        const [x, y] = [(box?.x ?? 0) + 10, (box?.y ?? 0) + 10];
        await page.mouse.move(x, y);
        await page.mouse.down();
        await page.mouse.move(x + 60, y, { steps: 5 });
        await settled(widget);
        const [dragged] = await numbers(matrix);
        expect(dragged).toBeGreaterThan(two ?? NaN);
        await page.mouse.move(x - 60, y, { steps: 5 });
        expect((await numbers(matrix))[0]).toBeLessThan(two ?? NaN);
        await page.mouse.up();
        await page.mouse.move(x + 200, y);
        expect((await numbers(matrix))[0], 'released').toBeLessThan(two ?? NaN);
      }
    });

    test('a matrix printed by JSON, PyTorch or NumPy can be pasted into it', async ({ page }) => {
      await page.goto(path);
      const prints = [
        '[[1, 2], [-3, 4.5]]',
        'tensor([[ 1.0000,  2.0000],\n        [-3.0000,  4.5000]], dtype=torch.float64)',
        'array([[ 1. ,  2. ],\n       [-3. ,  4.5]])',
        '[[ 1.   2. ]\n [-3.   4.5]]',
        '1\t2\n-3\t4.5',
      ];
      for (const widget of await withMatrix(page)) {
        const matrix = widget.locator('.control-matrix').first();
        const line = await lineOf(matrix);
        const wanted = line?.flat() ?? [1, 2, -3, 4.5];
        const tabs = line?.map((row) => row.join('\t')).join('\n') ?? '';
        for (const print of line === null ? prints : [JSON.stringify(line), tabs]) {
          await reset(widget);
          await settled(widget);
          await page.evaluate((text) => navigator.clipboard.writeText(text), print);
          await matrix.locator('input').first().focus();
          await page.keyboard.press('ControlOrMeta+V');
          await expect(matrix.locator('input'), print).toHaveCount(wanted.length);
          // As many cells may have been there before.
          await expect.poll(() => numbers(matrix), print).toEqual(wanted);
        }
      }
    });

    test('all matrices can be pasted at once, and what cannot be used is refused whole', async ({ page }) => {
      await page.goto(path);
      for (const widget of await withMatrix(page)) {
        const built = await read(widget);
        await widget.locator('.paste summary').click();
        const example = (await widget.locator('.paste label code').textContent()) ?? '';
        const names = Object.keys(JSON.parse(example) as object);
        const use = async (text: string): Promise<void> => {
          await widget.locator('.paste textarea').fill(text);
          await widget.locator('[data-action="paste"]').click();
        };
        const refusal = widget.locator('.paste .control-problem');
        const name = names[0] ?? '';
        const bad = [
          '',
          'hello',
          '{}',
          `{"${name}": [[1, NaN]]}`,
          `{"${name}": [[1, 2], [3]]}`,
          `{"${name}": [[1e999, 0]]}`,
          '{"Nobody": [[1]]}',
        ];
        for (const text of bad) {
          await use(text);
          await expect(refusal, text).not.toBeEmpty();
          await expect(widget.locator('.paste textarea'), 'nothing pasted is lost').toHaveValue(text);
          expectSame(await read(widget), built, text);
        }
        // Each in the size that it has: what fits together is for the widget to say.
        const fresh: number[][][] = [];
        for (const matrix of await widget.locator('.control-matrix').all()) {
          const [rows, columns] = await matrix
            .locator('[data-row]')
            .evaluateAll((fields) =>
              (['row', 'column'] as const).map((axis) =>
                Math.max(...fields.map((field) => Number((field as HTMLElement).dataset[axis]) + 1)),
              ),
            );
          fresh.push(
            Array.from({ length: rows ?? 0 }, (_, i) =>
              Array.from({ length: columns ?? 0 }, (_unused, j) => i + j + 1),
            ),
          );
        }
        await use(names.map((symbol, i) => `${symbol} = tensor(${JSON.stringify(fresh[i])})`).join('\n'));
        await expect(refusal).toBeEmpty();
        await expect(widget.locator('.widget-message')).toBeEmpty();
        for (const [i, matrix] of (await widget.locator('.control-matrix').all()).entries())
          await expect.poll(() => numbers(matrix)).toEqual(fresh[i]?.flat());
        const pasted = await read(widget);
        expect(pasted).not.toEqual(built);
        await use(`{"${name}": [[1]]}`);
        await settled(widget);
        if ((await widget.locator('.widget-message').textContent()) !== '')
          expectSame(await read(widget), pasted, 'sizes that do not fit');
        await reset(widget);
        expectSame(await read(widget), built, 'after reset');
      }
    });
  });
}
