// What is asked of every mechanism, topic and article, found by its place: a new one is tested without being named here.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bibliography } from './components/data/bibliography.ts';
import { halfWidthMark } from './components/data/chinese.ts';
import type { Step } from './figures/walk.ts';
import { runVectors, type Kernel, type Vectors } from './math/vectors.ts';
import { families } from './site/families.ts';
import { evaluate } from './typeset/evaluate.ts';
import { renderMath } from './typeset/katex.ts';
import type { MechanismMeta, TopicMeta } from './widget/meta.ts';
import { languages, pick } from './widget/text.ts';

const slugs = (folder: string) =>
  globSync(`src/${folder}/*/`)
    .map((path) => path.split('/').at(-1) ?? '')
    .sort();
const mechanisms = slugs('mechanisms').filter((slug) => !slug.startsWith('_'));
const topics = slugs('topics');
const articles = languages.flatMap((lang) => globSync(`content/${lang}/*/*.mdx`)).sort();

const load = async <T>(path: string): Promise<T> => (await import(/* @vite-ignore */ `./${path}`)) as T;
const metaOf = async <T>(folder: string, slug: string): Promise<T> =>
  (await load<{ default: T }>(`${folder}/${slug}/meta.ts`)).default;
const vectorsOf = (slug: string) =>
  JSON.parse(readFileSync(`src/mechanisms/${slug}/vectors.json`, 'utf8')) as Vectors;

it('finds the mechanisms, topics and articles', () => {
  expect(mechanisms).toContain('scaled-dot-product');
  expect(articles.length).toBeGreaterThan(0);
});

it('gives a slug to one mechanism or one topic', () => {
  expect(mechanisms.filter((slug) => topics.includes(slug))).toEqual([]);
});

describe.each(mechanisms)('mechanism %s', async (slug) => {
  const folder = `src/mechanisms/${slug}`;
  const meta = await metaOf<MechanismMeta>('mechanisms', slug);

  it('is complete', () => {
    const files = ['meta.ts', 'kernel.ts', 'kernel.test.ts', 'reference.py', 'vectors.json', 'trace.ts'];
    expect(files.filter((file) => !existsSync(`${folder}/${file}`))).toEqual([]);
    expect(globSync(`${folder}/widgets/*.ts`)).not.toEqual([]);
  });

  it('builds on mechanisms that exist, and not on itself', () => {
    expect(mechanisms.filter((other) => other !== slug)).toEqual(expect.arrayContaining([...meta.buildsOn]));
  });

  it('cites its paper, of its year', () => {
    // Two papers of the same authors and year are told apart by a letter.
    expect(
      bibliography()
        .get(meta.paper)
        ?.year.replace(/[a-z]$/, ''),
    ).toBe(String(meta.year));
  });

  it('belongs to a family', () => {
    expect(families.map(({ id }) => id)).toContain(meta.family);
  });

  it('has a name in both languages', () => {
    expect(pick(meta.name, 'zh')).toMatch(/\p{Script=Han}/u);
    expect(pick(meta.name, 'en')).not.toMatch(/\p{Script=Han}/u);
  });

  it.each(meta.costs.map((cost) => [pick(cost.label, 'en'), cost] as const))(
    'counts as its formula says: %s',
    (_label, cost) => {
      for (const [n, d] of [
        [1, 1],
        [2, 3],
        [7, 5],
        [1024, 64],
      ] as const) {
        const value = evaluate(cost.formula, { n, d });
        expect(Math.abs(cost.count(n, d) - value)).toBeLessThanOrEqual(1e-9 * value);
      }
      expect(() => renderMath(cost.formula, false)).not.toThrow();
      expect(halfWidthMark(pick(cost.label, 'zh'))).toBeNull();
    },
  );

  it('has vectors of its own kernel, written by its own reference', async () => {
    const vectors = vectorsOf(slug);
    const kernel = await load<Record<string, unknown>>(`mechanisms/${slug}/kernel.ts`);
    expect(vectors).toMatchObject({ mechanism: slug, source: 'reference.py' });
    expect(vectors.cases.length).toBeGreaterThan(0);
    expect(kernel[vectors.kernel]).toBeTypeOf('function');
  });

  it('reads its trace in the order of its kernel: a step for each intermediate, some of which an option adds', async () => {
    const vectors = vectorsOf(slug);
    const kernel = (await load<Record<string, Kernel>>(`mechanisms/${slug}/kernel.ts`))[vectors.kernel]!;
    const { steps } = await load<{ steps: Record<string, Step<unknown, unknown>> }>(
      `mechanisms/${slug}/trace.ts`,
    );
    const names = Object.keys(steps);
    const met = new Set<string>();
    runVectors((...inputs) => {
      const trace = kernel(...inputs);
      expect(names.filter((name) => name in trace)).toEqual(Object.keys(trace));
      Object.keys(trace).forEach((name) => met.add(name));
      return trace;
    }, vectors);
    expect(names.filter((name) => !met.has(name))).toEqual([]);
  });
});

describe.each(topics)('topic %s', async (slug) => {
  const meta = await metaOf<TopicMeta>('topics', slug);

  it('uses mechanisms that exist', () => {
    expect(meta.mechanisms).not.toEqual([]);
    expect(mechanisms).toEqual(expect.arrayContaining([...meta.mechanisms]));
  });

  it('has no kernel of its own', () => {
    expect(existsSync(`src/topics/${slug}/kernel.ts`)).toBe(false);
  });

  it.each(languages)('has an article in its family (%s)', (lang) => {
    expect(articles).toContain(`content/${lang}/${meta.family}/${slug}.mdx`);
  });
});

describe.each(articles)('%s', (path) => {
  const [, , family = '', file = ''] = path.split('/');
  const slug = file.replace('.mdx', '');

  it('is about a mechanism or a topic, and stands in its family', async () => {
    expect([...mechanisms, ...topics]).toContain(slug);
    const meta = await metaOf<{ family: string }>(topics.includes(slug) ? 'topics' : 'mechanisms', slug);
    expect(meta.family).toBe(family);
  });
});
