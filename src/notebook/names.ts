// Names: of an article (`en/foundations/query-key-value`), of a file in a message, of one piece of an article (`…#3`).
import { relative, sep } from 'node:path';

/** The id of the article in a file under `content/`. */
export function articleOf(file: string): string {
  const path = file.split(sep).join('/');
  const start = path.lastIndexOf('content/');
  return path.slice(start < 0 ? 0 : start + 'content/'.length).replace(/\.mdx$/, '');
}

/** The prop that a component gets to find what its piece came to. */
export function pieceName(article: string, index: number): string {
  return `${article}#${index}`;
}

/** A path as messages and module specifiers show it. */
export function shown(root: string, file: string): string {
  return relative(root, file).split(sep).join('/');
}
