// Every mechanism and topic of the house, found by its folder: what it says of itself, its kernel, its source, its vectors.
import type { MechanismMeta, TopicMeta } from '../widget/meta.ts';
import type { Vectors } from '../math/vectors.ts';

const metas = import.meta.glob<MechanismMeta>('../mechanisms/*/meta.ts', { eager: true, import: 'default' });
const topics = import.meta.glob<TopicMeta>('../topics/*/meta.ts', { eager: true, import: 'default' });
const kernels = import.meta.glob<Record<string, unknown>>('../mechanisms/*/kernel.ts');
const kernelSources = import.meta.glob<string>('../mechanisms/*/kernel.ts', {
  query: '?raw',
  import: 'default',
});
const references = import.meta.glob<string>('../mechanisms/*/reference.py', {
  query: '?raw',
  import: 'default',
});
const vectors = import.meta.glob<Vectors>('../mechanisms/*/vectors.json', { import: 'default' });

const slugOf = (path: string): string => path.split('/').at(-2) ?? '';
const bySlug = <T>(modules: Record<string, T>): ReadonlyMap<string, T> =>
  new Map(Object.entries(modules).map(([path, module]) => [slugOf(path), module]));

/** What the mechanisms say of themselves, by slug. */
export const mechanisms: ReadonlyMap<string, MechanismMeta> = bySlug(metas);

/** What the topics say of themselves, by slug. */
export const topicMetas: ReadonlyMap<string, TopicMeta> = bySlug(topics);

/** A mechanism's kernel and reference as text, its kernel as code, and its vectors. Throws for an unknown slug. */
export async function truthOf(slug: string): Promise<{
  readonly kernel: Record<string, unknown>;
  readonly typescript: string;
  readonly python: string;
  readonly vectors: Vectors;
}> {
  const load = <T>(modules: Record<string, () => Promise<T>>): Promise<T> => {
    const found = bySlug(modules).get(slug);
    if (found === undefined)
      throw new Error(`unknown mechanism “${slug}”. Known: ${[...mechanisms.keys()].join(', ')}`);
    return found();
  };
  return {
    kernel: await load(kernels),
    typescript: await load(kernelSources),
    python: await load(references),
    vectors: await load(vectors),
  };
}
