// One sentence runs through the whole site, so that mechanisms can be compared. It has a repeated word and a pronoun that may
// stand for either of two nouns, and the same pattern of words in both languages.
import type { Text } from './text.ts';

export const sentence: Text = {
  en: 'The cat chased the dog until it tired.',
  zh: '那只猫追那只狗，直到它累了。',
};
