/** Marks, in the table of contents beside the text, the section that is being read. */
export function markContents(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('nav.contents a')];
  if (links.length === 0) return;
  const headings = links.map(({ hash }) => document.getElementById(decodeURIComponent(hash.slice(1))));
  const mark = () => {
    // A heading is reached when it comes into the upper third of the window.
    const reached = headings.findLastIndex((heading) => heading && heading.getBoundingClientRect().top < innerHeight / 3);
    links.forEach((link, index) => {
      if (index === reached) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    });
  };
  const sight = new IntersectionObserver(mark, { rootMargin: '0px 0px -67% 0px' });
  for (const heading of headings) if (heading) sight.observe(heading);
}
