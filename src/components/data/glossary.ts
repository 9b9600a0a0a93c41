// The glossary: content/glossary.yaml.
import { z } from 'astro/zod';
import { parseEntries } from './entries.ts';
import { fileReader } from './files.ts';
import { bothLanguages } from './schema.ts';

export const glossaryFile = 'content/glossary.yaml';

const schema = z.strictObject({ term: bothLanguages, definition: bothLanguages });

/** A term of the field and its definition, one or two sentences. */
export type GlossaryEntry = z.infer<typeof schema>;

const read = fileReader((source, file) => parseEntries(source, file, schema));

/** The glossary by id. Throws ArticleError naming file, line and entry. */
export const glossary = (root?: string) => read(glossaryFile, root);
