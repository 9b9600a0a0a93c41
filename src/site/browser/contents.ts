/** Marks, in the table of contents beside the text, the section that is being read. */
export function markContents(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('nav.contents a')];
  if (links.length === 0) return;
  const headings = links.map(({ hash }) => document.getElementById(decodeURIComponent(hash.slice(1))));
  let frame = 0;
  const mark = () => {
    frame = 0;
    // A section is reached in the upper third of the window, and wherever it stands once the page is at its end.
    const { scrollHeight, clientHeight } = document.documentElement;
    const below = scrollHeight - clientHeight - scrollY;
    const line = Math.max(clientHeight / 3, clientHeight - below);
    const reached = headings.findLastIndex(
      (heading) => heading && heading.getBoundingClientRect().top < line,
    );
    links.forEach((link, index) => {
      if (index === reached) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    });
  };
  const later = () => (frame ||= requestAnimationFrame(mark));
  addEventListener('scroll', later, { passive: true });
  later();
}
