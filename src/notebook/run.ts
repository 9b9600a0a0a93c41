// Runs an article's notebook: pieces in order, outputs by index. What a piece throws is said with the article's line.
import { tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { Piece } from './extract.ts';
import { toOutput, type Output } from './output.ts';
import { ArticleError, messageOf } from './problem.ts';

/** What the generated module of an article exports. */
export interface Notebook {
  readonly default: (recorder: Recorder) => void | Promise<void>;
  readonly file: string;
  readonly pieces: readonly Piece[];
}

/** What the generated module calls while it runs. */
export interface Recorder {
  /** The line of the article that runs next. */
  at(line: number): void;
  /** The last expression of a cell. */
  cell(index: number, value: unknown): void;
  /** A number or a text in prose. */
  value(index: number, value: number | string | boolean | Tensor): void;
  /** The key of an option. */
  choice(index: number, value: string): void;
  /** A number that a reader should find. */
  number(index: number, value: number | Tensor): void;
  /** The same, and how far off is still right. */
  near(index: number, values: readonly (number | Tensor)[]): void;
}

/** What a piece came to, and on which line. */
export interface Result {
  readonly output: Output;
  readonly line: number;
}

/**
 * Runs all pieces. Tensors that they made are freed at the end, except those of a notebook that awaits something: they
 * are left to the garbage collector, because other work may go on in between.
 * @throws ArticleError with the article's line, and the line's text, for whatever a piece throws.
 */
export async function run(notebook: Notebook): Promise<readonly Result[]> {
  const results: Result[] = notebook.pieces.map(({ line }) => ({ output: { kind: 'nothing' }, line }));
  let line = 0;
  const one = (index: number, value: unknown, kinds: readonly Output['kind'][], wanted: string) => {
    const output = single(toOutput(value));
    if (!kinds.includes(output.kind)) throw new Error(`invalid value: ${output.kind}; expected ${wanted}`);
    results[index] = { output, line };
    return output;
  };
  const finite = (index: number, value: unknown): number => {
    const output = one(index, value, ['number'], 'a number');
    if (output.kind === 'number' && Number.isFinite(output.value)) return output.value;
    throw new Error(`invalid number: ${output.kind === 'number' ? output.value : output.kind}`);
  };
  const recorder: Recorder = {
    at: (next) => (line = next),
    cell: (index, value) => (results[index] = { output: toOutput(value), line }),
    value: (index, value) => one(index, value, ['number', 'text'], 'a number or text'),
    choice: (index, value) => one(index, value, ['text'], 'the key of an option'),
    number: (index, value) => void finite(index, value),
    near: (index, both) => {
      const values = both.map((value) => finite(index, value));
      if (!(values[1]! > 0)) throw new Error(`invalid tolerance: ${values[1]}; expected more than 0`);
      results[index] = { output: { kind: 'matrix', shape: [2], values }, line };
    },
  };
  try {
    const waits: Promise<void>[] = [];
    tidy(() => {
      const result = notebook.default(recorder);
      if (result instanceof Promise) waits.push(result);
    });
    await Promise.all(waits);
  } catch (error) {
    throw located(notebook, line, error);
  }
  return results;
}

/** An error at a line of an article, with the line itself. */
export function located(notebook: Notebook, line: number, error: unknown): ArticleError {
  if (error instanceof ArticleError) return error;
  const piece = notebook.pieces.findLast((candidate) => candidate.line <= line);
  const text = piece?.code.split('\n')[line - piece.line]?.trim() ?? '';
  const message = `${messageOf(error)}${text === '' ? '' : `\n    ${text}`}`;
  return new ArticleError([{ file: notebook.file, line, message }], { cause: error });
}

/** A tensor or a matrix with one entry is as good as a number. */
function single(output: Output): Output {
  if (output.kind !== 'matrix' || output.values.length !== 1) return output;
  return { kind: 'number', value: output.values[0]! };
}
