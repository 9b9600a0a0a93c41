import { readFileSync } from 'node:fs';
import { memory, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { runVectors, type Vectors } from '../../math/vectors.ts';
import { kindOf, kinds, labelOf, lineOf, listOf, meaningOf, read } from './language.ts';
import { forward, heads, layers, unseen, words } from './model.ts';
import results from './results.json' with { type: 'json' };
import vectors from './vectors.json' with { type: 'json' };

/** The files of vectors know lists only as things by name. */
const fromJson = (
  indices: Tensor,
  { causal = false, ablate = {} }: { causal?: boolean; ablate?: object } = {},
) =>
  forward(indices, {
    causal,
    ablate: Object.values(ablate).map((pair: object) => Object.values(pair) as [number, number]),
  });

/** What the model says at a place. */
function said(line: readonly string[], place: number, options = {}): string {
  const { logits, ...rest } = forward(
    line.map((word) => words.indexOf(word)),
    options,
  );
  const row = (logits.arraySync() as number[][])[place]!;
  [logits, ...Object.values(rest)].forEach((tensor) => tensor.dispose());
  return words[row.indexOf(Math.max(...row))]!;
}

const animal = (adjective: string) =>
  read(`The animal did not cross the street because it was too ${adjective}.`).words;

describe('the model', () => {
  it.each(runVectors(fromJson, vectors as unknown as Vectors))(
    'agrees with PyTorch on $case: $output',
    ({ difference, allowed }) => expect(difference).toBeLessThanOrEqual(allowed),
  );

  it('names the noun that the last word fits, for two nouns that it never saw together', () => {
    expect(unseen('animal', 'street')).toBe(true);
    expect(said(animal('tired'), 7)).toBe('animal');
    expect(said(animal('wide'), 7)).toBe('street');
  });

  it('decides with heads 1.1 and 2.4, whatever the maps of the others show', () => {
    const it = 7;
    for (const [word, noun] of [
      ['tired', 'animal'],
      ['wide', 'street'],
    ] as const)
      // prettier-ignore
      for (const silent of [[0, 1], [1, 0], [1, 1], [1, 2]] as const) // prettier-ignore
        expect(said(animal(word), it, { ablate: [silent] })).toBe(noun);
    expect(said(animal('wide'), it, { ablate: [[0, 0]] })).not.toBe('street');
    expect(said(animal('tired'), it, { ablate: [[1, 3]] })).not.toBe('animal');
    expect(results.writes[1]?.[3]).toBeGreaterThan(10 * Math.max(...results.writes[1]!.slice(0, 3)));
  });

  it('names one of two nouns of a kind, though the language does not say which', () => {
    const line = read('The cat did not cross the dog because it was too tired.').words;
    expect(meaningOf(line)).toMatchObject({ isSentence: false, referent: null });
    expect(['cat', 'dog']).toContain(said(line, 7));
  });

  it('goes on where words repeat', () => {
    const block = ['cat', 'because', 'wide', 'river'];
    const line = [...block, ...block, ...block];
    line.slice(5).forEach((next, i) => expect(said(line, i + 4, { causal: true })).toBe(next));
  });

  it('frees every tensor but those of its trace, and refuses what is too long', () => {
    const before = memory().numTensors;
    const trace = forward([0, 1, 2], { ablate: [[1, 0]] });
    expect(memory().numTensors).toBe(before + 2 * layers + 1);
    Object.values(trace).forEach((tensor) => tensor.dispose());
    expect(() => forward(Array<number>(17).fill(0))).toThrow('invalid sequence');
  });

  it('ships with what was measured, for every head', () => {
    expect(results.ablated).toHaveLength(layers * heads);
    expect(results.accuracy.referent).toBeGreaterThan(0.95);
    expect(results.accuracy.repeats).toBeGreaterThan(0.95);
  });
});

describe('the language', () => {
  it('has every word of the model in both languages, each once', () => {
    for (const lang of ['en', 'zh'] as const)
      expect(new Set(words.map((word) => labelOf(word, lang))).size).toBe(words.length);
    for (const word of words) expect(labelOf(word, 'zh')).toMatch(/^\p{Script=Han}+$/u);
  });

  it('reads what it writes, in both languages', () => {
    for (const lang of ['en', 'zh'] as const)
      for (const line of [animal('tired'), ['yesterday', ...animal('muddy')], words.slice(0, 16)])
        expect(read(lineOf(line, lang))).toEqual({ words: line, unknown: [] });
    expect(read("The animal didn't cross").words).toEqual(['the', 'animal', 'did not', 'cross']);
    expect(read('那动物没有穿过那街道，因为它太累。').words).toEqual(animal('tired'));
  });

  it('says what is not of the language', () => {
    expect(read('the cat saw a dog')).toEqual({ words: ['the', 'cat', 'dog'], unknown: ['saw', 'a'] });
    expect(read('那猫看狗')).toEqual({ words: ['the', 'cat', 'dog'], unknown: ['看'] });
  });

  it('knows the referent, and where there is none', () => {
    expect(meaningOf(animal('tired'))).toMatchObject({
      referent: 'animal',
      isSentence: true,
      it: 7,
      nouns: [1, 5],
    });
    expect(meaningOf(animal('wide')).referent).toBe('street');
    expect(meaningOf(['yesterday', ...animal('wide')])).toMatchObject({
      referent: 'street',
      isSentence: true,
    });
    expect(meaningOf(animal('heavy'))).toMatchObject({ referent: null, isSentence: false });
    expect(meaningOf(['yesterday', 'today', ...animal('wide')]).isSentence).toBe(false);
    expect(meaningOf(['cat']).it).toBe(-1);
  });

  it('is told whole in both articles', () => {
    for (const lang of ['en', 'zh'] as const) {
      const article = readFileSync(`content/${lang}/sequence/self-attention.mdx`, 'utf8');
      for (const part of ['nouns', 'adjectives'] as const)
        for (const kind of kinds)
          expect(article).toContain(listOf(part, lang, kind).join(lang === 'en' ? ', ' : '、'));
      for (const verb of listOf('verbs', lang)) expect(article).toContain(`*${verb}*`);
    }
  });

  it('lists its words by kind', () => {
    for (const kind of kinds)
      expect(listOf('adjectives', 'en', kind).every((word) => kindOf('adjectives', word) === kind)).toBe(
        true,
      );
    expect(listOf('adverbs', 'zh')).toEqual(['昨天', '今天']);
    expect(listOf('verbs', 'en')).toContain('cross');
  });
});
