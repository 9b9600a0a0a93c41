import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { familiesWithArticles } from './content.ts';

function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'atlas-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

it('lists the families that have articles, in the order of the site and of the articles', () => {
  const root = folder({
    'vision/b.mdx': '---\ntitle: B\n---\n',
    'foundations/z.mdx': '---\ntitle: Z\nsidebar:\n  order: 1\n---\n',
    'foundations/y.mdx': '---\ntitle: Y\nsidebar: { order: 2 }\n---\n',
    'foundations/x.mdx': '---\ntitle: X\n---\norder: 0\n',
    'foundations/_draft.mdx': '',
  });
  expect(familiesWithArticles(root).map(({ id, articles }) => [id, articles])).toEqual([
    ['foundations', ['foundations/z', 'foundations/y', 'foundations/x']],
    ['vision', ['vision/b']],
  ]);
});

it('refuses a family that has no name, and says which are known', () => {
  expect(() => familiesWithArticles(folder({ 'visoin/a.mdx': '' }))).toThrow(
    /visoin: no family.*foundations, sequence/,
  );
});
