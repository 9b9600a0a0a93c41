// A query in Chinese, as an index that cuts text into words of its own may hold it.

/** A query as Pagefind may have cut it: into words, into words of at most two Chinese characters, into characters; how it begins. */
export function spellings(query: string, lang: string): string[] {
  if (!lang.startsWith('zh') || !('Segmenter' in Intl)) return [query];
  const words = [...new Intl.Segmenter(lang, { granularity: 'word' }).segment(query)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment);
  if (words.length === 0) return [query];
  const cut = (pieces: RegExp) => words.flatMap((word) => word.match(pieces) ?? [word]).join(' ');
  const ways = [
    words.join(' '),
    cut(/\p{Script=Han}{1,2}|\P{Script=Han}+/gu),
    cut(/\p{Script=Han}|\P{Script=Han}+/gu),
    query.match(/(?<!\p{Script=Han})\p{Script=Han}|[^\p{Script=Han}\p{P}\s]+/gu)?.join(' ') ?? query,
  ];
  return [...new Set(ways)];
}
