// How much longer a build takes for each further article, in both languages: the project is built with and without copies.
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface BuildTime {
  readonly articles: number;
  readonly extra: number;
  /** Seconds. */
  readonly plain: number;
  readonly withExtra: number;
  readonly perArticle: number;
}

/** Below the project, so that its packages are found from there. */
const copy = '.cache/build-time';

/** Builds a copy of the project as it is and with `extra` articles more. */
export function measureBuild(extra: number): BuildTime {
  rmSync(copy, { recursive: true, force: true });
  for (const part of ['src', 'content', 'public', 'package.json', 'tsconfig.json', 'astro.config.mjs'])
    cpSync(part, join(copy, part), { recursive: true });
  try {
    const articles = globSync('content/en/**/*.mdx').length;
    const plain = build();
    for (let i = 0; i < extra; i += 1) addArticle(i);
    const withExtra = build();
    return { articles, extra, plain, withExtra, perArticle: (withExtra - plain) / extra };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Seconds for a build from nothing. */
function build(): number {
  for (const left of ['dist', '.astro']) rmSync(join(copy, left), { recursive: true, force: true });
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync('npx', ['astro', 'build'], {
    cwd: copy,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`the copy of the project could not be built:\n${stdout}${stderr}`);
  return (performance.now() - start) / 1000;
}

/** A twin pair more: a copy of the first article under another name. */
function addArticle(i: number): void {
  for (const lang of ['en', 'zh']) {
    const [first] = globSync(join(copy, 'content', lang, '**/*.mdx')).sort();
    if (first === undefined) throw new Error(`there is no article in content/${lang}`);
    const source = readFileSync(first, 'utf8').replace(/^title: (.*)$/m, `title: Copy ${i}`);
    writeFileSync(first.replace(/\.mdx$/, `-copy-${i}.mdx`), source);
  }
}
