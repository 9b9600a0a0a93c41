// The search dialog. It is made in the browser, since without a script there is no search.
import { say } from '../../i18n/shell.ts';
import type { ShellString } from '../../i18n/shell.ts';
import { find, pagefind } from './pagefind.ts';
import type { Page, Section } from './pagefind.ts';

const tag = document.documentElement.lang;
const lang = tag.startsWith('zh') ? 'zh' : 'en';
const t = (key: ShellString, values?: Record<string, string | number>) => say(key, lang, values);
/** Pages that are shown at once; more would be read by nobody. */
const most = 8;

const dialog = document.createElement('dialog');
dialog.className = 'search-dialog';
dialog.setAttribute('aria-label', t('search'));
dialog.innerHTML = `<form role="search" method="dialog">
  <input type="search" autocomplete="off" spellcheck="false">
  <button>${t('searchClose')}</button>
</form>
<p role="status"></p>
<ol></ol>`;
const input = dialog.querySelector('input')!;
const status = dialog.querySelector('p')!;
const list = dialog.querySelector('ol')!;
input.placeholder = t('searchPlaceholder');
input.setAttribute('aria-label', t('search'));
input.addEventListener('input', () => void search());
// Return follows the first result instead of closing the dialog; Escape closes it instead of emptying the field first.
input.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.isComposing) dialog.close();
  if (event.key !== 'Enter' || event.isComposing) return;
  event.preventDefault();
  list.querySelector('a')?.click();
});
dialog.addEventListener('keydown', moveFocus);
dialog.addEventListener('click', ({ target }) => {
  if (target === dialog || (target instanceof Element && target.closest('a'))) dialog.close();
});
document.body.append(dialog);

/** Opens the dialog, and closes it when it is open. */
export function openSearch(): void {
  if (dialog.open) return dialog.close();
  dialog.showModal();
  input.select();
  pagefind().catch(() => (status.textContent = t('searchUnavailable')));
}

async function search(): Promise<void> {
  const query = input.value.trim();
  if (!query) return show([], '');
  try {
    const found = await find(query, tag);
    if (!found) return;
    const pages = await Promise.all(found.slice(0, most).map((result) => result.data()));
    if (input.value.trim() !== query) return;
    const count = found.length;
    show(pages, count === 0 ? t('searchNone', { query }) : t('searchSome', { count }));
  } catch {
    show([], t('searchUnavailable'));
  }
}

function show(pages: readonly Page[], message: string): void {
  status.textContent = message;
  list.replaceChildren(
    ...pages.map((page) => {
      const item = document.createElement('li');
      const title = page.meta.title ?? page.url;
      const [first = { title, url: page.url, excerpt: page.excerpt }, ...rest] = page.sub_results;
      // The part of a page before its first heading has the page's own title.
      const sections =
        first.title === title ? [first, ...rest] : [{ ...page, title, excerpt: '' }, first, ...rest];
      item.append(...sections.slice(0, 4).map(link));
      return item;
    }),
  );
}

function link({ title, url, excerpt }: Section): HTMLAnchorElement {
  const anchor = document.createElement('a');
  anchor.href = url;
  const strong = document.createElement('strong');
  strong.textContent = title;
  const text = document.createElement('span');
  text.innerHTML = excerpt;
  anchor.append(strong, text);
  return anchor;
}

/** Up and down go through the results, and from the first back to the input. */
function moveFocus(event: KeyboardEvent): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const stops: HTMLElement[] = [input, ...list.querySelectorAll('a')];
  const next =
    stops[stops.indexOf(document.activeElement as HTMLElement) + (event.key === 'ArrowDown' ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
