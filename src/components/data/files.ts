// Shared data and articles are read from disk, relative to the project's root, and again only when they have changed.
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

/** A reader of files that parses each version of a file once. `file` is relative to `root`, the project's folder. */
export function fileReader<T>(
  parse: (source: string, file: string) => T,
): (file: string, root?: string) => T {
  const seen = new Map<string, { stamp: string; value: T }>();
  return (file, root = process.cwd()) => {
    const path = resolve(root, file);
    const { mtimeMs, size } = statSync(path);
    const stamp = `${mtimeMs} ${size}`;
    const before = seen.get(path);
    if (before?.stamp === stamp) return before.value;
    const value = parse(readFileSync(path, 'utf8'), file);
    seen.set(path, { stamp, value });
    return value;
  };
}
