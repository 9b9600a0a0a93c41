import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { heatmap } from '../figures/heatmap.ts';
import { matrix } from '../math/tensor.ts';
import { show, table, tex } from './display.ts';
import { toOutput } from './output.ts';
import { render } from './render.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

function html(value: unknown): string {
  return (
    render(toOutput(value), { document, lang: 'zh', tex: (formula) => `<b>${formula}</b>` })?.outerHTML ?? ''
  );
}

describe('rendering an output', () => {
  it.each([
    [1, '1'],
    [-0.5, '−0.5'],
    [2 / 3, '0.6667'],
    [1e-9, '1.00\u202f×\u202f10⁻⁹'],
    [0.000012345, '0.000012'],
    [12345.678, '12345.7'],
    [Number.NaN, 'NaN'],
    [-Infinity, '−∞'],
  ])('writes the number %d as %s', (value, text) => {
    expect(html(value)).toBe(`<p class="number">${text}</p>`);
  });

  it('shows text as text, and nothing for nothing', () => {
    expect(html('a < b')).toBe('<p class="text">a &lt; b</p>');
    expect(html(['the', 'cat'])).toContain('the, cat');
    expect(html(undefined)).toBe('');
  });

  it('aligns the numbers of a matrix, from a tensor or from rows', () => {
    const cells = '<tr><td>1.0</td><td>−0.5</td></tr><tr><td>NaN</td><td>2.0</td></tr>';
    expect(
      html([
        [1, -0.5],
        [Number.NaN, 2],
      ]),
    ).toContain(`<tbody>${cells}</tbody>`);
    expect(
      html(
        matrix([
          [1, -0.5],
          [Number.NaN, 2],
        ]),
      ),
    ).toContain(`<tbody>${cells}</tbody>`);
  });

  it('leaves out the middle of a large matrix and says its size', () => {
    const shown = html(Array.from({ length: 40 }, (_, i) => [i]));
    expect(shown).toContain('<td>⋮</td>');
    expect(shown).toContain('<td>39</td>');
    expect(shown).not.toContain('<td>20</td>');
    expect(shown).toContain('40 × 1');
  });

  it('names the matrices of a tensor with more axes', () => {
    expect(html([[[1]], [[2]]])).toMatch(/\[0\].*<td>1<\/td>.*\[1\].*<td>2<\/td>.*2 × 1 × 1/);
  });

  it('shows a trace as its entries by name', () => {
    expect(html({ weights: matrix([[1]]), n: 3 })).toMatch(
      /^<dl.*<dt>weights<\/dt><dd>.*<td>1<\/td>.*<dt>n<\/dt><dd>.*3/,
    );
  });

  it('shows records as a table with heads', () => {
    const rows = [
      { n: 2, name: 'two' },
      { n: 4.5, name: 'more' },
    ];
    expect(html(rows)).toMatch(/<th[^>]* scope="col"[^>]*>n<\/th><th scope="col">name<\/th>/);
    expect(html(table(rows))).toContain('<td class="number">2.0</td><td>two</td>');
    expect(() => table([{ a: () => 1 }])).toThrow('invalid table: “a” is a function');
  });

  it('sets a formula with its numbers and matrices', () => {
    const got = html(tex`A = \frac{${1 / 3}}{${Infinity}} ${[[1, -0.5]]} ${1e-9}`);
    expect(got).toContain(
      'A = \\frac{0.3333}{\\infty} \\begin{bmatrix}1.0 &amp; -0.5\\end{bmatrix} 1.00 \\times 10^{-9}',
    );
  });

  it('draws a figure, with its numbers as a table', () => {
    const data = {
      values: [[0.5]],
      rows: ['a'],
      columns: ['b'],
      rowTitle: 'q',
      columnTitle: 'k',
      scale: 'weights',
    } as const;
    const shown = html(show(heatmap, data));
    expect(shown).toContain('<svg');
    expect(shown).toMatch(
      /<details><summary>数值<\/summary>.*<th scope="row">a<\/th><td class="number">0.5<\/td>/,
    );
  });
});
