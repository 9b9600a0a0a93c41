// A small project on disk for the tests of the checks: one article in both languages, with one of everything.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { choice, matrix, range, toggle } from '../../widget/controls.ts';
import { describe as show } from '../../notebook/problem.ts';
import { checkContent } from './check.ts';
import type { Known } from './known.ts';

export const known: Known = {
  widgets: new Map([
    [
      'lookup/walk',
      {
        compute: ({ tau }: { tau: number }) => tau,
        goals: {
          flat: (trace: number) => trace > 3,
          sharp: (trace: number) => trace <= 1,
        },
        controls: {
          normalize: choice({ label: 'n', options: { rows: 'rows', none: 'none' }, value: 'rows' }),
          scaled: toggle({ label: 's', value: true }),
          tau: range({ label: 'τ', min: 0.1, max: 4, step: 0.1, value: 1 }),
          q: matrix({ label: 'Q', symbol: 'Q', value: [[1, 0]] }),
        },
      },
    ],
  ]),
  mechanisms: ['scaled-dot-product'],
  components: [
    'Widget',
    'Set',
    'Cite',
    'References',
    'Term',
    'Equation',
    'Ref',
    'Claim',
    'Predict',
    'Quiz',
    'Value',
    'Source',
    'Note',
  ],
  pages: ['/'],
};

export const en = `---
title: Look up
description: A lookup.
---

A <Term id="query">query</Term> <Cite id="vaswani2017" at="§3.2" />, see <Ref to="attention" />.

## Formula {#formula}

<Equation id="attention">

$$
a = \\text{weights} \\cdot v
$$

</Equation>

<Widget id="lookup/walk" set={{ scaled: false }} />

<Set widget="walk" to={{ normalize: 'none', tau: 0.5 }}>Leave it out</Set>, as on [this page](#walk) and [the other](/foundations/other/#end).

\`\`\`ts cell
const a = [1, 2]; // two numbers
a[0]
\`\`\`

It is <Value of="a[0]" digits={2} />.

<Claim id="98" />

<Source of="scaled-dot-product" />

<References />
`;

/** The Chinese twin: other words, other comments, another line or two. */
export const zh = en
  .replace('title: Look up', 'title: 查找')
  .replace('A <Term', '一个<Term')
  .replace('## Formula', '## 公式')
  .replace('\\text{weights}', '\\text{权重}')
  .replace('// two numbers', '// 两个数')
  .replace('<References />', '结束。\n\n<References />');

const other = `---\ntitle: Other\ndescription: Another one.\n---\n\n## End {#end}\n`;

const data = {
  'content/references.bib': `@article{vaswani2017,\n  author = {Vaswani, A. and Shazeer, N. and Parmar, N.},\n  title = {Attention},\n  year = {2017},\n  journal = {J}\n}\n@article{bahdanau2014,\n  author = {Bahdanau, D.},\n  title = {Align},\n  year = {2014},\n  journal = {J}\n}\n`,
  'content/glossary.yaml': `query:\n  term: { en: query, zh: 查询 }\n  definition: { en: It asks., zh: 它发问。 }\n`,
  'content/claims.yaml': `98:\n  article: lookup\n  source:\n    page: S4\n    statement: { en: It is so., zh: 如此。 }\n  verdict: false\n  truth: { en: It is not $x$., zh: 并非 $x$。 }\n  cites: [{ id: vaswani2017, at: §3.2 }]\n  experiment: { widget: lookup/walk, set: { normalize: none } }\n`,
};

const folders: string[] = [];

/** Writes the project, with some files changed, added or (null) left out; answers its folder. */
export function project(changes: Readonly<Record<string, string | null>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'atlas-check-'));
  folders.push(root);
  const files: Record<string, string | null> = {
    ...data,
    'content/en/foundations/lookup.mdx': en,
    'content/zh/foundations/lookup.mdx': zh,
    'content/en/foundations/other.mdx': other,
    'content/zh/foundations/other.mdx': other,
    ...changes,
  };
  for (const [file, text] of Object.entries(files)) {
    if (text === null) continue;
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

/** The problems of a project with changes, as the build prints them. */
export function problemsWith(changes: Readonly<Record<string, string | null>>): string[] {
  return checkContent(project(changes), known).map(show);
}

/** The problems when a piece of both articles is replaced. */
export function problemsInBoth(from: string, to: string): string[] {
  if (!en.includes(from) || !zh.includes(from)) throw new Error(`the fixture has no “${from}”`);
  return problemsWith({
    'content/en/foundations/lookup.mdx': en.replace(from, to),
    'content/zh/foundations/lookup.mdx': zh.replace(from, to),
  });
}

/** Removes the projects that were written. */
export function cleanUp(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}
