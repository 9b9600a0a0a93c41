// Words of any language as tokens, by the Unicode rules that every browser has (UAX #29, Intl.Segmenter).

/**
 * Splits text into words; spaces and punctuation are left out, emoji stay. Case is kept for display.
 * Text without a word (only punctuation) gives its visible characters, so that nothing typed is lost.
 */
export function tokenise(text: string, lang: string): string[] {
  const words = new Intl.Segmenter(lang, { granularity: 'word' });
  const tokens: string[] = [];
  for (const { segment, isWordLike } of words.segment(text)) {
    if (isWordLike || /\p{Extended_Pictographic}/u.test(segment)) tokens.push(segment);
  }
  if (tokens.length > 0) return tokens;
  const graphemes = new Intl.Segmenter(lang, { granularity: 'grapheme' });
  return [...graphemes.segment(text)].map((part) => part.segment).filter((part) => part.trim() !== '');
}
