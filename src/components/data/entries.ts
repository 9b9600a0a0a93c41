// A YAML file of entries by id, checked against a schema. An error names file, line, entry and what is expected.
import type { z } from 'astro/zod';
import { LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { ArticleError } from '../../notebook/problem.ts';
import type { Problem } from '../../notebook/problem.ts';

/** An entry and the line on which it begins. */
export type Entry<T> = T & { readonly line: number };
export type Entries<T> = ReadonlyMap<string, Entry<T>>;

/**
 * Reads a file of the form `id: { … }`.
 * @throws ArticleError with every problem of the file.
 */
export function parseEntries<T extends object>(
  source: string,
  file: string,
  schema: z.ZodType<T>,
): Entries<T> {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }) => {
      return {
        file,
        line: lines.linePos(pos[0]).line,
        message: message.split('\n')[0]?.replace(/ at line .*/, '') ?? message,
      };
    });
    throw new ArticleError(problems);
  }
  const entries = new Map<string, Entry<T>>();
  const problems: Problem[] = [];
  for (const [id, value] of Object.entries((document.toJS() ?? {}) as Record<string, unknown>)) {
    const line = lineOf(document, lines, [id]);
    const result = schema.safeParse(value);
    if (result.success) entries.set(id, { ...result.data, line });
    for (const issue of result.error?.issues ?? []) {
      const where = issue.path.map(String);
      const at = lineOf(document, lines, [id, ...where]);
      problems.push({
        file,
        line: at,
        message: `entry “${id}”${where.length > 0 ? `, ${where.join('.')}` : ''}: ${issue.message}`,
      });
    }
  }
  if (problems.length > 0) throw new ArticleError(problems);
  return entries;
}

/** The line of the deepest part of a path that exists. */
function lineOf(document: Document, lines: LineCounter, path: readonly string[]): number {
  let line = 1;
  let node: unknown = document.contents;
  for (const step of path) {
    const items = (node as { items?: unknown[] } | null)?.items;
    if (!Array.isArray(items)) break;
    const pair = items.find((item) => String((item as { key?: { value?: unknown } }).key?.value) === step);
    const next = (pair ?? items[Number(step)]) as
      { key?: { range?: number[] }; value?: unknown; range?: number[] } | undefined;
    if (next === undefined) break;
    const start = next.key?.range?.[0] ?? next.range?.[0];
    if (start !== undefined) line = lines.linePos(start).line;
    node = next.key === undefined ? next : next.value;
  }
  return line;
}
