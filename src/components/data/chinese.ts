// Chinese text has full-width marks.

const fullWidth: Readonly<Record<string, string>> = {
  ',': '，',
  ':': '：',
  ';': '；',
  '?': '？',
  '!': '！',
  '(': '（',
};

/** The first half-width mark beside a Chinese character, as a message; null where there is none. */
export function halfWidthMark(text: string): string | null {
  const found = /\p{Script=Han}([,:;?!(])\S?|\S?([,:;?!]) ?\p{Script=Han}/u.exec(text);
  if (found === null) return null;
  const mark = fullWidth[found[1] ?? found[2] ?? ''] ?? '';
  return `“${found[0]}”: marks next to Chinese are full-width, here ${mark}`;
}
