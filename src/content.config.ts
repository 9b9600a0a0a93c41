import { docsSchema, i18nSchema } from '@astrojs/starlight/schema';
import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';

/** Articles: English at the site's root, Chinese under `zh/`. */
const docs = defineCollection({
  loader: glob({
    base: './content',
    pattern: '{en,zh}/**/[^_]*.mdx',
    generateId: ({ entry }) => entry.replace(/^en\//, '').replace(/\.mdx$/, ''),
  }),
  schema: docsSchema(),
});

/** Starlight's own words, where they differ from its translation. */
const i18n = defineCollection({
  loader: glob({ base: './src/i18n/starlight', pattern: '*.json' }),
  schema: i18nSchema(),
});

export const collections = { docs, i18n };
