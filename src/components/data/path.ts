// The reading path of the first page: content/path.yaml.
import { z } from 'astro/zod';
import { parse } from 'yaml';
import { ArticleError, messageOf } from '../../notebook/problem.ts';
import { fileReader } from './files.ts';

const file = 'content/path.yaml';
const schema = z.array(z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'expected <family>/<slug>'));

/** Articles in the order in which a newcomer reads them: `<family>/<slug>`, whether they exist or not. */
export const readingPath: (root?: string) => readonly string[] = (root) => read(file, root);

const read = fileReader((source) => {
  try {
    return schema.parse(parse(source));
  } catch (error) {
    throw new ArticleError([{ file, line: 1, message: messageOf(error) }], { cause: error });
  }
});
