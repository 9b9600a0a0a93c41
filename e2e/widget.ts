// What tests do with a widget and how they read it. They know only what a reader could: controls, figures, text.
import type { Locator, Page } from 'playwright/test';
import { expect } from './test.ts';

/** What a widget shows, in a form that can be compared. */
export interface Reading {
  /** Of each figure its marks, as `[tag, attributes, …children]`; null while it is hidden. */
  readonly figures: Readonly<Record<string, unknown>>;
  readonly formulas: readonly string[];
  readonly readout: readonly string[];
}

/** All widgets of a page. */
export async function widgetsOf(page: Page): Promise<Locator[]> {
  return page.locator('.widget').all();
}

/** Comes near a widget, as a reader with a mouse does, and waits until it is live. */
export async function wake(widget: Locator): Promise<void> {
  await widget.locator('.widget-title').hover();
  await expect(widget).toHaveAttribute('data-live', '');
}

/** Makes every widget of a page live, and answers with them. */
export async function wakeAll(page: Page): Promise<Locator[]> {
  const widgets = await widgetsOf(page);
  for (const widget of widgets) await wake(widget);
  return widgets;
}

/** Waits until all of a widget’s figures show what was asked for; those out of sight and what a worker computes follow later. */
export async function settled(widget: Locator): Promise<void> {
  await widget.evaluate(async (root) => {
    const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
    const end = performance.now() + 60_000;
    await frame();
    do await frame();
    while (root.matches('[data-computing], [data-drawing]') && performance.now() < end);
    if (root.matches('[data-computing], [data-drawing]')) throw new Error(`${root.id} is still at work`);
  });
}

/** Reads a widget. What selection, focus and a live handle add to a figure is left out; the order of attributes does not matter. */
export async function read(widget: Locator): Promise<Reading> {
  await settled(widget);
  // As text: what a browser hands over as objects takes several times as long.
  const reading = await widget.evaluate((root) => {
    // Large heatmaps have no marks for their cells: paths as the page was built, then a canvas. Both are read as pixels.
    const outlineOf = (path: Element): Path2D => new Path2D(path.getAttribute('d') ?? '');
    const pixels = (box: Element): string => {
      const painted = box.querySelector('canvas');
      const [x, y] = ['data-x', 'data-y'].map((name) => JSON.parse(box.getAttribute(name) ?? '').domain[1]);
      const canvas = new OffscreenCanvas(painted?.width ?? x, painted?.height ?? y);
      const context = canvas.getContext('2d', {
        willReadFrequently: true,
      }) as OffscreenCanvasRenderingContext2D;
      if (painted !== null) context.drawImage(painted, 0, 0);
      for (const path of painted === null ? box.querySelectorAll('.paths > path') : []) {
        context.fillStyle = getComputedStyle(path).fill;
        context.fill(outlineOf(path));
      }
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      return data.reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '');
    };
    const marks = (node: Node): unknown => {
      if (!(node instanceof Element)) return node.textContent;
      if (node.matches('canvas, .paths, .marks > *')) return null;
      if (node.matches('.plot-raster'))
        return [pixels(node), ...[...node.children].map(marks).filter(Boolean)];
      const attributes = [...node.attributes].map(({ name, value }): [string, string] => {
        if (name === 'style') return [name, (node as HTMLElement).style.cssText];
        if (name === 'class') return [name, value.replace(/\b(selected|source)\b/g, '').trim()];
        return [name, value];
      });
      const live = node.hasAttribute('data-handle') ? /^(role|tabindex|aria-)/ : /^$/;
      const kept = attributes
        .filter(([name, value]) => value !== '' && !live.test(name))
        .sort(([a], [b]) => (a < b ? -1 : 1));
      return [
        node.localName,
        Object.fromEntries(kept),
        ...[...node.childNodes].map(marks).filter((mark) => mark !== null),
      ];
    };
    const figures = [...root.querySelectorAll<HTMLElement>('.figure')].map((figure): [string, unknown] => {
      const drawing = figure.querySelector('.figure-body')?.firstElementChild;
      return [figure.dataset['figure'] ?? '', figure.hidden || !drawing ? null : marks(drawing)];
    });
    const formulas = root.querySelectorAll<HTMLElement>(
      '.figure:not([hidden]) .figure-formula:not([hidden])',
    );
    return JSON.stringify({
      figures: Object.fromEntries(figures),
      formulas: [...formulas].map((formula) => formula.dataset['variant'] ?? ''),
      readout: [root.querySelector('.widget-readout')?.textContent ?? ''],
    });
  });
  return JSON.parse(reading) as Reading;
}

/** Fails unless two readings are the same; positions may differ by a fiftieth of a pixel, since updates round them. */
export function expectSame(got: Reading, want: Reading, message?: string): void {
  expect(closeTo(want, got), message).toEqual(want);
}

/** Fails, and lets the test go on, where two readings are the same. */
export function expectChange(got: Reading, from: Reading, message: string): void {
  expect.soft(closeTo(from, got), message).not.toEqual(from);
}

/** `got`, with every attribute that differs from that of `want` by rounding alone replaced by it. */
function closeTo(want: unknown, got: unknown): unknown {
  if (typeof want !== 'object' || typeof got !== 'object' || want === null || got === null) return got;
  if (Array.isArray(got))
    return got.map((item, i) => closeTo(Array.isArray(want) ? want[i] : undefined, item));
  const entries = Object.entries(got).map(([key, value]: [string, unknown]) => {
    const wanted: unknown = (want as Record<string, unknown>)[key];
    if (typeof value !== 'string' || typeof wanted !== 'string') return [key, closeTo(wanted, value)];
    return [key, rounded(wanted, value) ? wanted : value];
  });
  return Object.fromEntries(entries);
}

function rounded(want: string, got: string): boolean {
  const number = /-?\d+(?:\.\d+)?(?:e-?\d+)?/g;
  if (want.replace(number, '#') !== got.replace(number, '#')) return false;
  const numbers = [...got.matchAll(number)].map(Number);
  return [...want.matchAll(number)].every(
    (match, i) => Math.abs(Number(match) - (numbers[i] ?? NaN)) <= 0.02,
  );
}

/** The values in a widget's controls, in their order. */
export async function values(widget: Locator): Promise<readonly string[]> {
  return widget.locator('.control input:not(.picture-tools *)').evaluateAll((inputs) =>
    inputs.map((input) => {
      const { type, checked, value, id, name } = input as HTMLInputElement;
      const shown = input.closest('.control')?.querySelector('output')?.textContent ?? '';
      return `${id || name}: ${/radio|checkbox/.test(type) ? `${value} ${checked}` : value} ${shown}`.trim();
    }),
  );
}

export const reset = (widget: Locator): Promise<void> => widget.locator('[data-action="reset"]').click();

/** A place that a control can be moved to. */
export interface Move {
  readonly name: string;
  /** Whether the control stands there already. */
  readonly here: boolean;
  make(): Promise<void>;
}

export interface Control {
  readonly name: string;
  readonly kind: string;
  /** Both ends of a slider, every option of a choice, the other state of a toggle, other text, another number. */
  readonly moves: readonly Move[];
}

/** The controls of a widget and where they can be moved. */
export async function controlsOf(widget: Locator): Promise<Control[]> {
  const controls: Control[] = [];
  for (const root of await widget.locator('.control').all()) {
    const name = (await root.getAttribute('data-control')) ?? '';
    const kind = /control-(\w+)/.exec((await root.getAttribute('class')) ?? '')?.[1] ?? '';
    controls.push({ name, kind, moves: await movesOf(root, kind) });
  }
  return controls;
}

async function movesOf(root: Locator, kind: string): Promise<Move[]> {
  const input = root.locator('input').first();
  switch (kind) {
    case 'range': {
      const [value, min, max] = await Promise.all([
        input.inputValue(),
        input.getAttribute('min'),
        input.getAttribute('max'),
      ]);
      return [
        { name: `its end ${min}`, here: value === min, make: () => input.press('Home') },
        { name: `its end ${max}`, here: value === max, make: () => input.press('End') },
      ];
    }
    case 'toggle':
      return [{ name: 'its other state', here: false, make: () => input.click() }];
    // Of a picture’s kinds, an own image needs a file: e2e/picture.spec.ts.
    case 'image':
    case 'choice': {
      const options = await root.locator('.options input:not([value="own"])').all();
      return Promise.all(
        options.map(async (option) => ({
          name: `“${await option.inputValue()}”`,
          here: await option.isChecked(),
          make: () => option.check(),
        })),
      );
    }
    case 'text': {
      // Where only some texts can be shown, an empty field suggests one.
      const text = (await input.getAttribute('placeholder')) ?? 'one two one';
      return [{ name: 'another text', here: false, make: () => input.fill(text) }];
    }
    case 'matrix':
      return [{ name: 'another number', here: false, make: () => input.fill('7') }];
    default:
      throw new Error(`a control of an unknown kind: ${kind}`);
  }
}
