// "Unknown x. Known: …", with what the author probably meant first.

/** At most this many known names are listed. */
const shown = 8;

/** `unknown citation “vaswani2018”. Known: vaswani2017, …`, the closest first. */
export function unknown(kind: string, name: string, known: Iterable<string>): string {
  const names = closest(name, known);
  if (names.length === 0) return `unknown ${kind} “${name}”. There is none here.`;
  const list = names.slice(0, shown).join(', ');
  return `unknown ${kind} “${name}”. Known: ${list}${names.length > shown ? ', …' : ''}`;
}

/** Names in the order of their edit distance from a name; equal ones keep their order. */
export function closest(name: string, known: Iterable<string>): string[] {
  const from = name.toLowerCase();
  return [...known]
    .map((candidate) => ({ candidate, distance: editDistance(from, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ candidate }) => candidate);
}

/** Levenshtein's distance: insertions, deletions and substitutions. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
