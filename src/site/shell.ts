// What the site asks of Starlight: languages, navigation, and the parts that it replaces.
import type { StarlightUserConfig } from '@astrojs/starlight/types';
import { say } from '../i18n/shell.ts';
import { pick } from '../widget/text.ts';
import { familiesWithArticles } from './build/content.ts';
import { editBaseUrl } from './build/git.ts';

const part = (name: string) => `./src/site/parts/${name}.astro`;
const own = [
  'ContentPanel',
  'Footer',
  'Header',
  'MarkdownContent',
  'PageFrame',
  'PageSidebar',
  'PageTitle',
  'Search',
  'Sidebar',
  'SkipLink',
  'ThemeProvider',
  'TwoColumnContent',
];
const unused = ['Banner', 'Hero'];

/** Starlight's configuration. */
export function shell(): StarlightUserConfig {
  const editUrl = editBaseUrl();
  return {
    title: { en: say('title', 'en'), 'zh-CN': say('title', 'zh') },
    titleDelimiter: '·',
    favicon: '/favicon.svg',
    locales: { root: { label: 'English', lang: 'en' }, zh: { label: '简体中文', lang: 'zh-CN' } },
    sidebar: [
      ...familiesWithArticles().map(({ name, articles }) => ({
        label: pick(name, 'en'),
        translations: { 'zh-CN': pick(name, 'zh') },
        items: articles.map((slug) => ({ slug })),
      })),
      { label: say('compare', 'en'), translations: { 'zh-CN': say('compare', 'zh') }, link: '/compare/' },
    ],
    ...(editUrl && { editLink: { baseUrl: editUrl } }),
    routeMiddleware: './src/site/routes.ts',
    disable404Route: true,
    // Replaced by markdown/blocks.ts and markdown/code.ts.
    markdown: { headingLinks: false },
    expressiveCode: false,
    customCss: ['color', 'type', 'bar', 'page', 'prose', 'search', 'print'].map(
      (name) => `./src/site/theme/${name}.css`,
    ),
    components: {
      ...Object.fromEntries(own.map((name) => [name, part(name)])),
      ...Object.fromEntries(unused.map((name) => [name, part('Empty')])),
    },
  };
}
