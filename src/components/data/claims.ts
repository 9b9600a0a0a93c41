// Statements that people make about attention, each with a verdict: content/claims.yaml.
import { z } from 'astro/zod';
import { parseEntries } from './entries.ts';
import { fileReader } from './files.ts';
import { bothLanguages, widgetState } from './schema.ts';

export const claimsFile = 'content/claims.yaml';

export const verdicts = ['true', 'false', 'imprecise', 'uncheckable'] as const;

/** `imprecise`: true only with a qualification. */
export type Verdict = (typeof verdicts)[number];

/** YAML reads a bare `true` as a boolean. */
const verdict = z.preprocess(
  (value) => (typeof value === 'boolean' ? String(value) : value),
  z.enum(verdicts),
);

const entry = z.strictObject({
  /** The slug of the article that discusses it. */
  article: z.string().regex(/^[a-z0-9-]+$/, 'expected the slug of an article'),
  /** Where the statement was met, and what it says, in the site's own words. */
  source: z.strictObject({ page: z.enum(['S0', 'S1', 'S2', 'S3', 'S4']), statement: bothLanguages }),
  verdict,
  /** What is true. Maths in `$…$`. */
  truth: bothLanguages,
  /** Primary sources: keys of references.bib and the place in each. */
  cites: z.array(z.strictObject({ id: z.string(), at: z.string().optional() })).default([]),
  /** A widget in the state that shows it. */
  experiment: widgetState.optional(),
});

const schema = entry.refine(({ verdict, cites }) => verdict === 'uncheckable' || cites.length > 0, {
  path: ['cites'],
  message: 'a verdict needs a primary source',
});

export type Claim = z.infer<typeof schema>;

const read = fileReader((source, file) => parseEntries(source, file, schema));

/** The claims by id. Throws ArticleError naming file, line and entry. */
export const claims = (root?: string) => read(claimsFile, root);
