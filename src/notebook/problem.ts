// What is wrong in an article's cells is said with the article's file and line, whoever finds it.

/** A mistake in an article. */
export interface Problem {
  /** The article, relative to the project's root. */
  readonly file: string;
  /** Line of the .mdx file, from 1; 0 where no line is known. */
  readonly line: number;
  readonly message: string;
}

/** One or more mistakes in articles; the message lists them as `file:line: message`. */
export class ArticleError extends Error {
  readonly problems: readonly Problem[];
  /** Where Astro's error page points. */
  readonly loc: { readonly file: string; readonly line: number } | undefined;

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(describe).join('\n'), options);
    this.name = 'ArticleError';
    this.problems = problems;
    const [first] = problems;
    this.loc = first && { file: first.file, line: first.line };
  }
}

/** `content/en/…/x.mdx:12: message`. */
export function describe({ file, line, message }: Problem): string {
  return `${line > 0 ? `${file}:${line}` : file}: ${message}`;
}

/** What any thrown thing says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
