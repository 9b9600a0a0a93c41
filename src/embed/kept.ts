// The reader's own answers, kept on this device by page and exercise; where storage is refused they last as long as the page.

/** An answer: what was given, and whether it was right. */
export interface Kept {
  readonly given: string;
  readonly right: boolean;
}

const place = `atlas-answers ${location.pathname}`;

/** The answers of this page by exercise; null where none are kept. */
export function keptAnswers(): Record<string, Kept> | null {
  try {
    return JSON.parse(localStorage.getItem(place) ?? 'null') as Record<string, Kept> | null;
  } catch {
    return null;
  }
}

/** Keeps an answer; without one, forgets what was kept. */
export function keep(exercise: string, answer?: Kept): void {
  const { [exercise]: _, ...others } = keptAnswers() ?? {};
  const all = answer === undefined ? others : { ...others, [exercise]: answer };
  try {
    if (Object.keys(all).length === 0) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify(all));
  } catch {
    // Storage is full or refused.
  }
}
