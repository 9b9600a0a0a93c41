import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { say as sayInShell } from './shell.ts';
import { say } from './strings.ts';

const files = globSync('src/**/*.{ts,astro}').filter((file) => !file.startsWith('src/i18n/'));
const code = files.map((file) => readFileSync(file, 'utf8')).join('\n');

/** The keys of an object literal in a source: lines of the form `key: …`. */
function keysOf(file: string): string[] {
  const [, body = ''] = /const \w+ = \{\n([\s\S]*?)\n\} as const/.exec(readFileSync(file, 'utf8')) ?? [];
  return [...body.matchAll(/^ {2}(\w+):/gm)].map(([, key = '']) => key);
}

const strings = keysOf('src/i18n/strings.ts').map((key): [string, string, string] => [
  key,
  say('en', key as never),
  say('zh', key as never),
]);
const shell = keysOf('src/i18n/shell.ts').map((key): [string, string, string] => [
  key,
  sayInShell(key as never, 'en'),
  sayInShell(key as never, 'zh'),
]);

it('finds the strings', () => {
  expect(strings.length).toBeGreaterThan(20);
  expect(shell.length).toBeGreaterThan(10);
});

describe.each([...strings, ...shell])('%s', (key, en, zh) => {
  it('is used', () => {
    expect(code.includes(`'${key}'`)).toBe(true);
  });

  it('says something in both languages, with the same holes', () => {
    expect(en).not.toBe('');
    expect(zh).not.toBe('');
    const holes = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
    expect(holes(zh)).toEqual(holes(en));
  });

  it('is not in the wrong language', () => {
    if (!key.startsWith('otherLanguage')) expect(en).not.toMatch(/\p{Script=Han}/u);
  });
});

it('fills holes, and leaves what it was not given', () => {
  expect(say('en', 'entry', { matrix: 'Q', row: 1 })).toBe('Q, row 1, column {column}');
});
