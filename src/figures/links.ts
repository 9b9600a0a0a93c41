// Two columns of words with a line between every pair that attention joins: how far the order changes is how often they cross.
import type { FigureKind } from '../widget/figure.ts';
import { widthOf } from './labels.ts';
import { children, layer } from './layers.ts';
import { px, set, setText, settle } from './svg.ts';

export interface LinksData {
  /** The words that are read, and those that are written. */
  readonly source: readonly string[];
  readonly target: readonly string[];
  readonly sourceTitle: string;
  readonly targetTitle: string;
  /** A row for each target word that is written so far, a column for each source word; shares of 1. */
  readonly weights: readonly (readonly number[])[];
  /** The target word that is looked at: its lines have the accent. */
  readonly at?: number;
}

const font = 13;
const line = 25;
const top = 30;
const gap = 132;
/** Smaller weights have no line. */
const least = 0.05;

export const links: FigureKind<LinksData> = {
  kind: 'links',

  draw(data, document, { plot }) {
    const { width, height } = frameOf(data);
    const element = plot({ document, className: 'plot', width, height, margin: 0, marks: [] });
    const svg = settle(element as Parameters<typeof settle>[0], 'links', shapeOf(data));
    svg.setAttribute('role', 'img');
    lay(svg, data);
    return svg;
  },

  update(element, data) {
    element.setAttribute('data-shape', JSON.stringify(shapeOf(data)));
    lay(element, data);
    return true;
  },

  table({ source, target, weights, sourceTitle, targetTitle }) {
    return {
      head: [`${targetTitle} \\ ${sourceTitle}`, ...source],
      rows: weights.map((row, i) => ({ label: target[i] ?? '', values: [...row] })),
    };
  },
};

/** The same code draws and updates; the drawing grows with its words. */
function lay(svg: Element, data: LinksData): void {
  const { source, target, sourceTitle, targetTitle, weights, at: looked } = data;
  const { width, height, left, right } = frameOf(data);
  set(svg, 'width', String(width));
  set(svg, 'height', String(height));
  set(svg, 'viewBox', `0 0 ${width} ${height}`);
  set(svg, 'aria-label', `${sourceTitle} · ${targetTitle} · ${weights.length}`);
  const at = (i: number, count: number): number => top + ((i + 0.5) * (height - top)) / count;

  const lines = weights.flatMap((row, i) =>
    row.flatMap((weight, j) => (weight >= least ? [{ i, j, weight }] : [])),
  );
  const strokes = layer(svg, 'lines');
  set(strokes, 'fill', 'none');
  for (const [k, mark] of children(strokes, 'path', lines.length).entries()) {
    const { i = 0, j = 0, weight = 0 } = lines[k] ?? {};
    const [y1, y2] = [at(j, source.length), at(i, target.length)];
    const [x1, x2] = [left + 8, right - 8];
    const bend = (x2 - x1) / 3;
    set(mark, 'd', `M${px(x1)},${px(y1)}C${px(x1 + bend)},${px(y1)} ${px(x2 - bend)},${px(y2)} ${px(x2)},${px(y2)}`); // prettier-ignore
    set(mark, 'stroke', i === looked ? 'var(--accent)' : 'var(--scale-weights)');
    set(mark, 'stroke-opacity', px(Math.min(1, 0.15 + 0.85 * weight)));
    set(mark, 'stroke-width', px(0.75 + 3.5 * weight));
  }

  const words = [
    { text: sourceTitle, x: left, y: 12, anchor: 'end', ink: 'var(--ink-soft)', bold: false },
    { text: targetTitle, x: right, y: 12, anchor: 'start', ink: 'var(--ink-soft)', bold: false },
    ...source.map((text, j) => ({
      ...{ text, x: left, y: at(j, source.length), anchor: 'end', bold: false },
      ink: 'var(--ink)',
    })),
    ...target.map((text, i) => ({
      // What is not written yet is not told.
      text: i < weights.length ? text : '·',
      ...{ x: right, y: at(i, target.length), anchor: 'start', bold: i === looked },
      ink: i < weights.length ? 'var(--ink)' : 'var(--ink-soft)',
    })),
  ];
  const labels = layer(svg, 'words', true);
  set(labels, 'font-size', String(font));
  for (const [k, mark] of children(labels, 'text', words.length).entries()) {
    const { text = '', x = 0, y = 0, anchor = 'start', ink = '', bold = false } = words[k] ?? {};
    set(mark, 'x', px(x));
    set(mark, 'y', px(y));
    set(mark, 'dy', '0.35em');
    set(mark, 'text-anchor', anchor);
    set(mark, 'fill', ink);
    set(mark, 'font-weight', bold ? '600' : '400');
    setText(mark, text);
  }
}

/** The size of the drawing, and where the two columns end and begin. */
function frameOf({ source, target, sourceTitle, targetTitle }: LinksData) {
  const widest = (words: readonly string[]): number => Math.max(...words.map((word) => widthOf(word, font)));
  const left = 4 + Math.ceil(widest([...source, sourceTitle]));
  const right = left + gap;
  return {
    ...{ left, right },
    width: right + 4 + Math.ceil(widest([...target, targetTitle])),
    height: top + line * Math.max(source.length, target.length),
  };
}

function shapeOf({ source, target, sourceTitle, targetTitle }: LinksData): unknown {
  return [source, target, sourceTitle, targetTitle];
}
