// All the JavaScript that an article has before it is used: it waits until the reader comes near a widget, and only then
// loads the code that makes it live. Until then, and without it, the page is complete.

import { keptAnswers } from './kept.ts';

type Live = typeof import('./live.ts');

let live: Promise<Live> | undefined;

/** Makes a widget live; later calls do nothing. Whatever the reader did before is kept by the form itself. */
async function wake(root: HTMLElement): Promise<void> {
  live ??= import('./live.ts');
  try {
    await (await live).hydrate(root);
  } catch (error) {
    live = undefined;
    const message = root.querySelector('.widget-message');
    if (message !== null) message.textContent = root.dataset['failed'] ?? '';
    console.error(error);
  }
}

async function pressAgain(root: HTMLElement, button: HTMLButtonElement): Promise<void> {
  await wake(root);
  if (root.dataset['live'] !== undefined) button.click();
}

const roots = [...document.querySelectorAll<HTMLElement>('.widget')];

for (const root of roots) {
  for (const event of ['pointerover', 'focusin', 'touchstart', 'toggle']) {
    root.addEventListener(event, () => void wake(root), { once: true, passive: true, capture: true });
  }
  // A button that is pressed before the widget is live is pressed again when it is.
  root.addEventListener('click', (event) => {
    const button = (event.target as Element).closest('button');
    if (button !== null && root.dataset['live'] === undefined) void pressAgain(root, button);
  });
  if (new RegExp(`[?&]${root.id}\\.`).test(location.search)) void wake(root);
}

// Once the reader does anything at all, widgets that come into view are made live before they are touched.
const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      void wake(target as HTMLElement);
    }
  },
  { rootMargin: '25%' },
);
const start = (): void => {
  for (const event of starts) removeEventListener(event, start);
  for (const root of roots) near.observe(root);
};
const starts = ['pointermove', 'keydown', 'touchstart', 'wheel'];
for (const event of starts) addEventListener(event, start, { passive: true });

// Linked reading begins with the reader's first look or step.
const looks = ['pointerover', 'focusin'];
let linked: Promise<void> | undefined;
let latest: Event;
const link = (event: Event): void => {
  latest = event;
  linked ??= loadLinked();
};
async function loadLinked(): Promise<void> {
  const { linkReading } = await import('./linked.ts');
  for (const type of looks) removeEventListener(type, link);
  linkReading(latest);
}
for (const type of looks) addEventListener(type, link, { passive: true });

// <Set>: a link that sets a widget on this page sets it in place. It stays an address that can be copied and opened.
document.addEventListener('click', (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-set]');
  const root = document.getElementById(link?.dataset['set'] ?? '');
  if (link === null || root === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.href, root.id);
  void wake(root).then(async () => (await live)?.applyUrl(root, true));
});

// <Quiz goal>: who goes from the exercise to its widget finds the exercise's word there too.
document.addEventListener('click', (event) => {
  const form = (event.target as Element).closest('.quiz .act a')?.closest('form');
  const root = document.getElementById(form?.dataset['of'] ?? '');
  if (form == null || root === null) return;
  form.dataset['asked'] = '';
  void wake(root).then(() => root.dispatchEvent(new CustomEvent('widget-drawn')));
});

// <Predict> and <Quiz>: the guess first, then the answer. What the reader answered before is brought back.
if (keptAnswers() !== null) void import('./answer.ts').then(({ restore }) => restore());
document.addEventListener('reset', (event) => {
  const form = (event.target as Element).closest<HTMLFormElement>('.quiz');
  if (form !== null) void import('./answer.ts').then(({ forget }) => forget(form));
});
document.addEventListener('submit', (event) => {
  const form = (event.target as Element).closest<HTMLFormElement>('.predict, .quiz');
  if (form === null) return;
  event.preventDefault();
  void import('./answer.ts').then(({ answer }) =>
    answer(form, async (root, href) => {
      go(href, root.id);
      await wake(root);
      await (await live)?.applyUrl(root, false);
    }),
  );
});

/** Moves to an address that sets one widget; what the address says of the others stays. */
function go(href: string, name: string): void {
  const url = new URL(href, location.href);
  const query = new URLSearchParams(location.search);
  for (const key of [...query.keys()]) if (key.startsWith(`${name}.`)) query.delete(key);
  for (const [key, value] of url.searchParams) query.set(key, value);
  url.search = query.toString();
  history.pushState(null, '', url);
}

addEventListener('popstate', () => {
  void live?.then((module) => roots.forEach((root) => module.applyUrl(root, false)));
});
