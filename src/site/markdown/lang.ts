import type { Lang } from '../../widget/text.ts';

/** The language of an article, from its place: `content/zh/…` or `content/en/…`. */
export function langOfFile(file: URL | string | undefined): Lang {
  return /(^|\/)content\/zh\//.test(String(file ?? '')) ? 'zh' : 'en';
}
