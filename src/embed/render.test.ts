import { describe, expect, it } from 'vitest';
import { bars } from '../figures/bars.ts';
import { heatmap } from '../figures/heatmap.ts';
import { newDocument } from '../figures/testing.ts';
import { choice, matrix, range, text, toggle } from '../widget/controls.ts';
import { defineWidget, type AnyWidget } from '../widget/define.ts';
import { defaults, type Values } from '../widget/params.ts';
import type { Lang } from '../widget/text.ts';
import { renderWidget } from './render.ts';
import { renderTable } from './table.ts';

const widget: AnyWidget = defineWidget({
  id: 'a/walk',
  title: { en: 'A walk', zh: '走一遍' },
  provenance: { en: 'Constructed.', zh: '人为构造。' },
  mechanism: 'a',
  controls: {
    tau: range({ label: { en: 'temperature', zh: '温度' }, min: 0, max: 2, step: 0.5, value: 1, unit: '°' }),
    over: choice({
      label: { en: 'over', zh: '作用于' },
      options: { rows: { en: 'rows', zh: '行' }, none: { en: 'none', zh: '无' } },
      value: 'rows',
    }),
    causal: toggle({ label: { en: 'causal', zh: '因果' }, value: true }),
    line: text({ label: { en: 'text', zh: '文本' }, value: { en: '<b>"cat"', zh: '猫' } }),
    q: matrix({
      label: 'Q',
      symbol: 'Q',
      value: [
        [1, -0.5],
        [0, 1],
      ],
    }),
  },
  compute: ({ q, tau }) => ({ q, tau }),
  figures: [
    {
      name: 'scores',
      title: { en: 'Scores', zh: '分数' },
      formula: { variants: { rows: 'A', none: 'S' }, pick: ({ over }) => over },
      type: heatmap,
      data: ({ q }) => ({
        values: q,
        rows: ['a', 'b'],
        columns: ['c', 'd'],
        rowTitle: 'r',
        columnTitle: 's',
        scale: 'scores',
      }),
    },
    {
      name: 'hidden',
      title: { en: 'Hidden', zh: '隐藏' },
      type: bars,
      data: ({ tau }) =>
        tau > 1
          ? { labels: ['x'], values: [tau], title: 't', labelTitle: 'l', domain: [0, 2], color: 'red' }
          : null,
    },
  ],
  readout: ({ tau }, _params, lang) => (lang === 'zh' ? `温度 ${tau}` : `temperature ${tau}`),
});

function render(lang: Lang, over: Values = {}): HTMLElement {
  const document = newDocument();
  const root = renderWidget(widget, defaults(widget.controls, lang, over), {
    document,
    lang,
    name: 'walk2',
    tex: (formula) => `<i>${formula}</i>`,
    sourceHref: '#source-a',
  });
  document.body.append(root);
  return root;
}

const textOf = (root: Element, selector: string) =>
  [...root.querySelectorAll(selector)].map((e) => e.textContent);

describe('a widget as HTML', () => {
  const root = render('en');

  it('has its name on the page as its id, and says what it is', () => {
    expect(root.id).toBe('walk2');
    expect(root.getAttribute('data-widget')).toBe('a/walk');
    expect(root.querySelector(`#${root.getAttribute('aria-labelledby')}`)?.textContent).toBe('A walk');
  });

  it('labels every field', () => {
    for (const input of root.querySelectorAll('.controls input, .controls textarea')) {
      const label = input.id === '' ? null : root.querySelector(`label[for="${input.id}"]`);
      const name = label ?? input.closest('label') ?? input.getAttribute('aria-label');
      expect(name, input.outerHTML).not.toBeNull();
    }
  });

  it('gives every id once', () => {
    const ids = [...root.querySelectorAll('[id]')].map((element) => element.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('shows the value and unit of a slider', () => {
    expect(root.querySelector('output')?.textContent).toBe('1.0\u202f°');
    expect(root.querySelector('input[type=range]')?.getAttribute('aria-valuetext')).toBe('1.0\u202f°');
  });

  it('keeps the reader’s text text', () => {
    expect(root.querySelector('.control-text b')).toBeNull();
    expect(root.querySelector<HTMLInputElement>('.control-text input')?.getAttribute('value')).toBe(
      '<b>"cat"',
    );
    expect(root.outerHTML).not.toContain('value="<b>"cat""');
  });

  it('writes a matrix with a real minus sign, an entry to a field', () => {
    const fields = [...root.querySelectorAll('.control-matrix input')].map((input) =>
      input.getAttribute('value'),
    );
    expect(fields).toEqual(['1', '−0.5', '0', '1']);
  });

  it('shows the variant of a formula that the params pick', () => {
    const visible = (html: Element) => textOf(html, '.figure-formula:not([hidden])');
    expect(visible(root)).toEqual(['A']);
    expect(visible(render('en', { over: 'none' }))).toEqual(['S']);
  });

  it('leaves out a figure without data, and its table', () => {
    expect(root.querySelector('[data-figure=hidden]')?.hasAttribute('hidden')).toBe(true);
    expect(textOf(root, '.tables caption')).toEqual(['Scores']);
    expect(textOf(render('en', { tau: 2 }), '.tables caption')).toEqual(['Scores', 'Hidden']);
  });

  it('says what it comes to, and what is constructed in it', () => {
    expect(textOf(root, '.widget-readout')).toEqual(['temperature 1']);
    expect(textOf(root, '.widget-provenance')).toEqual(['Constructed.']);
  });

  it('has reset, link, downloads, numbers and source', () => {
    const actions = [...root.querySelectorAll('[data-action]')].map((button) =>
      button.getAttribute('data-action'),
    );
    expect(actions).toEqual(['paste', 'reset', 'link', 'svg', 'csv']);
    expect(root.querySelector('.widget-source a')?.getAttribute('href')).toBe('#source-a');
  });

  it('has no script and no handler', () => {
    expect(root.outerHTML).not.toMatch(/<script|\son\w+=/);
  });

  it('is the same every time', () => {
    expect(render('en').outerHTML).toBe(root.outerHTML);
  });

  it('speaks Chinese', () => {
    const zh = render('zh');
    expect(textOf(zh, '.widget-title, legend, .figure-title')).toEqual([
      '走一遍',
      '作用于',
      'Q',
      '分数',
      '隐藏',
    ]);
    expect(zh.querySelector('[data-action=reset]')?.textContent).toBe('复原');
  });
});

describe('a table of numbers', () => {
  const table = renderTable(
    { head: ['q \\ k', 'a', 'b'], rows: [{ label: 'x', values: [-0.5, 'none'] }] },
    'Weights',
    { document: newDocument(), lang: 'en' },
  );

  it('heads its rows and columns', () => {
    expect(
      [...table.querySelectorAll('th')].map((cell) => [cell.getAttribute('scope'), cell.textContent]),
    ).toEqual([
      ['col', 'q \\ k'],
      ['col', 'a'],
      ['col', 'b'],
      ['row', 'x'],
    ]);
  });

  it('has the first of very many numbers, and says so', () => {
    const numbers = (count: number) => Array.from({ length: count }, (_, j) => j);
    const rows = numbers(100).map((i) => ({ label: `r${i}`, values: numbers(80) }));
    const head = ['', ...numbers(80).map(String)];
    const large = renderTable({ head, rows }, 'Weights', { document: newDocument(), lang: 'en' });
    expect(large.querySelectorAll('td').length).toBe(20 * 32 + 1);
    expect(large.querySelector('caption')?.textContent).toMatch(/20.*32.*100.*80/);
  });

  it('writes numbers with four digits', () => {
    expect(textOf(table, 'td')).toEqual(['−0.5000', 'none']);
  });
});
