// Words as axis labels: any script, any length. Node cannot measure text, so widths are estimated from the characters.

const longest = 12;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Estimated width in pixels at a font size: full-width characters and emoji count one em, others a little over half. */
export function widthOf(label: string, size: number): number {
  let ems = 0;
  for (const character of label) {
    ems +=
      /\p{Extended_Pictographic}|[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/u.test(
        character,
      )
        ? 1
        : /[mwMW]/.test(character)
          ? 0.85
          : 0.57;
  }
  return ems * size;
}

/** A label cut to a dozen characters, whole graphemes only; the figure's table and its inspection keep the whole word. */
export function cut(label: string): string {
  if (label.length <= longest) return label;
  const graphemes = [...segmenter.segment(label)];
  if (graphemes.length <= longest) return label;
  return `${graphemes
    .slice(0, longest - 1)
    .map((part) => part.segment)
    .join('')}…`;
}
