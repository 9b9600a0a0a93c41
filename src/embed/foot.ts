// The foot of a widget: reset, copy link, numbers as a table, downloads, source.
import type { Table } from '../widget/figure.ts';
import { pick } from '../widget/text.ts';
import { say } from '../i18n/strings.ts';
import { addressOf } from './address.ts';
import type { LiveWidget } from './live.ts';
import { renderTable } from './table.ts';

/** Connects the buttons and folds of a widget's foot. */
export function connectFoot(live: LiveWidget): void {
  const { root, lang } = live;
  const on = (action: string, act: () => void): void => {
    root.querySelector(`[data-action="${action}"]`)?.addEventListener('click', act);
  };
  on('reset', () => {
    live.change({ ...live.base });
    live.say('');
    for (const problem of root.querySelectorAll('.control-problem')) problem.textContent = '';
  });
  on('link', () => {
    const address = addressOf(live);
    navigator.clipboard.writeText(address).then(
      () => live.say(say(lang, 'linkCopied')),
      () => live.say(`${say(lang, 'linkShown')} ${address}`),
    );
  });
  on('csv', () => save(`${live.name}.csv`, 'text/csv', toCsv(tables(live))));
  on('svg', () => save(`${live.name}.svg`, 'image/svg+xml', toSvg(root)));

  const fold = root.querySelector<HTMLDetailsElement>('.widget-table');
  const refresh = (): void => {
    if (fold?.open !== true) return;
    const fresh = tables(live).map(([title, table]) =>
      renderTable(table, title, { document: root.ownerDocument, lang }),
    );
    fold.querySelector('.tables')?.replaceChildren(...fresh);
  };
  fold?.addEventListener('toggle', refresh);
  root.addEventListener('widget-drawn', refresh);

  const source = root.querySelector<HTMLDetailsElement>('.widget-source');
  source?.addEventListener('toggle', () => void showSource(source));
  if (source?.open === true) void showSource(source);
}

function tables(live: LiveWidget): [string, Table][] {
  return live.widget.figures.flatMap((slot) => {
    const data: unknown = live.shown.get(slot.name);
    return data === null || data === undefined
      ? []
      : [[pick(slot.title, live.lang), slot.type.table(data)] as [string, Table]];
  });
}

/** All figures of a widget in one file, a line for each number: figure, row, column, value. */
export function toCsv(all: readonly (readonly [string, Table])[]): string {
  const lines = ['figure,row,column,value'];
  for (const [title, { head, rows }] of all) {
    for (const { label, values } of rows) {
      for (const [j, value] of values.entries())
        lines.push([title, label, head[j + 1] ?? '', value].map(quote).join(','));
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** RFC 4180; a leading formula sign is a word here, not a spreadsheet's formula. */
function quote(value: string | number): string {
  const text = typeof value === 'string' && /^(?:[=+@\t\r]|-\D)/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The widget's drawings below each other in one file that needs no style sheet: colours are written out as they are seen. */
function toSvg(root: HTMLElement): string {
  // Axis titles may reach over a small drawing's edge.
  const [gap, margin] = [40, 16];
  let top = 0;
  let width = 0;
  const parts: string[] = [];
  for (const figure of root.querySelectorAll<HTMLElement>('.figure:not([hidden])')) {
    const svg = figure.querySelector<SVGSVGElement>('.figure-body svg');
    if (svg === null) continue;
    const title = figure.querySelector('.figure-title')?.textContent ?? '';
    const copy = svg.cloneNode(true) as SVGSVGElement;
    for (const name of copy.getAttributeNames()) if (/^(class|data-)/.test(name)) copy.removeAttribute(name);
    const from = svg.querySelectorAll('*');
    for (const [i, element] of copy.querySelectorAll('*').entries()) {
      const style = getComputedStyle(from[i] as Element);
      for (const name of ['fill', 'stroke'] as const)
        if (style[name] !== '') element.setAttribute(name, plainColor(style[name]));
      element.removeAttribute('class');
    }
    const color = plainColor(getComputedStyle(svg).color);
    const canvas = figure.querySelector('canvas');
    if (canvas !== null) copy.prepend(imageOf(canvas, svg));
    const [, , w = 0, h = 0] = (svg.getAttribute('viewBox') ?? '').split(/\s+/).map(Number);
    copy.setAttribute('x', String(margin));
    copy.setAttribute('overflow', 'visible');
    copy.setAttribute('y', String(top + gap));
    copy.setAttribute('color', color);
    parts.push(
      `<text x="${margin}" y="${top + 22}" font-size="14" fill="${color}">${title.replace(/[&<]/g, (c) => `&#${c.charCodeAt(0)};`)}</text>`,
      new XMLSerializer().serializeToString(copy),
    );
    top += gap + h + margin;
    width = Math.max(width, w + 2 * margin);
  }
  const paper = plainColor(getComputedStyle(root).backgroundColor);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top}" viewBox="0 0 ${width} ${top}" font-family="system-ui, sans-serif"><rect width="100%" height="100%" fill="${paper}"/>${parts.join('')}</svg>`;
}

/** The cells of a painted drawing as an image in it. */
function imageOf(canvas: HTMLCanvasElement, svg: SVGSVGElement): Element {
  const image = document.createElementNS('http://www.w3.org/2000/svg', 'image');
  const { width, height } = svg.viewBox.baseVal;
  const { left, top, width: w, height: h, imageRendering } = canvas.style;
  const part = (percent: string, whole: number) => String((parseFloat(percent) / 100) * whole);
  const values = {
    href: canvas.toDataURL(),
    x: part(left, width),
    y: part(top, height),
    width: part(w, width),
    height: part(h, height),
    preserveAspectRatio: 'none',
    'image-rendering': imageRendering,
  };
  for (const [name, value] of Object.entries(values)) image.setAttribute(name, value);
  return image;
}

/** A colour as every program reads it: mixed ones, `oklab(…)`, as red, green and blue. */
function plainColor(color: string): string {
  if (/^(none|#|rgb)/.test(color)) return color;
  const pixel = new OffscreenCanvas(1, 1).getContext('2d');
  if (pixel === null) return color;
  pixel.fillStyle = color;
  pixel.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = pixel.getImageData(0, 0, 1, 1).data;
  return alpha === 255 ? `rgb(${red}, ${green}, ${blue})` : `rgba(${red}, ${green}, ${blue}, ${alpha / 255})`;
}

function save(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** The source stands once on a page that shows it; a widget elsewhere fetches it from there. */
async function showSource(fold: HTMLDetailsElement): Promise<void> {
  const link = fold.querySelector<HTMLAnchorElement>(':scope > a');
  if (!fold.open || link === null) return;
  const url = new URL(link.href);
  const here = url.pathname === location.pathname;
  const page = here ? document : await pageAt(url);
  const block = page.getElementById(url.hash.slice(1));
  if (block === null) return;
  const copy = block.cloneNode(true) as HTMLElement;
  copy.removeAttribute('id');
  for (const detail of copy.querySelectorAll('details'))
    detail.name = `${detail.name}-${fold.closest('.widget')?.id ?? ''}`;
  link.replaceWith(document.importNode(copy, true));
}

/** Another page of the site. Its inline styles are left out: this page's security policy does not know them. */
async function pageAt(url: URL): Promise<Document> {
  const html = await (await fetch(url)).text();
  return new DOMParser().parseFromString(html.replace(/<style[\s\S]*?<\/style>/g, ''), 'text/html');
}
