import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportsOf, scopeOf } from './scope.ts';

async function house(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'atlas-'));
  for (const [file, source] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), source);
  }
  return root;
}

describe('the scope of cells', () => {
  it('holds kernels, maths, display helpers and figures, and nothing twice', async () => {
    const scope = await scopeOf(process.cwd());
    const names = ['scaledDotProductAttention', 'softmax', 'matrix', 'show', 'table', 'tex', 'heatmap'];
    expect(names.filter((name) => !scope.has(name))).toEqual([]);
  });

  it('does not hold tests, types, or what a figure needs inside', () => {
    const source =
      'export interface T {}\nexport const f: FigureKind<T> = g;\nexport const size = 3;\nconst own = 1;';
    expect(exportsOf(source, 'src/figures/f.ts')).toEqual(['f']);
    expect(exportsOf(source, 'src/math/f.ts')).toEqual(['f', 'size']);
    expect(exportsOf("export { a } from './a.ts';\nexport default function d() {}", 'src/math/f.ts')).toEqual(
      [],
    );
  });

  it('refuses a name that two modules export, and names both', async () => {
    const root = await house({
      'src/math/a.ts': 'export const twice = 1;',
      'src/math/a.test.ts': 'export const twice = 3;',
      'src/mechanisms/x/kernel.ts': 'export function twice() {}',
    });
    await expect(scopeOf(root)).rejects.toThrow('twice (src/math/a.ts, src/mechanisms/x/kernel.ts)');
  });
});
