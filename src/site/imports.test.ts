import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withImports } from './imports.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'atlas-imports-'));
  mkdirSync(join(root, 'src/components'), { recursive: true });
  for (const name of ['Cite', 'Term', 'Note'])
    writeFileSync(join(root, 'src/components', `${name}.astro`), '');
});
afterAll(() => rmSync(root, { recursive: true }));

const compile = (source: string) => withImports(source, 'content/en/x/y.mdx', root);

it('appends the imports of the components that an article uses, and moves no line', () => {
  const source = '# 查询 😀\n\n<Note>\n\nText.\n\n</Note>\n';
  const result = compile(source);
  expect(result.startsWith(source)).toBe(true);
  expect(result.trimEnd().slice(source.length).trim()).toBe(
    `import Note from '${root}/src/components/Note.astro';`,
  );
});

it('numbers citations and terms in the order of the article, behind any script', () => {
  expect(compile('查询 😀 <Cite id="a" /> 与 <Term\n  id="b">词</Term>,<Cite id="c" />')).toContain(
    '查询 😀 <Cite n={1} id="a" /> 与 <Term n={1}\n  id="b">词</Term>,<Cite n={2} id="c" />',
  );
});

it('leaves alone what the article imports itself', () => {
  expect(compile("import Note from './Note.astro';\n\n<Note />\n")).not.toContain(root);
});

it('leaves code blocks alone', () => {
  const source = '```mdx\n<Cite id="a" />\n```\n';
  expect(compile(source).startsWith(source)).toBe(true);
});
