// What the pieces of all articles came to, for the components of a page. A notebook runs once in a build; in development
// again when its module has changed.
import type { Lang } from '../widget/text.ts';
import type { Output } from './output.ts';
import type { ArticleError } from './problem.ts';
import { render, type RenderOptions } from './render.ts';
import { located, run, type Notebook, type Result } from './run.ts';

// The query makes the Vite plugin of integration.ts answer with the article's notebook instead of its page.
const modules = import.meta.glob<Notebook>('../../content/**/*.mdx', { query: '?notebook&lang.ts' });

const runs = new WeakMap<Notebook, Promise<readonly Result[]>>();

/**
 * What a piece came to, by the name that the Markdown plugin gave to its component as the prop `piece`.
 * @throws ArticleError when the article's notebook throws.
 */
export async function outputOf(piece: string): Promise<Output> {
  return (await find(piece)).output;
}

/** The key of the option that an `answer` names; an answer that is no option is an error of the article. */
export async function choiceOf(piece: string, options: readonly string[]): Promise<string> {
  const { output, fail } = await find(piece);
  if (output.kind === 'text' && options.includes(output.value)) return output.value;
  const got = output.kind === 'text' ? `“${output.value}”` : output.kind;
  throw fail(new Error(`the answer is ${got}, which is not an option: ${options.join(', ')}`));
}

/** The number that an `answer` names, and its tolerance where that is an expression too. */
export async function numberOf(piece: string): Promise<{ right: number; tolerance?: number }> {
  const { output } = await find(piece);
  if (output.kind === 'number') return { right: output.value };
  const [right = Number.NaN, tolerance = Number.NaN] = output.kind === 'matrix' ? output.values : [];
  return { right, tolerance };
}

/** A piece's output as an element, null when there is nothing to show. What cannot be drawn is an error of the article. */
export async function elementOf(piece: string, options: RenderOptions): Promise<Element | null> {
  const { output, fail } = await find(piece);
  try {
    return render(output, options);
  } catch (error) {
    throw fail(error);
  }
}

/** The language of the article that a piece stands in. */
export function langOf(piece: string): Lang {
  return piece.startsWith('zh/') ? 'zh' : 'en';
}

async function find(piece: string): Promise<Result & { fail: (error: unknown) => ArticleError }> {
  const [article = '', index = ''] = piece.split('#');
  const load = modules[`../../content/${article}.mdx`];
  if (load === undefined)
    throw new Error(`invalid piece: “${piece}”; the Markdown plugin of the notebook gives this prop`);
  const notebook = await load();
  const results = runs.get(notebook) ?? run(notebook);
  runs.set(notebook, results);
  const result = (await results)[Number(index)];
  if (result === undefined)
    throw new Error(`invalid piece: “${piece}”; its article has ${(await results).length}`);
  return { ...result, fail: (error) => located(notebook, result.line, error) };
}
