// All that the shell does in the browser before a reader asks for more. Every part works without it, or is not shown.
import { markContents } from './contents.ts';
import { loadSearchOnIntent } from './search-intent.ts';
import { focusWhatScrolls } from './scroll.ts';
import { themeKey } from './theme.ts';

const root = document.documentElement;

document.querySelector('[data-theme-toggle]')?.addEventListener('click', () => {
  const theme = root.dataset['theme'] === 'dark' ? 'light' : 'dark';
  root.dataset['theme'] = theme;
  try {
    localStorage.setItem(themeKey, theme);
  } catch {
    // Storage may be forbidden; then the choice holds for this page.
  }
});

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', ({ matches }) => {
  let chosen: string | null = null;
  try {
    chosen = localStorage.getItem(themeKey);
  } catch {
    // As above.
  }
  if (!chosen) root.dataset['theme'] = matches ? 'dark' : 'light';
});

// The other language keeps the place in the text and the state of the widgets.
for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-twin]')) {
  const follow = () => {
    link.search = location.search;
    link.hash = location.hash;
  };
  for (const event of ['pointerenter', 'focus', 'click']) link.addEventListener(event, follow);
}

// A link in the list of contents closes it, so that the heading is in view.
document.querySelector('.contents-fold')?.addEventListener('click', ({ currentTarget, target }) => {
  if (target instanceof HTMLAnchorElement) (currentTarget as HTMLDetailsElement).open = false;
});

loadSearchOnIntent();
markContents();
focusWhatScrolls();
