// Every widget of the house, found by its place: src/{mechanisms,topics}/<slug>/widgets/<name>.ts is `<slug>/<name>`.
import type { AnyWidget } from '../widget/define.ts';

const modules = import.meta.glob<{ default: AnyWidget }>([
  '../mechanisms/*/widgets/*.ts',
  '../topics/*/widgets/*.ts',
]);

const loaders = new Map(
  Object.entries(modules).map(([path, load]) => [
    path.replace(/^.*\/([^/]+)\/widgets\/([^/]+)\.ts$/, '$1/$2'),
    load,
  ]),
);

/** Loads a widget's definition. Throws an error that names the known ones. */
export async function loadWidget(id: string): Promise<AnyWidget> {
  const load = loaders.get(id);
  if (load === undefined)
    throw new Error(`unknown widget “${id}”. Known: ${[...loaders.keys()].sort().join(', ')}`);
  return (await load()).default;
}
