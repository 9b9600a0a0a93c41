// The language pair of language.json: reads a reader's words as a clause of it, and translates the clause by rule. language.py
// does the same for train.py.
import data from './language.json' with { type: 'json' };

/** A noun with what belongs to it: an article, or an owner (“the woman 's red car”). */
export interface Noun {
  readonly noun: string;
  readonly adjectives: readonly string[];
  readonly det?: string;
  readonly owner?: Noun;
}

/** A sentence of the language as its parts; a pronoun is a plain word. */
export interface Clause {
  readonly subject: string | Noun;
  readonly verb: string;
  readonly kind: 'present' | 'past' | 'present not' | 'past not';
  readonly object: string | Noun;
  readonly place?: { readonly preposition: string; readonly noun: Noun };
}

/** The words of both languages; for each target word the positions of the source words that it comes from. */
export interface Translation {
  readonly source: readonly string[];
  readonly target: readonly string[];
  readonly places: readonly (readonly number[])[];
}

interface Adjective {
  readonly slot: string;
  readonly m: string;
  readonly f: string;
  readonly zh: string;
}
interface Verb extends Readonly<Record<'present' | 'past' | 'target' | 'm' | 'f' | 'zh', string>> {
  readonly particle?: string;
}
type Order = Readonly<Record<'source' | 'target', string>>;

/** The data, with every group of words by its English words. */
export const language = data as Omit<
  typeof data,
  'adjectives' | 'verbs' | 'nouns' | 'determiners' | 'templates' | 'prepositions' | 'objects' | 'subjects'
> & {
  readonly determiners: Readonly<Record<string, { m: string; f: string; zh: string; negated?: string }>>;
  readonly nouns: Readonly<Record<string, { target: string; gender: string; zh: string; acts?: boolean }>>;
  readonly adjectives: Readonly<Record<string, Adjective>>;
  readonly verbs: Readonly<Record<string, Verb>>;
  readonly subjects: Readonly<Record<string, { target: string; zh: string }>>;
  readonly objects: Readonly<Record<string, { target: string; gender: string; zh: string }>>;
  readonly prepositions: Readonly<Record<string, { target: string; zh: string; things?: boolean }>>;
  readonly templates: Readonly<Record<string, Order>>;
};

/** A source word at its place: target words remember which ones they come from. */
interface Word {
  readonly text: string;
}
interface Phrase {
  readonly source: readonly Word[];
  readonly target: readonly (readonly [text: string, words: readonly Word[]])[];
}
type Slots = Readonly<Record<string, Phrase>>;

/** Translates a clause by the rules. */
export function translate(clause: Clause): Translation {
  const { object, place } = clause;
  const verb = entry(language.verbs, clause.verb);
  const pronoun = typeof object === 'string' ? entry(language.objects, object) : undefined;
  const said = pronoun === undefined ? undefined : lexical(object as string, pronoun.target);
  const bare = (word: string): Phrase => ({ source: [{ text: word }], target: [] });
  const verbal: Slots = {
    base: bare(clause.verb),
    present: bare(verb.present),
    past: bare(verb.past),
    ...(verb.particle === undefined ? {} : { particle: bare(verb.particle) }),
    ...(said === undefined ? {} : { clitic: { source: [], target: said.target } }),
  };
  const phrase = fill('clause', {
    subject:
      typeof clause.subject === 'string'
        ? lexical(clause.subject, entry(language.subjects, clause.subject).target)
        : nounPhrase(clause.subject),
    verb: fill(clause.kind, verbal, {
      present: verb.target,
      participle: pronoun?.gender === 'f' ? verb.f : verb.m,
    }),
    // In French a pronoun stands before the verb, where the verb's template has it.
    object:
      typeof object === 'string'
        ? { source: said?.source ?? [], target: [] }
        : nounPhrase(object, clause.kind.endsWith('not')),
    ...(place === undefined
      ? {}
      : {
          place: fill('place', {
            preposition: lexical(place.preposition, entry(language.prepositions, place.preposition).target),
            ground: nounPhrase(place.noun),
          }),
        }),
  });
  const met = meet(phrase.target);
  return {
    source: phrase.source.map(({ text }) => text),
    target: met.map(([text]) => text),
    places: met.map(([, words]) =>
      [...new Set(words)].map((word) => phrase.source.indexOf(word)).sort((a, b) => a - b),
    ),
  };
}

/** The object of a negated verb has “de” for “un”. */
function nounPhrase(noun: Noun, negated = false): Phrase {
  const { target, gender } = entry(language.nouns, noun.noun);
  const form = gender === 'f' ? 'f' : 'm';
  const slots: Record<string, Phrase> = { noun: lexical(noun.noun, target) };
  for (const adjective of noun.adjectives) {
    const of = entry(language.adjectives, adjective);
    slots[of.slot] = lexical(adjective, of[form]);
  }
  if (noun.owner !== undefined) {
    return fill(
      'owned',
      { ...slots, owner: nounPhrase(noun.owner) },
      { det: entry(language.determiners, 'the')[form] },
    );
  }
  const det = noun.det ?? 'the';
  const forms = entry(language.determiners, det);
  return fill('noun', { ...slots, det: lexical(det, (negated ? forms.negated : undefined) ?? forms[form]) });
}

/** One source word and its translation, which may be several words. */
function lexical(word: string, form: string): Phrase {
  const source = { text: word };
  return { source: [source], target: form.split(' ').map((part) => [part, [source]] as const) };
}

/** Puts slots in the orders of both languages. `forms` are target words that a template inflects. */
function fill(template: string, slots: Slots, forms: Readonly<Record<string, string>> = {}): Phrase {
  const order = entry(language.templates, template);
  const own: Record<string, Phrase> = { ...slots };
  const source = order.source.split(' ').flatMap((name) => {
    if (!(name in slots) && name in language.literals) own[name] = { source: [{ text: name }], target: [] };
    return own[name]?.source ?? [];
  });
  const target = order.target.split(' ').flatMap((item) => {
    const [name = '', from] = item.split('<');
    if (from === undefined) return own[name]?.target ?? [];
    const words = from.split(',').flatMap((slot) => own[slot]?.source ?? []);
    return [[forms[name] ?? name, words] as const];
  });
  return { source, target };
}

/** What French does to words that meet: le oiseau → l'oiseau, then de le chien → du chien. */
function meet(words: Phrase['target']): Phrase['target'] {
  const { vowel } = language.meeting;
  const elide: Readonly<Record<string, string>> = language.meeting.elide;
  const contract: Readonly<Record<string, string>> = language.meeting.contract;
  const met: [string, readonly Word[]][] = [];
  for (const [text, from] of words.toReversed()) {
    const [next, nextFrom] = met[0] ?? ['', []];
    const elided = next !== '' && vowel.includes(next.charAt(0)) ? elide[text] : undefined;
    const joined = elided === undefined ? contract[`${text} ${next}`] : elided + next;
    if (joined === undefined) met.unshift([text, from]);
    else met[0] = [joined, [...from, ...nextFrom]];
  }
  return met;
}

/** An entry that must be there. */
export function entry<T>(of: Readonly<Record<string, T>>, name: string): T {
  const found = Object.hasOwn(of, name) ? of[name] : undefined;
  if (found === undefined) throw new Error(`invalid word: ${name}`);
  return found;
}
