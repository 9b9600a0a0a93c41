// From what a reader types to a clause of the language, or to the word at which it stops being one.
import { language, type Clause, type Noun } from './language.ts';

const { determiners, nouns, adjectives, verbs, subjects, objects, prepositions, literals } = language;

/** What the language wants at a place. */
export type Wanted =
  'subject' | 'noun' | 'verb' | 'object' | 'place' | 'particle' | 'base' | 'not' | 'nothing';

export type Reading =
  { readonly clause: Clause } | { readonly at: number; readonly wanted: readonly Wanted[] };

/** Every word of the source language by kind, with its Chinese. */
export const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  determiners: glosses(determiners),
  nouns: glosses(nouns),
  adjectives: glosses(adjectives),
  verbs: Object.fromEntries(
    Object.entries(verbs).flatMap(([base, { present, past, zh }]) =>
      [base, present, past].map((form) => [form, zh]),
    ),
  ),
  particles: Object.fromEntries(
    Object.entries(verbs).flatMap(([, { particle, zh }]) => (particle === undefined ? [] : [[particle, zh]])),
  ),
  pronouns: { ...glosses(subjects), ...glosses(objects) },
  prepositions: glosses(prepositions),
  others: literals,
};

function glosses(of: Readonly<Record<string, { readonly zh: string }>>): Record<string, string> {
  return Object.fromEntries(Object.entries(of).map(([word, { zh }]) => [word, zh]));
}

const known = new Set(Object.values(words).flatMap((group) => Object.keys(group)));

/** The words of a line: lower case, “'s” by itself, “didn't” as “did not”. Punctuation is left out. */
export function split(line: string): string[] {
  const plain = line.toLowerCase().replaceAll(/[’ʼ]/g, "'");
  return (
    plain
      .replaceAll(/(\w)n't\b/g, '$1 not')
      .replaceAll(/(\w)'s\b/g, "$1 's")
      .match(/'s|[\p{L}\p{N}\p{M}]+(?:['-][\p{L}\p{N}]+)*|\p{Extended_Pictographic}/gu) ?? []
  );
}

/** The words that the language does not have. */
export function unknown(line: readonly string[]): string[] {
  return [...new Set(line.filter((word) => !known.has(word)))];
}

/** Reads words as a clause. The language is so small that one word of foresight is enough. */
export function parse(line: readonly string[]): Reading {
  let at = 0;
  const has = (group: object): boolean => at < line.length && Object.hasOwn(group, line[at] ?? '');
  const take = (): string => line[at++] ?? '';
  const stop = (...wanted: Wanted[]): never => {
    throw new Stop(at, wanted);
  };

  const describe = (): { adjectives: string[]; noun: string } => {
    const found: string[] = [];
    for (const slot of ['size', 'quality', 'color'])
      if (has(adjectives) && adjectives[line[at] ?? '']?.slot === slot) found.push(take());
    if (!has(nouns)) stop('noun');
    return { adjectives: found, noun: take() };
  };
  const nounAt = (wanted: Wanted): Noun => {
    if (!has(determiners)) stop(wanted);
    const det = take();
    const first = describe();
    if (line[at] !== "'s" || first.adjectives.length > 0 || nouns[first.noun]?.acts !== true)
      return { det, ...first };
    take();
    return { owner: { det, ...first }, ...describe() };
  };
  /** A thing does nothing in this language, and nobody is in a creature. */
  const only = (noun: Noun, acts: boolean, start: number, wanted: Wanted): Noun => {
    if ((nouns[noun.noun]?.acts === true) === acts) return noun;
    at = start + line.slice(start, at).lastIndexOf(noun.noun);
    return stop(wanted);
  };
  const verbOf = (form: 'present' | 'past'): string | undefined =>
    Object.keys(verbs).find((base) => verbs[base]?.[form] === line[at]);

  const clause = (): Clause => {
    const subject = has(subjects) ? take() : only(nounAt('subject'), true, 0, 'subject');
    const negated = line[at] === 'does' || line[at] === 'did';
    const past = negated ? take() === 'did' : verbOf('past') !== undefined;
    if (negated && line[at] !== 'not') stop('not');
    if (negated) take();
    const verb =
      (negated ? (has(verbs) ? line[at] : undefined) : (verbOf('past') ?? verbOf('present'))) ??
      stop(negated ? 'base' : 'verb');
    take();
    const particle = verbs[verb]?.particle;
    if (particle !== undefined && take() !== particle) {
      at -= 1;
      stop('particle');
    }
    const object = has(objects) ? take() : nounAt('object');
    const kind = `${past ? 'past' : 'present'}${negated ? ' not' : ''}` as Clause['kind'];
    if (at === line.length) return { subject, verb, kind, object };
    if (!has(prepositions)) stop('place', 'nothing');
    const preposition = take();
    const start = at;
    const ground = nounAt('noun');
    const noun = prepositions[preposition]?.things === true ? only(ground, false, start, 'noun') : ground;
    if (at < line.length) stop('nothing');
    return { subject, verb, kind, object, place: { preposition, noun } };
  };

  try {
    return { clause: clause() };
  } catch (error) {
    if (error instanceof Stop) return { at: error.at, wanted: error.wanted };
    throw error;
  }
}

class Stop extends Error {
  readonly at: number;
  readonly wanted: readonly Wanted[];

  constructor(at: number, wanted: readonly Wanted[]) {
    super(`not of the language from word ${at + 1}`);
    this.at = at;
    this.wanted = wanted;
  }
}

/** Pairs of an adjective and a noun in a clause that training never showed. */
export function withheldIn({ subject, object, place }: Clause): string[] {
  return [subject, object, place?.noun].flatMap((noun) =>
    typeof noun === 'object'
      ? noun.adjectives
          .map((word) => `${word} ${noun.noun}`)
          .filter((pair) => language.withheld.includes(pair))
      : [],
  );
}
