// The words of the site's shell. Interface strings of widgets and articles are in strings.ts.
import type { Lang } from '../widget/text.ts';

const shell = {
  title: { en: 'Attention Atlas', zh: '注意力图集' },
  skip: { en: 'Skip to the text', zh: '跳到正文' },
  home: { en: 'To the first page', zh: '回到首页' },
  articles: { en: 'Articles', zh: '文章' },
  compare: { en: 'All mechanisms compared', zh: '各种机制一览' },
  onThisPage: { en: 'On this page', zh: '本页' },
  search: { en: 'Search', zh: '搜索' },
  searchPlaceholder: { en: 'A mechanism, a symbol, a question', zh: '机制、符号或问题' },
  searchClose: { en: 'Close', zh: '关闭' },
  searchNone: { en: 'Nothing found for “{query}”.', zh: '没有找到“{query}”。' },
  searchSome: { en: '{count} found', zh: '找到 {count} 处' },
  searchUnavailable: {
    en: 'The search index is written when the site is built; it is not there now.',
    zh: '搜索索引在构建网站时生成，现在还没有。',
  },
  // The name of the other language, in that language.
  otherLanguage: { en: '简体中文', zh: 'English' },
  otherLanguageShort: { en: '中文', zh: 'EN' },
  theme: { en: 'Light or dark', zh: '浅色或深色' },
  edit: { en: 'Edit this page', zh: '编辑此页' },
  updated: { en: 'Last updated', zh: '最近更新' },
  previous: { en: 'Previous', zh: '上一篇' },
  next: { en: 'Next', zh: '下一篇' },
  neighbours: { en: 'Previous and next article', zh: '上一篇与下一篇' },
  notFound: { en: 'This page does not exist', zh: '没有这一页' },
  notFoundHelp: {
    en: 'The address may be mistyped, or the article may have moved.',
    zh: '地址可能有误，或文章已经移走。',
  },
} as const;

export type ShellString = keyof typeof shell;

/** A string of the shell in one language, with `{name}` replaced by `values.name`. */
export function say(
  key: ShellString,
  lang: Lang,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return shell[key][lang].replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));
}
