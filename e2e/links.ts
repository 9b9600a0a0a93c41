// Follows every link of the built pages inside of the site: to a page or a file that is there, to an anchor that is there.
import type { APIRequestContext } from 'playwright/test';
import { parseHTML } from 'linkedom';

/** What is wrong with the links of a site, by page; empty when all of them lead somewhere. `paths` are where it begins. */
export async function brokenLinks(
  request: APIRequestContext,
  root: string,
  paths: readonly string[],
): Promise<string[]> {
  const broken: string[] = [];
  const known = new Map<string, Document | null>();
  const open = async (url: string): Promise<Document | null> => {
    const kept = known.get(url);
    if (kept !== undefined) return kept;
    const response = await request.get(url, { maxRedirects: 0 });
    const html = (response.headers()['content-type'] ?? '').startsWith('text/html');
    const page =
      response.status() !== 200 ? null : parseHTML(html ? await response.text() : '<html></html>').document;
    known.set(url, page);
    return page;
  };
  for (const path of paths) {
    const here = new URL(path, root).href;
    const page = await open(here);
    if (page === null) broken.push(`${here} is not there`);
    for (const address of page === null ? [] : addressesOf(page)) {
      const url = new URL(address, here);
      if (url.origin !== new URL(root).origin) continue;
      if (!url.href.startsWith(root)) broken.push(`${here}: ${address} is outside of ${root}`);
      const anchor = decodeURIComponent(url.hash.slice(1));
      url.hash = '';
      url.search = '';
      const target = await open(url.href);
      if (target === null) broken.push(`${here}: ${address} is not there`);
      else if (anchor !== '' && target.getElementById(anchor) === null)
        broken.push(`${here}: no ${address} there`);
    }
  }
  return broken;
}

function addressesOf(page: Document): Set<string> {
  const elements = [...page.querySelectorAll('[href], [src]')].filter(
    (element) => !element.matches('link[rel="canonical"], link[rel="alternate"]'),
  );
  return new Set(
    elements.map((element) => element.getAttribute('href') ?? element.getAttribute('src') ?? ''),
  );
}
