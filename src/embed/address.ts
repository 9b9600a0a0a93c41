// The address of a page in the state that its widgets are in.
import { writeUrl } from '../widget/params.ts';
import type { LiveWidget } from './live.ts';

/** The address of the widget's present state. */
export function addressOf(live: LiveWidget): string {
  const url = new URL(location.href);
  url.search = queryOf(live);
  url.hash = live.name;
  return url.href;
}

/** Writes the widget's params to the address bar. */
export function writeAddress(live: LiveWidget): void {
  const search = queryOf(live);
  if (search === location.search) return;
  // The path is written too: an address of a fragment alone would keep the old query.
  history.replaceState(history.state, '', location.pathname + search + location.hash);
}

function queryOf({ widget, name, params, base }: LiveWidget): string {
  return writeUrl(widget.controls, name, params, base, location.search);
}
