// The two languages of the Atlas, and text that exists in both.

/** A language of the site; English is at its root, Chinese under /zh/. */
export type Lang = 'en' | 'zh';

export const languages: readonly Lang[] = ['en', 'zh'];

/** A piece of text in both languages; a plain string is the same in both (a symbol, a name). */
export type Text = string | Readonly<Record<Lang, string>>;

/** The text in one language. */
export function pick(text: Text, lang: Lang): string {
  return typeof text === 'string' ? text : text[lang];
}
