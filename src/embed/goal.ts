// <Quiz goal>: an exercise that is done when the reader has brought its widget to a state. It follows what is drawn.
import { say } from '../i18n/strings.ts';
import { offerReset, pronounce } from './answer.ts';
import { make } from './element.ts';
import { keep, keptAnswers } from './kept.ts';
import type { LiveWidget } from './live.ts';

/** Follows a live widget for the exercises that ask something of it. What the page was built with never counts. */
export function watch(live: LiveWidget, forms: Iterable<HTMLFormElement>): void {
  let judged = JSON.stringify(live.base);
  const judge = (): void => {
    const { params, trace } = live.state;
    const now = JSON.stringify(params);
    if (now !== judged) {
      judged = now;
      for (const form of forms) {
        const goal = live.widget.goals?.[form.dataset['goal'] ?? ''];
        if (goal !== undefined) answerGoal(form, goal(trace, params));
      }
    }
    for (const form of forms) if (form.dataset['asked'] !== undefined) repeat(live, form);
  };
  live.root.addEventListener('widget-drawn', judge);
  judge();
}

function answerGoal(form: HTMLFormElement, reached: boolean): void {
  const exercise = form.dataset['exercise'] ?? '';
  const before = keptAnswers()?.[exercise]?.right === true;
  form.querySelector('.verdict')?.removeAttribute('aria-live');
  if (!reached) return pronounce(form, before ? 'goalBefore' : 'goalNotYet', before);
  const shown = form.querySelector<HTMLDetailsElement>('details.answer')?.open === true;
  if (shown && !before) return pronounce(form, 'goalShown', true);
  keep(exercise, { given: '', right: true });
  offerReset(form, true);
  pronounce(form, 'goalDone', true);
}

/** Says the exercise's verdict at the widget as well, with the way back; those who listen hear it from the exercise. */
function repeat({ root, lang }: LiveWidget, form: HTMLFormElement): void {
  let line = root.querySelector<HTMLElement>(`.widget-goal[data-of="${form.id}"]`);
  if (line === null) {
    const back = make(document, 'a', { href: `#${form.id}` }, say(lang, 'backToExercise'));
    line = make(
      document,
      'p',
      { class: 'widget-goal', 'data-of': form.id },
      back,
      ' ',
      make(document, 'span'),
    );
    root.querySelector('.widget-message')?.after(line);
  }
  const word = line.querySelector('span');
  const text = form.querySelector('.verdict')?.textContent ?? '';
  if (word !== null && word.textContent !== text) word.textContent = text;
}
