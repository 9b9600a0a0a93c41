// What the tests of figures share: a document, a drawing as a file that can be looked at, and how far two drawings differ.
import { parseHTML } from 'linkedom';

/** A document without a browser. */
export function newDocument(): Document {
  return parseHTML('<!doctype html><html><body></body></html>').document as unknown as Document;
}

/** Stands in for the theme, so that a snapshot shows its colours when it is opened by itself. */
const palette: Readonly<Record<string, string>> = {
  '--paper': '#fff',
  '--ink': '#222',
  '--ink-soft': '#666',
  '--rule': '#ddd',
  '--accent': '#a06000',
  '--c-query': '#0072b2',
  '--c-key': '#b34700',
  '--c-value': '#007a55',
  '--c-output': '#96528a',
  '--scale-zero': '#fff',
  '--scale-weights': '#123a6b',
  '--scale-positive': '#00706b',
  '--scale-negative': '#8a5a00',
  '--on-scale-low': '#222',
  '--on-scale-high': '#fff',
};

/**
 * A drawing as the text of a file: a mark to a line, numbers to two digits, ids counted from 1. Independent of the machine,
 * of what was drawn before, and of the last digits of Plot's arithmetic.
 */
export function snapshotOf(drawing: Element): string {
  const ids = new Map<string, string>();
  const text = drawing.outerHTML
    .replace(/\b(plot-[\w-]*?)(\d+)(?=["')])/g, (_whole, stem: string, number: string) => {
      const id = ids.get(stem + number) ?? `${stem}${ids.size + 1}`;
      ids.set(stem + number, id);
      return id;
    })
    .replace(/-?\d+\.\d{3,}/g, (number) => String(Math.round(Number(number) * 100) / 100))
    .replace(/(?=<(?!\/|tspan))/g, '\n')
    .trim();
  const colors = Object.entries(palette).map(([name, color]) => `${name}:${color}`);
  const style = `<style>svg{${colors.join(';')};font:12px sans-serif;color:#222;background:#fff}</style>`;
  return `${text.replace(/^<div[^>]*>/, `$&\n${style}`).replace(/^<svg([^>]*>)/, `<svg xmlns="http://www.w3.org/2000/svg"$1\n${style}`)}\n`;
}

/** A mark as it is compared: its attributes by name, and its own text. */
interface Mark {
  readonly path: string;
  readonly values: ReadonlyMap<string, string>;
}

/** Numbers that differ by less draw the same: updates round positions to two digits. */
const tolerance = 0.02;

/**
 * Where two drawings differ, parsed: marks that one of them lacks, attributes, texts. Empty when a reader sees the same.
 * The order of attributes and the last digits of positions do not count.
 */
export function differences(got: Element, want: Element): string[] {
  const [a, b] = [marksOf(got), marksOf(want)];
  if (a.length !== b.length) return [`${a.length} marks, not ${b.length}`];
  return a.flatMap((mark, i) => {
    const other = b[i]!;
    if (mark.path !== other.path) return [`${mark.path}, not ${other.path}`];
    const names = new Set([...mark.values.keys(), ...other.values.keys()]);
    return [...names].flatMap((name) => {
      const [x, y] = [mark.values.get(name), other.values.get(name)];
      return isSame(x, y) ? [] : [`${mark.path} ${name}: ${x}, not ${y}`];
    });
  });
}

function marksOf(element: Element, path = ''): Mark[] {
  const here = `${path}/${element.tagName.toLowerCase()}`;
  const own = [...element.childNodes].flatMap((node) =>
    node.nodeType === 3 ? [node.textContent ?? ''] : [],
  );
  const attributes = [...element.attributes].map(({ name, value }): [string, string] => [name, value]);
  const mark: Mark = { path: here, values: new Map([...attributes, ['text', own.join('').trim()]]) };
  return [mark, ...[...element.children].flatMap((child, i) => marksOf(child, `${here}[${i}]`))];
}

/** Equal but for numbers that are as good as equal; a missing attribute and an empty one are different. */
function isSame(a: string | undefined, b: string | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  const number = /-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/g;
  if (a.replaceAll(number, '#') !== b.replaceAll(number, '#')) return false;
  const wanted = b.match(number) ?? [];
  return (a.match(number) ?? []).every((x, i) => Math.abs(Number(x) - Number(wanted[i])) <= tolerance);
}
