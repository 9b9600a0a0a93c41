// What goes wrong with a reader's input is said in the reader's language, where it happened.
import { pick, type Lang, type Text } from './text.ts';

/** An input that a widget cannot use. Its message is shown next to the controls; the last good figures stay. */
export class InputProblem extends Error {
  readonly text: Text;

  constructor(text: Text) {
    super(pick(text, 'en'));
    this.name = 'InputProblem';
    this.text = text;
  }

  /** The message in the reader's language. */
  in(lang: Lang): string {
    return pick(this.text, lang);
  }
}
