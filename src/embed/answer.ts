// <Predict> and <Quiz> when the reader answers: the verdict, then the widget in the state asked about, then the reason.
import { say } from '../i18n/strings.ts';
import type { Lang } from '../widget/text.ts';

/** Judges a form's guess and opens its answer. `set` makes a widget live and brings it to the state of an address. */
export async function answer(
  form: HTMLFormElement,
  set: (root: HTMLElement, href: string) => Promise<void>,
): Promise<void> {
  const lang = form.dataset['lang'] as Lang;
  const verdict = form.querySelector('.verdict');
  const right = judge(form);
  if (verdict === null) return;
  verdict.textContent = right.message(lang);
  verdict.setAttribute('data-right', String(right.correct));
  const fold = form.querySelector<HTMLDetailsElement>('details.answer');
  if (fold !== null && right.open) fold.open = true;
  const root = document.getElementById(form.dataset['set'] ?? '');
  if (root === null || !right.open || form.dataset['href'] === undefined) return;
  await set(root, form.dataset['href']);
}

interface Judgement {
  readonly correct: boolean;
  readonly open: boolean;
  message(lang: Lang): string;
}

function judge(form: HTMLFormElement): Judgement {
  const want = form.dataset['answer'] ?? '';
  if (form.classList.contains('predict')) {
    const guess = form.querySelector<HTMLInputElement>('input:checked')?.value;
    if (guess === undefined)
      return { correct: false, open: false, message: (lang) => say(lang, 'guessFirst') };
    const correct = guess === want;
    return { correct, open: true, message: (lang) => say(lang, correct ? 'guessRight' : 'guessWrong') };
  }
  const text =
    form.querySelector<HTMLInputElement>('input')?.value.trim().replace('−', '-').replace(',', '.') ?? '';
  const number = text === '' ? Number.NaN : Number(text);
  if (Number.isNaN(number))
    return { correct: false, open: false, message: (lang) => say(lang, 'quizNotNumber') };
  const correct = Math.abs(number - Number(want)) <= Number(form.dataset['tolerance']);
  return { correct, open: correct, message: (lang) => say(lang, correct ? 'quizRight' : 'quizWrong') };
}
