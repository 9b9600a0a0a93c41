// The search is loaded when somebody is about to search: pointing at its button, focusing or pressing it, or Ctrl+K.

/** Connects the search button and the shortcut. */
export function loadSearchOnIntent(): void {
  const button = document.querySelector('[data-search]');
  if (!button) return;
  const load = () => import('./search.ts');
  const open = () => void load().then(({ openSearch }) => openSearch());
  button.addEventListener('pointerenter', load, { once: true });
  button.addEventListener('focus', load, { once: true });
  button.addEventListener('click', open);
  addEventListener('keydown', (event) => {
    if (
      event.key.toLowerCase() !== 'k' ||
      !(event.ctrlKey || event.metaKey) ||
      event.altKey ||
      event.shiftKey
    )
      return;
    event.preventDefault();
    open();
  });
}
