// <Quiz goal>: an exercise that is done when the reader has brought its widget to a state. It follows what is drawn.
import { offerReset, pronounce } from './answer.ts';
import { keep, keptAnswers } from './kept.ts';
import type { LiveWidget } from './live.ts';

/** Follows a live widget for the exercises that ask something of it. What the page was built with never counts. */
export function watch(live: LiveWidget, forms: Iterable<HTMLFormElement>): void {
  let judged: LiveWidget['state']['params'] = live.base;
  const judge = (): void => {
    const { params, trace } = live.state;
    if (params === judged) return;
    judged = params;
    for (const form of forms) {
      const goal = live.widget.goals?.[form.dataset['goal'] ?? ''];
      if (goal !== undefined) answerGoal(form, goal(trace, params));
    }
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
