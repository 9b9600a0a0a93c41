// From a text control to tokens, or to a kind message.
import type { TextControl } from './controls.ts';
import { checkTokens } from './params.ts';
import { InputProblem } from './problem.ts';
import type { Lang } from './text.ts';
import { tokenise } from './tokens.ts';

/** The tokens of a reader's text. Throws InputProblem when there is none, or more than the control reads. */
export function readTokens(control: TextControl, text: string, lang: Lang): string[] {
  const tokens = tokenise(text, lang);
  if (tokens.length === 0) {
    throw new InputProblem({
      en: 'There is no word here yet. Type at least one.',
      zh: '这里还没有词，请至少输入一个。',
    });
  }
  const problem = checkTokens(control, tokens.length);
  if (problem !== null) throw new InputProblem(problem);
  return tokens;
}
