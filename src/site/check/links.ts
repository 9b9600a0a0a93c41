// Links of an article lead somewhere: to an anchor of the page, to another article or page, or away from the site.
import { unknown } from '../../components/data/known.ts';
import type { Check } from './article.ts';

const forms =
  'expected https://…, #anchor, or a path from the site’s root such as /foundations/query-key-value/';

export const checkLinks: Check = function* ({ outline, path, anchors }) {
  for (const { url, line } of outline.links) {
    if (/^(https?:|mailto:)/.test(url)) continue;
    const [, page = '', anchor = ''] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/.exec(url) ?? [];
    if (page !== '' && !page.startsWith('/')) {
      yield { line, message: `link “${url}”: ${forms}` };
      continue;
    }
    if (/\.\w+$/.test(page)) continue;
    const there = anchors.get(page === '' ? path : page);
    if (there === undefined) {
      yield {
        line,
        message: page.startsWith('/zh/')
          ? `link “${url}”: leave out /zh, it is added`
          : unknown('page', page, anchors.keys()),
      };
    } else if (anchor !== '' && !there.has(anchor)) {
      yield { line, message: `link “${url}”: ${unknown('anchor', anchor, there)}` };
    }
  }
};
