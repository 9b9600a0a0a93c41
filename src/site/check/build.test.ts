// The build itself fails when content is wrong, and says where.
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const root = mkdtempSync(join(tmpdir(), 'atlas-build-'));
afterAll(() => rmSync(root, { recursive: true }));

/** Changes one thing in a file of the copy; answers the line on which it stands. */
function replace(file: string, from: RegExp, to: string): number {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  const at = text.search(from);
  expect(at, `${file} has ${from}`).toBeGreaterThan(0);
  writeFileSync(path, text.replace(from, to));
  return text.slice(0, at).split('\n').length;
}

it('fails a build whose twins differ and whose widget is mistyped', { timeout: 300_000 }, () => {
  for (const name of ['package.json', 'tsconfig.json', 'astro.config.mjs', 'content', 'src', 'public']) {
    cpSync(resolve(name), join(root, name), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  const twinOf = (file: string) => file.replace('content/zh', 'content/en');
  const hasWidget = (file: string) => readFileSync(join(root, twinOf(file)), 'utf8').includes('<Widget id="');
  const article = globSync('content/zh/**/*.mdx', { cwd: root }).sort().find(hasWidget) ?? '';
  const twin = twinOf(article);
  const heading = replace(article, /\{#[\w-]+\}/, '{#elsewhere}');
  const widget = replace(twin, /<Widget id="/, '<Widget id="un');

  const build = spawnSync(process.execPath, ['node_modules/astro/bin/astro.mjs', 'build'], {
    cwd: root,
    encoding: 'utf8',
  });
  const said = build.stdout + build.stderr;
  expect(build.status, said).not.toBe(0);
  expect(said).toContain(`${article}:${heading}: twins differ in headings: here “## elsewhere”`);
  expect(said).toMatch(new RegExp(`${twin}:${widget}: unknown widget “un[^”]+”. Known: `));
});
