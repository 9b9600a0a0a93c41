// What the widgets of the trained translator share: a reader's line becomes words that it can read, or a kind message; and what
// is to be said about a sentence that it was never trained on.
import { language, translate, type Translation } from '../../models/translation/language.ts';
import { parse, split, unknown, withheldIn, words, type Wanted } from '../../models/translation/parse.ts';
import type { TextControl } from '../../widget/controls.ts';
import { checkTokens } from '../../widget/params.ts';
import { InputProblem } from '../../widget/problem.ts';
import { pick, type Lang, type Text } from '../../widget/text.ts';

/** The sentence that is there at first: an adjective and an owner change places, two words merge, and one of them splits. */
export const example = "the white cat did not see the woman's car";

/** A reader's sentence: its words, what the grammar makes of it, and what speaks against trusting the model. */
export interface Sentence {
  readonly words: readonly string[];
  /** Null where it is no sentence of the language. */
  readonly right: Translation | null;
  /** Empty for a sentence of the kind that training showed. */
  readonly warnings: readonly Text[];
}

/** The kinds of words, and how many there are. */
export const kinds: Readonly<Record<string, Text>> = {
  determiners: { en: 'articles', zh: '冠词' },
  nouns: { en: 'nouns', zh: '名词' },
  adjectives: { en: 'adjectives', zh: '形容词' },
  verbs: { en: 'verbs', zh: '动词' },
  particles: { en: 'particles', zh: '小品词' },
  pronouns: { en: 'pronouns', zh: '代词' },
  prepositions: { en: 'prepositions', zh: '介词' },
  others: { en: 'little words', zh: '小词' },
};

export const size = Object.values(words).reduce((sum, group) => sum + Object.keys(group).length, 0);

/**
 * Reads a line as words of the language.
 * @throws InputProblem when there is no word, a word that the model does not know, or too many
 */
export function readSentence(control: TextControl, line: string): Sentence {
  const found = split(line);
  if (found.length === 0) {
    throw new InputProblem({
      en: `There is no word here yet. Try “${example}”.`,
      zh: `这里还没有词。可以试试 “${example}”。`,
    });
  }
  const strange = unknown(found)
    .slice(0, 3)
    .map((word) => `“${word}”`);
  if (strange.length > 0) {
    throw new InputProblem({
      en: `The model knows ${size} words, and not ${strange.join(', ')}. They stand in the table below.`,
      zh: `模型只认识 ${size} 个词，其中没有 ${strange.join('、')}。它认识的词见下面的词表。`,
    });
  }
  const tooMany = checkTokens(control, found.length);
  if (tooMany !== null) throw new InputProblem(tooMany);
  const reading = parse(found);
  if (!('clause' in reading)) return { words: found, right: null, warnings: [stranger(found, reading)] };
  const pairs = withheldIn(reading.clause).map((pair) => `“${pair}”`);
  return {
    words: found,
    right: translate(reading.clause),
    warnings: [
      ...(found.length > language.longestTrained
        ? [
            {
              en: `It has ${found.length} words; in training none had more than ${language.longestTrained}.`,
              zh: `这句有 ${found.length} 个词，训练时的句子最多 ${language.longestTrained} 个。`,
            },
          ]
        : []),
      ...(pairs.length > 0
        ? [
            {
              en: `Training never showed ${pairs.join(', ')}.`,
              zh: `训练时从没出现过 ${pairs.join('、')}。`,
            },
          ]
        : []),
    ],
  };
}

/** What the grammar would have had at the word where a line stops being a sentence. */
const wants: Readonly<Record<Wanted, Text>> = {
  subject: {
    en: '“the” or “a” with somebody who acts, “he” or “she”',
    zh: '“the” 或 “a” 加一个会动的角色，或者 “he”、“she”',
  },
  noun: { en: 'a noun that fits', zh: '一个合适的名词' },
  verb: { en: 'a verb', zh: '一个动词' },
  object: { en: '“the”, “a”, “him” or “her”', zh: '“the”、“a”、“him” 或 “her”' },
  place: { en: 'a preposition', zh: '一个介词' },
  particle: { en: '“at” after look, “for” after wait', zh: 'look 后的 “at”，或 wait 后的 “for”' },
  base: { en: 'the plain form of a verb', zh: '动词原形' },
  not: { en: '“not”', zh: '“not”' },
  nothing: { en: 'its end', zh: '句子结束' },
};

function stranger(
  found: readonly string[],
  { at, wanted }: { readonly at: number; readonly wanted: readonly Wanted[] },
): Text {
  const before = found.slice(Math.max(0, at - 3), at).join(' ');
  const list = (lang: Lang): string =>
    wanted.map((one) => pick(wants[one], lang)).join(lang === 'zh' ? '，或者' : ', or ');
  const here = found[at];
  return {
    en: `No sentence of the language: ${before === '' ? 'at its beginning' : `after “${before}”`} there would be ${list('en')}${here === undefined ? '' : `, not “${here}”`}. The model has never seen such a thing, and writes something all the same.`,
    zh: `这不是这门语言的句子：${before === '' ? '开头' : `“${before}” 之后`}应当是${list('zh')}${here === undefined ? '' : `，而不是 “${here}”`}。模型从没见过这样的句子，却照样会写出点什么，别当真。`,
  };
}
