import { describe, expect, it } from 'vitest';
import { drawClause } from './draw.ts';
import { language, translate } from './language.ts';
import { parse, split, unknown, withheldIn, words } from './parse.ts';
import vectors from './vectors.json' with { type: 'json' };
import { vocabulary } from './weights.ts';

const french = (line: string): string => {
  const reading = parse(split(line));
  return 'clause' in reading
    ? translate(reading.clause).target.join(' ')
    : `stops at ${reading.at}: ${reading.wanted}`;
};

describe('the rules', () => {
  it.each([
    ['the red cat saw a small dog', 'le chat rouge a vu un petit chien'],
    ['the woman’s red car', 'stops at 4: subject'],
    ["he didn't look at her", "il ne l'a pas regardée"],
    ['she hears him near the boy', "elle l'entend près du garçon"],
    ['the boy does not see a bird', "le garçon ne voit pas d'oiseau"],
    ["the man's heavy wooden door", 'stops at 5: subject'],
    [
      "the girl waited for a man's heavy wooden door",
      "la fille a attendu la porte en bois lourde d'un homme",
    ],
    ['cat the red saw', 'stops at 0: subject'],
    ['the red cat', 'stops at 3: verb'],
    ['the cat sees', 'stops at 3: object'],
    ['the cat did see him', 'stops at 3: not'],
    ['the cat did not saw him', 'stops at 4: base'],
    ['the cat looks him', 'stops at 3: particle'],
    ['the house sees him', 'stops at 1: subject'],
    ['he sees a dog in the cat', 'stops at 6: noun'],
    ['he sees a dog in the house the', 'stops at 7: nothing'],
  ])('translate “%s” as “%s”', (english, want) => expect(french(english)).toBe(want));

  it('agree with those that drew the data, sentence by sentence', () => {
    for (const [source, target, places] of Object.values(vectors.sample).flat() as [
      string,
      string,
      number[][],
    ][]) {
      const reading = parse(source.split(' '));
      if (!('clause' in reading)) throw new Error(source);
      expect(translate(reading.clause)).toEqual({
        source: source.split(' '),
        target: target.split(' '),
        places,
      });
    }
  });

  it('read every sentence that is drawn as the clause that it was drawn from, and translate it the same each time', () => {
    for (let seed = 0; seed < 500; seed += 1) {
      const clause = drawClause(seed);
      const made = translate(clause);
      expect(drawClause(seed)).toEqual(clause);
      expect(translate(clause)).toEqual(made);
      expect(parse(made.source)).toEqual({ clause });
      for (const word of made.target) expect(vocabulary.target).toContain(word);
      for (const word of made.source) expect(vocabulary.source).toContain(word);
    }
  });

  it('let every target word come from a source word, and every source word that is said lead to one', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const { source, places } = translate(drawClause(seed));
      for (const from of places) expect(from.length).toBeGreaterThan(0);
      expect(new Set(places.flat()).size).toBe(source.length);
    }
  });
});

describe('the words', () => {
  it('are those of the model', () => {
    const all = Object.values(words).flatMap((group) => Object.keys(group));
    expect([...new Set(all)].sort()).toEqual(vocabulary.source.slice(2).toSorted());
  });

  it('are found in a line, whatever its case and marks', () => {
    expect(split('The woman’s dog doesn’t see him.')).toEqual(
      ['the', 'woman', "'s", 'dog', 'does', 'not', 'see', 'him'], // prettier-ignore
    );
    expect(split('?!')).toEqual([]);
    expect(unknown(split('the elephant 猫 saw 👩 a cat'))).toEqual(['elephant', '猫', '👩']);
  });

  it('are told apart from pairs that training never showed', () => {
    const reading = parse(split('the red horse saw a red cat'));
    expect('clause' in reading ? withheldIn(reading.clause) : []).toEqual(['red horse']);
    expect(language.withheld).toContain('red horse');
  });
});
