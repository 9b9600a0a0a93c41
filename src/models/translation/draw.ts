// Sentences of the language, drawn with its chances: what training is made of. (train.py draws its own, with Python's generator.)
import { random as seeded } from '../../math/random.ts';
import { language, type Clause, type Noun } from './language.ts';

const { chances, nouns, adjectives, verbs, subjects, objects, prepositions } = language;

/** A clause, and the same one for the same seed. */
export function drawClause(seed: number): Clause {
  const source = seeded(seed);
  const coin = (name: keyof typeof chances): boolean => source.uniform() < chances[name];
  const pick = (among: readonly string[]): string => among[Math.floor(source.uniform(0, among.length))] ?? '';
  const everything = Object.keys(nouns);
  const acting = everything.filter((noun) => nouns[noun]?.acts === true);
  const determiner = (): string => (coin('the') ? 'the' : 'a');

  const drawNoun = (among: readonly string[]): Noun => {
    const noun = pick(among);
    const found = (['size', 'quality', 'color'] as const).flatMap((slot) =>
      coin(slot) ? [pick(Object.keys(adjectives).filter((word) => adjectives[word]?.slot === slot))] : [],
    );
    return coin('owned')
      ? { noun, adjectives: found, owner: { det: determiner(), noun: pick(acting), adjectives: [] } }
      : { noun, adjectives: found, det: determiner() };
  };

  const subject = coin('pronounSubject') ? pick(Object.keys(subjects)) : drawNoun(acting);
  const verb = pick(Object.keys(verbs));
  const kind = `${coin('past') ? 'past' : 'present'}${coin('not') ? ' not' : ''}` as Clause['kind'];
  const object = coin('pronounObject') ? pick(Object.keys(objects)) : drawNoun(everything);
  if (!coin('place')) return { subject, verb, kind, object };
  const preposition = pick(Object.keys(prepositions));
  const things = prepositions[preposition]?.things === true;
  const noun = drawNoun(things ? everything.filter((word) => !acting.includes(word)) : everything);
  return { subject, verb, kind, object, place: { preposition, noun } };
}
