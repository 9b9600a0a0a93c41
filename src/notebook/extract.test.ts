import { describe, expect, it } from 'vitest';
import { piecesOf } from './extract.ts';

const article = `---
title: A
---

\`\`\`ts cell
const a = 1;
a
\`\`\`

If $a < b$, the value is <Value of="a + 1" digits={2} />.

\`\`\`ts
const shown = 'but not run';
\`\`\`

1. indented

   \`\`\`\`ts cell title="x"
   const fence = "\`\`\`";
   \`\`\`\`

<Predict widget="walk" options={{ less: 'less' }} answer="a &lt; 2 ? 'less' : 'more'">

Which? <Value of="a" />

<Quiz answer="a">How many?</Quiz>

</Predict>

\`\`\`md
\`\`\`ts cell
const inside = 'another fence';
\`\`\`
`;

describe('extracting pieces', () => {
  it('finds cells and expressions in order, each with the line of its code', () => {
    expect(piecesOf(article, 'a.mdx')).toEqual([
      { index: 0, kind: 'cell', line: 6, code: 'const a = 1;\na' },
      { index: 1, kind: 'value', line: 10, code: 'a + 1' },
      { index: 2, kind: 'cell', line: 19, code: 'const fence = "```";' },
      { index: 3, kind: 'choice', line: 22, code: "a < 2 ? 'less' : 'more'" },
      { index: 4, kind: 'value', line: 24, code: 'a' },
      { index: 5, kind: 'number', line: 26, code: 'a' },
    ]);
  });

  it('reads what kind of answer an exercise wants', () => {
    const source = [
      '<Quiz answer="a" tolerance={0.1}>How many?</Quiz>',
      '<Quiz answer="a" tolerance="a / 100">How many?</Quiz>',
      `<Quiz answer="a" options={{ a: 'A', b: 'B' }}>Which?</Quiz>`,
      '<Quiz widget="walk" goal="even" solution={{ q: [[0, 0]] }}>Make it even.</Quiz>',
    ].join('\n\n');
    expect(piecesOf(source, 'a.mdx').map(({ kind, code }) => [kind, code])).toEqual([
      ['number', 'a'],
      ['near', '[(a\n), (a / 100\n)]'],
      ['choice', 'a'],
    ]);
  });

  it('refuses an expression in braces, which MDX would evaluate outside the notebook', () => {
    expect(() => piecesOf('text\n\n<Value of={a} />', 'a.mdx')).toThrow('a.mdx:3: <Value> needs of="…"');
  });

  it('places a mistake in MDX', () => {
    expect(() => piecesOf('text\n\n<Value of="a">', 'a.mdx')).toThrow(/^a\.mdx:3: Expected a closing tag/);
  });
});
