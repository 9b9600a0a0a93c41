import { expect, it } from 'vitest';
import { marking } from './code.ts';
import { renderMath } from './katex.ts';

it('says which matrix of the trace a part of a formula is', () => {
  const html = renderMath(String.raw`\sym{scores}{\Q\K^{\top}}`, false);
  expect(html).toContain('data-sym="scores"');
  expect(html).toMatch(/data-role="query" data-sym="q"/);
  expect(html).toMatch(/data-role="key" data-sym="k"/);
});

it('takes no other attribute or address from a formula', () => {
  expect(renderMath(String.raw`\htmlStyle{color:red}{x}`, false)).not.toContain('color:red');
  expect(renderMath(String.raw`\href{https://example.org}{x}`, false)).not.toContain('href=');
});

interface Part {
  type: string;
  value?: string;
  properties?: Record<string, string>;
  children?: Part[];
}

/** One line of code, marked. */
function marked(line: string, number = 1): Part {
  const node: Part = { type: 'element', properties: {}, children: [{ type: 'text', value: line }] };
  const { line: mark } = marking(['q', 'scores', 'weights'], 3);
  mark!.call({} as never, node as never, number);
  return node;
}

const words = ({ children = [] }: Part): string[] =>
  children.flatMap(({ properties }) => properties?.['data-sym'] ?? []);

it.each(['const scores = matMul(q, k);', '    scores = q @ k'])(
  'marks the line that makes a name: %s',
  (line) => {
    expect(marked(line).properties).toEqual({ 'data-sym': 'scores' });
    expect(words(marked(line))).toEqual(['scores', 'q']);
  },
);

it('marks whole names where they stand, and no line that only uses them', () => {
  const line = marked('  if (scores === old.q || eq(scoresOf)) return weights;');
  expect(line.properties).toEqual({});
  expect(words(line)).toEqual(['scores', 'weights']);
});

it('leaves what follows the mechanism alone', () => {
  expect(words(marked('scores = q', 4))).toEqual([]);
});
