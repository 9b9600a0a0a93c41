/** Makes a box that scrolls sideways reachable by keyboard, and only while it does. */
export function focusWhatScrolls(): void {
  const check = ({ target }: { target: Element }) => {
    if (target.scrollWidth > target.clientWidth) target.setAttribute('tabindex', '0');
    else target.removeAttribute('tabindex');
  };
  const sizes = new ResizeObserver((entries) => entries.forEach(check));
  for (const box of document.querySelectorAll('.scroll')) sizes.observe(box);
}
