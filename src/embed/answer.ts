// <Predict> and <Quiz> when the reader answers: the verdict, then the widget in the state asked about, then the reason.
// Answers to exercises are kept; guesses are not, since a guess comes first.
import { say, type StringKey } from '../i18n/strings.ts';
import type { Lang } from '../widget/text.ts';
import { keep, keptAnswers } from './kept.ts';

/** Judges a form's guess and opens its answer. `set` makes a widget live and brings it to the state of an address. */
export async function answer(
  form: HTMLFormElement,
  set: (root: HTMLElement, href: string) => Promise<void>,
): Promise<void> {
  const { given, right, open, word } = judge(form);
  pronounce(form, word, right);
  const fold = form.querySelector<HTMLDetailsElement>('details.answer');
  if (fold !== null && open) fold.open = true;
  if (given !== '' && form.dataset['exercise'] !== undefined) {
    keep(form.dataset['exercise'], { given, right });
    offerReset(form, true);
  }
  const root = document.getElementById(form.dataset['set'] ?? '');
  if (root === null || !open || form.dataset['href'] === undefined) return;
  await set(root, form.dataset['href']);
}

/** Brings back what is kept of this page's exercises, without opening or announcing anything. */
export function restore(): void {
  const answers = keptAnswers() ?? {};
  for (const form of document.querySelectorAll<HTMLFormElement>('.quiz')) {
    const kept = answers[form.dataset['exercise'] ?? ''];
    if (kept === undefined) continue;
    form.querySelector('.verdict')?.setAttribute('aria-live', 'off');
    if (form.dataset['goal'] === undefined) {
      for (const input of form.querySelectorAll('input')) {
        if (input.type === 'radio') input.checked = input.value === kept.given;
        else input.value = kept.given;
      }
      const { word, right } = judge(form);
      pronounce(form, word, right);
    } else pronounce(form, kept.right ? 'goalBefore' : null, kept.right);
    offerReset(form, true);
  }
}

/** Forgets the answer of an exercise; its fields have been emptied by the form itself. */
export function forget(form: HTMLFormElement): void {
  keep(form.dataset['exercise'] ?? '');
  pronounce(form, null, false);
  form.querySelector('details.answer')?.removeAttribute('open');
  // A link in the question comes before the field.
  (form.querySelector<HTMLElement>('input') ?? form.querySelector<HTMLElement>('a, summary'))?.focus();
  offerReset(form, false);
}

/** Says the verdict beside the form; null takes it back. */
export function pronounce(form: HTMLFormElement, word: StringKey | null, right: boolean): void {
  const verdict = form.querySelector('.verdict');
  if (verdict === null) return;
  const text = word === null ? '' : say(form.dataset['lang'] as Lang, word);
  if (verdict.textContent !== text) verdict.textContent = text;
  if (word === null) verdict.removeAttribute('data-right');
  else verdict.setAttribute('data-right', String(right));
}

/** Shows or hides the button that forgets the answer. */
export function offerReset(form: HTMLFormElement, offered: boolean): void {
  const button = form.querySelector<HTMLButtonElement>('button[type=reset]');
  if (button !== null) button.hidden = !offered;
}

interface Judgement {
  readonly given: string;
  readonly right: boolean;
  readonly open: boolean;
  readonly word: StringKey;
}

function judge(form: HTMLFormElement): Judgement {
  const want = form.dataset['answer'] ?? '';
  const guess = form.classList.contains('predict');
  if (form.dataset['tolerance'] === undefined) {
    const given = form.querySelector<HTMLInputElement>('input:checked')?.value ?? '';
    if (given === '') return { given, right: false, open: false, word: 'guessFirst' };
    const right = given === want;
    if (guess) return { given, right, open: true, word: right ? 'guessRight' : 'guessWrong' };
    return { given, right, open: right, word: right ? 'quizRight' : 'quizWrong' };
  }
  const given = form.querySelector('input')?.value.trim() ?? '';
  const number = given === '' ? Number.NaN : Number(given.replace('−', '-').replace(',', '.'));
  if (Number.isNaN(number)) return { given: '', right: false, open: false, word: 'quizNotNumber' };
  const right = Math.abs(number - Number(want)) <= Number(form.dataset['tolerance']);
  return { given, right, open: right, word: right ? 'quizRight' : 'quizWrong' };
}
