// Route middleware: what Starlight cannot know, because articles live in the top-level folder `content/`.
import { defineRouteMiddleware } from '@astrojs/starlight/route-data';
import { git } from './build/git.ts';

const dates = new Map<string, Date | undefined>();

export const onRequest = defineRouteMiddleware(({ locals }) => {
  const route = locals.starlightRoute;
  const { filePath } = route.entry;
  if (filePath?.startsWith('content/')) route.lastUpdated = lastCommit(filePath);
  // The page for missing addresses has no address of its own, and no twin.
  if (route.id === '404') {
    route.head = route.head.filter(({ attrs }) => !/^(canonical|alternate)$/.test(String(attrs?.['rel'])));
    route.head.push({ tag: 'meta', attrs: { name: 'robots', content: 'noindex' } });
  }
});

/** The date of a file's last commit; undefined where git does not know it. */
function lastCommit(file: string): Date | undefined {
  if (!dates.has(file)) {
    const date = git('log', '-1', '--format=%cI', '--', file);
    dates.set(file, date ? new Date(date) : undefined);
  }
  return dates.get(file);
}
