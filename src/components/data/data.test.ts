import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { placeText } from '../strings.ts';
import { bibliography, shortAuthors } from './bibliography.ts';
import { claims } from './claims.ts';
import { stateQuery } from './experiment.ts';
import { glossary } from './glossary.ts';
import { inlineHtml } from './inline.ts';
import { closest, unknown } from './known.ts';
import { citations, equationNumbers } from './numbering.ts';
import { parseOutline } from './outline.ts';
import { authorList, linksOf } from './reference-text.ts';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

/** A project's folder with one file in content/. */
function withFile(name: string, text: string): string {
  const root = mkdtempSync(join(tmpdir(), 'atlas-data-'));
  folders.push(root);
  mkdirSync(join(root, 'content'));
  writeFileSync(join(root, 'content', name), text);
  return root;
}

describe('the bibliography', () => {
  const entry = (key: string, fields: string) => `@article{${key},\n  ${fields}\n}\n`;

  it('reads authors, year, venue and identifiers', () => {
    const fields =
      'author = {Kaiser, {\\L}ukasz and de Jong, Michiel}, title = {A {LSTM} of Words}, journal = {J}, volume = 3, pages = {1--2}, year = 2017, doi = {10.1000/x}, eprint = {1706.03762}';
    const reference = bibliography(withFile('references.bib', entry('kaiser2017', fields))).get('kaiser2017');
    expect(reference).toMatchObject({ title: 'A LSTM of Words', venue: 'J, 3, 1–2', year: '2017', line: 1 });
    expect(reference && authorList(reference)).toBe('Kaiser, Ł. & de Jong, M. (2017).');
    expect(reference && linksOf(reference).map(({ url }) => url)).toEqual([
      'https://doi.org/10.1000/x',
      'https://arxiv.org/abs/1706.03762',
    ]);
  });

  it('names authors briefly in both languages', () => {
    const all = bibliography();
    const of = (key: string) => ['en', 'zh'].map((lang) => shortAuthors(all.get(key)!, lang as 'en' | 'zh'));
    expect(of('vaswani2017')).toEqual(['Vaswani et al.', 'Vaswani 等']);
    expect(of('jain2019')).toEqual(['Jain & Wallace', 'Jain 和 Wallace']);
    expect(of('watson1964')).toEqual(['Watson', 'Watson']);
    const { shorthand } = all.get('pytorch-sdpa')!;
    expect(of('pytorch-sdpa')).toEqual([shorthand, shorthand]);
  });

  it('tells apart what would read the same', () => {
    const fields = (title: string) =>
      `author = {Wang, A. and Li, B. and Wu, C.}, title = {${title}}, journal = {J}, year = 2020`;
    const all = bibliography(
      withFile('references.bib', entry('x', fields('Zebra')) + entry('y', fields('Apple'))),
    );
    expect([all.get('x')?.year, all.get('y')?.year]).toEqual(['2020b', '2020a']);
  });

  it('says file, line and entry of what is wrong', () => {
    const text =
      entry('a', 'author = {A, B}, title = {T}, year = 2020, journal = {J}') +
      entry('b', 'title = {T}, eprint = {17.3}');
    expect(() => bibliography(withFile('references.bib', text))).toThrow(
      'content/references.bib:4: entry “b”: expected author and a year of four digits, or shorthand\n' +
        'content/references.bib:4: entry “b”: eprint “17.3” is not an arXiv id such as 1706.03762',
    );
    const twice = entry('a', 'author = {A, B}, title = {T}, year = 2020').repeat(2);
    expect(() => bibliography(withFile('references.bib', twice))).toThrow(
      'entry “a” stands here a second time',
    );
  });
});

describe('entries of YAML', () => {
  it('are those of the repository, in order', () => {
    expect([...glossary().keys()]).toContain('softmax');
    expect(claims().get('98')).toMatchObject({ verdict: 'false', article: 'query-key-value' });
  });

  it('lose the spaces that a folded Chinese line would leave', () => {
    for (const { truth } of claims().values())
      expect(truth.zh).not.toMatch(/[\p{Script=Han}，。：；] \p{Script=Han}/u);
  });

  it('say file, line, entry and what is expected', () => {
    const claim =
      '98:\n  article: x\n  source: { page: S9, statement: { en: a, zh: b } }\n  verdict: maybe\n  truth: { en: a, zh: b }\n  note: x\n';
    expect(() => claims(withFile('claims.yaml', claim))).toThrow(
      [
        'content/claims.yaml:3: entry “98”, source.page: Invalid option: expected one of "S0"|"S1"|"S2"|"S3"|"S4"',
        'content/claims.yaml:4: entry “98”, verdict: Invalid option: expected one of "true"|"false"|"imprecise"|"uncheckable"',
        'content/claims.yaml:1: entry “98”: Unrecognized key: "note"',
      ].join('\n'),
    );
    expect(() => glossary(withFile('glossary.yaml', 'a: 1\na: 2\n'))).toThrow(
      'content/glossary.yaml:2: Map keys must be unique',
    );
  });

  it('want full-width marks in Chinese', () => {
    const text = 'a:\n  term: { en: a, zh: b }\n  definition: { en: a, zh: "查询,键" }\n';
    expect(() => glossary(withFile('glossary.yaml', text))).toThrow(
      'content/glossary.yaml:3: entry “a”, definition.zh: “询,键”: marks next to Chinese are full-width, here ，',
    );
  });

  it('are read again when the file changes', () => {
    const text = (word: string) =>
      `a:\n  term: { en: ${word}, zh: ${word} }\n  definition: { en: a, zh: b }\n`;
    const root = withFile('glossary.yaml', text('old'));
    expect(glossary(root).get('a')?.term.en).toBe('old');
    writeFileSync(join(root, 'content/glossary.yaml'), text('new'));
    utimesSync(join(root, 'content/glossary.yaml'), 1, 1);
    expect(glossary(root).get('a')?.term.en).toBe('new');
  });
});

describe('numbers of an article', () => {
  const article = parseOutline(
    '<Ref to="b" />\n\n<Claim id="97" />\n\n<Cite id="jain2019, vaswani2017" /> <Cite id="jain2019" />\n\n<Equation id="a" />\n\n<Equation id="b" />\n',
    'content/en/x/y.mdx',
  );

  it('count equations in their order', () => {
    expect([...equationNumbers(article)]).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  it('list sources by their first citation, with every place', () => {
    expect([...citations(article)]).toEqual([
      ['vaswani2017', ['claim-97', 'cite-1']],
      ['jain2019', ['cite-1', 'cite-2']],
    ]);
  });
});

it('puts the closest name first, and lists few', () => {
  expect(closest('vaswani2018', ['bahdanau2014', 'luong2015', 'vaswani2017'])[0]).toBe('vaswani2017');
  expect(unknown('term', 'x', [])).toBe('unknown term “x”. There is none here.');
  expect(unknown('term', 'i1', 'abcdefghi'.split(''))).toMatch(/^unknown term “i1”\. Known: i, (\w, ){7}…$/);
});

it('sets maths in a sentence and escapes the rest', () => {
  const html = inlineHtml('a < b, $x$ & "c"');
  expect(html).toMatch(/^a &#60; b, <span class="math"><span class="katex">.*<\/span> &#38; &#34;c&#34;$/s);
});

it('writes a widget’s state as the widgets read it', () => {
  expect(stateQuery('walk', { normalize: 'none', scaled: false })).toBe(
    '?walk.normalize=none&walk.scaled=0#walk',
  );
  expect(stateQuery('walk', {})).toBe('#walk');
});

it('names places of a source in Chinese', () => {
  expect(placeText('§3.2.1, eq. 1', 'zh')).toBe('§3.2.1，式 1');
  expect(placeText('Table 1', 'zh')).toBe('表 1');
});
