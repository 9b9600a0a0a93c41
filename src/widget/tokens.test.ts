import { describe, expect, it } from 'vitest';
import { text } from './controls.ts';
import { InputProblem } from './problem.ts';
import { readTokens } from './read-tokens.ts';
import { sentence } from './sentence.ts';
import { pick } from './text.ts';
import { tokenise } from './tokens.ts';

describe('tokenise', () => {
  it.each([
    ['the sentence of the site', 'en', pick(sentence, 'en'), 'The cat chased the dog until it tired'],
    ['an apostrophe inside a word', 'en', 'don’t stop', 'don’t stop'],
    ['numbers', 'en', 'in 2017, 3.14 papers', 'in 2017 3.14 papers'],
    ['German', 'en', 'Größe zählt', 'Größe zählt'],
    ['Arabic', 'en', 'القطة تطارد الكلب', 'القطة تطارد الكلب'],
    ['an emoji of several code points', 'en', 'a 👩‍👩‍👧 b', 'a 👩‍👩‍👧 b'],
    ['a flag', 'en', 'go 🇫🇷', 'go'],
    ['one word', 'en', 'cat', 'cat'],
  ])('reads %s', (_name, lang, line, tokens) => {
    expect(tokenise(line, lang).join(' ')).toBe(tokens);
  });

  it('splits Chinese into words without spaces', () => {
    const tokens = tokenise(pick(sentence, 'zh'), 'zh');
    expect(tokens.join('')).toBe('那只猫追那只狗直到它累了');
    expect(tokens).toContain('直到');
  });

  it('gives the characters of a text without a word, so that nothing typed is lost', () => {
    expect(tokenise('?! …', 'en')).toEqual(['?', '!', '…']);
  });

  it.each(['', '   ', '\n\t'])('gives no token for %j', (line) => {
    expect(tokenise(line, 'en')).toEqual([]);
  });
});

describe('the sentence of the site', () => {
  it('has the same number of words and the same repeated word in both languages', () => {
    const pattern = (['en', 'zh'] as const).map((lang) => {
      const words = tokenise(pick(sentence, lang), lang).map((word) => word.toLowerCase());
      return words.map((word) => words.indexOf(word));
    });
    expect(pattern[0]).toEqual(pattern[1]);
    expect(new Set(pattern[0]).size).toBeLessThan(pattern[0]?.length ?? 0);
  });
});

describe('readTokens', () => {
  const control = text({ label: 'text', value: sentence, maxTokens: 3 });

  it('reads up to the limit', () => {
    expect(readTokens(control, 'one two three', 'en')).toEqual(['one', 'two', 'three']);
  });

  it('says how many tokens are too many, in the language of the reader', () => {
    expect(() => readTokens(control, 'one two three four', 'en')).toThrow('This has 4 tokens; 3 fit.');
    try {
      readTokens(control, 'one two three four', 'zh');
    } catch (error) {
      expect((error as InputProblem).in('zh')).toMatch('共 4 个词元，最多 3 个');
    }
  });

  it('asks for a word where there is none', () => {
    expect(() => readTokens(control, ' ', 'en')).toThrow(InputProblem);
  });
});
