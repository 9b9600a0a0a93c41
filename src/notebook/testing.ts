// Articles for tests: written to a folder of their own, with the real house as their scope.
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { piecesOf } from './extract.ts';
import { moduleOf } from './module.ts';
import { run, type Notebook, type Result } from './run.ts';
import { scopeOf } from './scope.ts';

/** Writes articles as `content/en/<name>.mdx`, and gives the folder that `content` is in. */
export async function writeArticles(articles: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'atlas-'));
  await mkdir(join(folder, 'content/en'), { recursive: true });
  for (const [name, source] of Object.entries(articles)) {
    await writeFile(join(folder, 'content/en', `${name}.mdx`), source);
  }
  return folder;
}

/** Runs an article's notebook. */
export async function runArticle(source: string): Promise<readonly Result[]> {
  const root = process.cwd();
  const folder = await writeArticles({ a: source });
  const path = join(folder, 'content/en/a.mdx');
  const { code } = moduleOf(piecesOf(source, 'a.mdx'), {
    root,
    path,
    file: 'a.mdx',
    scope: await scopeOf(root),
  });
  await writeFile(`${path}.ts`, code);
  return run((await import(/* @vite-ignore */ `${path}.ts`)) as Notebook);
}

/** A cell of an article. */
export function cell(code: string): string {
  return `\`\`\`ts cell\n${code}\n\`\`\`\n`;
}
