import { pathToFileURL } from 'node:url';
import { mdxToJs } from 'satteri';
import { describe, expect, it } from 'vitest';
import { blocks } from './blocks.ts';
import { links } from './links.ts';
import { math } from './math.ts';

/** The module of an article, in which HTML can be recognised. */
async function compile(source: string, file = 'content/en/sequence/a.mdx', base = '/') {
  const result = await mdxToJs(source, {
    features: { math: true, directive: true },
    mdastPlugins: [math, links(base), blocks],
    fileURL: pathToFileURL(file),
    jsx: true,
  });
  return result.code;
}

describe('a formula', () => {
  it('becomes HTML for the eye and MathML for the ear, without its source', async () => {
    const code = await compile('The root $\\sqrt{d}$.');
    expect(code).toContain('katex-html');
    expect(code).toContain('<msqrt>');
    expect(code).not.toContain('annotation');
  });

  it('marks queries, keys, values and output', async () => {
    expect(await compile('$\\Q\\K$')).toMatch(/data-role=\\?"query\\?".*data-role=\\?"key\\?"/);
  });

  it('with a mistake fails the build, and the error names file, line and formula', async () => {
    await expect(compile('One.\n\nTwo $\\frac{a}$.')).rejects.toThrow(
      /content\/en\/sequence\/a\.mdx:3: KaTeX parse error.*\n {2}in: \\frac\{a\}/s,
    );
  });
});

describe('a link from the root of the site', () => {
  it('gets the base path', async () => {
    expect(await compile('[x](/sequence/b/#c)', 'content/en/a.mdx', '/atlas')).toContain(
      '"/atlas/sequence/b/#c"',
    );
  });

  it('stays in Chinese from a Chinese article, except to a file', async () => {
    const code = await compile(
      '[x](/sequence/b/?w.t=0.1) [y](/zh/c/) [z](/d.svg)',
      'content/zh/a.mdx',
      '/atlas/',
    );
    expect(code).toContain('"/atlas/zh/sequence/b/?w.t=0.1"');
    expect(code).toContain('"/atlas/zh/c/"');
    expect(code).toContain('"/atlas/d.svg"');
  });

  it('is the only kind that is changed', async () => {
    const code = await compile(
      '[x](//example.org/) [y](#c) [z](https://example.org/)',
      'content/zh/a.mdx',
      '/atlas',
    );
    for (const url of ['//example.org/', '#c', 'https://example.org/']) expect(code).toContain(`"${url}"`);
  });
});

describe('a block', () => {
  it('that is a note stands before its paragraph, so that it can float beside it', async () => {
    expect(await compile('Text.\n\n:::note\nAside.\n:::')).toMatch(
      /class="noted".*class="note".*Aside\..*Text\./s,
    );
  });

  it('that is an aside has its title', async () => {
    expect(await compile(':::aside[In *code*]\nText.\n:::')).toMatch(
      /class="aside".*class="title".*In .*code/s,
    );
  });

  it('that is a table scrolls', async () => {
    expect(await compile('| a |\n| - |\n| 1 |')).toMatch(/class="scroll".*table/s);
  });

  it('of Chinese in Latin letters is slanted, and Chinese is emphasised', async () => {
    const code = await compile('*Attention* 与 *注意*', 'content/zh/a.mdx');
    expect(code).toMatch(/<_components\.i>|<i>/);
    expect(code).toMatch(/<_components\.em>|<em>/);
  });
});
