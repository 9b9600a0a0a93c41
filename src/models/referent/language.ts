// The language that the model was trained on: its words in English and Chinese, and what a sentence of it means.
import language from './language.json' with { type: 'json' };

export type Lang = 'en' | 'zh';
export type Kind = keyof typeof language.nouns;

/** The kinds of nouns; every adjective fits one of them. */
export const kinds = Object.keys(language.nouns) as Kind[];

const pairs = (groups: object): string[][] => Object.values(groups).flat() as string[][];
const fixed = language.sentence.filter((part): part is [string, string] => Array.isArray(part));

/** Each English word with its Chinese one; a word may be two, such as “did not”. */
const chinese = new Map(
  [
    ...pairs(language.nouns),
    ...pairs(language.adjectives),
    ...pairs(language.verbs),
    ...language.adverbs,
    ...fixed,
  ].map(([en = '', zh = '']) => [en, zh]),
);

/** A word as a page shows it. */
export const labelOf = (word: string, lang: Lang): string =>
  lang === 'en' ? word : (chinese.get(word) ?? word);

/** A sentence as a page shows it. */
export const lineOf = (words: readonly string[], lang: Lang): string =>
  words.map((word) => labelOf(word, lang)).join(lang === 'en' ? ' ' : '');

/** The words of one kind, or of a part of speech, as a page shows them. */
export function listOf(
  part: 'nouns' | 'adjectives' | 'verbs' | 'adverbs',
  lang: Lang,
  kind?: Kind,
): string[] {
  const group = part === 'nouns' || part === 'adjectives' ? language[part] : null;
  const found =
    group !== null && kind !== undefined
      ? group[kind]
      : part === 'adverbs'
        ? language.adverbs
        : pairs(language[part]);
  return [...new Set(found.map(([en = '']) => labelOf(en, lang)))];
}

/** The kind of a noun, or the kind that an adjective fits. */
export function kindOf(part: 'nouns' | 'adjectives', word: string | undefined): Kind | undefined {
  return kinds.find((kind) => language[part][kind].some(([en]) => en === word));
}

export interface Reading {
  /** The words of the language, in English. */
  readonly words: readonly string[];
  /** What is not of the language, as it was typed. */
  readonly unknown: readonly string[];
}

/** Reads a line in either language: punctuation and case do not count, and the longest word that fits is taken. */
export function read(line: string): Reading {
  const lang: Lang = /\p{Script=Han}/u.test(line) ? 'zh' : 'en';
  const plain = line
    .toLowerCase()
    .replace(/n['’]t\b/g, ' not')
    .replace(/\bdid\s+not\b/g, 'did not');
  const parts = plain.match(lang === 'en' ? /[\p{L}\p{N}]+/gu : /[a-z]+|[\p{L}\p{N}]/gu) ?? [];
  const glue = lang === 'en' ? ' ' : '';
  const known = new Map([...chinese.keys()].map((word) => [labelOf(word, lang), word]));
  const [words, unknown]: [string[], string[]] = [[], []];
  for (let i = 0; i < parts.length;) {
    const sizes = [4, 3, 2, 1].filter((size) => i + size <= parts.length);
    const size = sizes.find((many) => known.has(parts.slice(i, i + many).join(glue)));
    const word = known.get(parts.slice(i, i + (size ?? 1)).join(glue));
    if (word === undefined) unknown.push(parts[i] ?? '');
    else words.push(word);
    i += size ?? 1;
  }
  return { words, unknown };
}

/** What a line means, as far as it means something in the language. */
export interface Meaning {
  /** Where its nouns stand, and its “it”. */
  readonly nouns: readonly number[];
  readonly it: number;
  /** The noun that “it” stands for: the one whose kind fits the adjective. Null where the language does not say. */
  readonly referent: string | null;
  /** Whether it is a sentence that the language can make. */
  readonly isSentence: boolean;
}

export function meaningOf(words: readonly string[]): Meaning {
  const nouns = words.flatMap((word, i) => (kindOf('nouns', word) === undefined ? [] : [i]));
  const [first, second] = nouns.map((i) => words[i] ?? '');
  const verb = words.find((word) => pairs(language.verbs).some(([en]) => en === word));
  const adjective = words.findLast((word) => kindOf('adjectives', word) !== undefined);
  const wanted = kindOf('adjectives', adjective);
  const allowed: readonly string[][] =
    (language.verbs as Readonly<Record<string, string[][]>>)[
      `${kindOf('nouns', first)} ${kindOf('nouns', second)}`
    ] ?? [];
  const filled: Readonly<Record<string, string | undefined>> = { first, verb, second, adjective };
  const plain = language.sentence.map((part) => (Array.isArray(part) ? part[0] : filled[part as string]));
  const adverb = language.adverbs.some(([en]) => en === words[0]);
  const isSentence =
    nouns.length === 2 &&
    allowed.some(([en]) => en === verb) &&
    [first, second].some((noun) => kindOf('nouns', noun) === wanted) &&
    plain.join() === words.slice(adverb ? 1 : 0).join();
  const fits = [first, second].filter((noun) => noun !== undefined && kindOf('nouns', noun) === wanted);
  return {
    nouns,
    it: words.indexOf('it'),
    referent: isSentence && fits.length === 1 ? (fits[0] ?? null) : null,
    isSentence,
  };
}
