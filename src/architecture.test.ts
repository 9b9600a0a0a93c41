// The house keeps its layers: the table in architecture.ts, which src/README.md prints.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { families } from './site/families.ts';
import { importsOf, isTest, layerOf, layers, sources, type Import } from './architecture.ts';

const imports = sources.flatMap(importsOf);
const shown = ({ from, to, isType }: Import) => `${from} imports ${isType ? 'types of ' : ''}${to}`;

it('finds the imports', () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(imports.length).toBeGreaterThan(sources.length);
  expect(imports.some(({ isGlob }) => isGlob)).toBe(true);
  expect(imports.filter(({ to, kind }) => kind === 'file' && !existsSync(to)).map(shown)).toEqual([]);
});

it('knows the layer of every file', () => {
  expect(sources.filter((file) => layerOf(file) === undefined)).toEqual([]);
});

it('lists its layers from the bottom up', () => {
  const names = layers.map(({ name }) => name);
  for (const [i, { code, types = [] }] of layers.entries()) {
    for (const below of [...code, ...types]) expect(names.slice(0, i)).toContain(below);
  }
});

describe.each(layers)('$name', ({ name, code, types = [], packages }) => {
  const own = imports.filter(({ from }) => !isTest(from) && layerOf(from)?.name === name);

  it('imports only what stands below it', () => {
    const wrong = own.filter(({ to, kind, isType, isGlob }) => {
      const layer = layerOf(to)?.name;
      if (kind === 'package' || isGlob || layer === undefined || layer === name) return false;
      return !(code.includes(layer) || (isType && types.includes(layer)));
    });
    expect(wrong.map(shown)).toEqual([]);
  });

  it('imports only packages that it is made of', () => {
    const wrong = own.filter(
      ({ to, kind }) => kind === 'package' && packages !== undefined && !packages.includes(to),
    );
    expect(wrong.map(shown)).toEqual([]);
  });
});

it('finds mechanisms, topics and articles by glob in embed and notebook only', () => {
  const wrong = imports.filter(
    ({ from, isGlob }) =>
      isGlob && !isTest(from) && !['embed', 'notebook'].includes(layerOf(from)?.name ?? ''),
  );
  expect(wrong.map(shown)).toEqual([]);
});

it('names no mechanism in the code around them: a new one edits no existing file', () => {
  // A family may have the name of one of its mechanisms, as the Transformer's has.
  const slugs = globSync('src/{mechanisms,topics}/*/')
    .map((path) => path.split('/').at(-1) ?? '')
    .filter((slug) => families.every(({ id }) => id !== slug));
  const outer = sources.filter(
    (file) =>
      !isTest(file) && /^src\/(widget|i18n|typeset|math|figures|embed|notebook|components|site)\//.test(file),
  );
  const named = outer.flatMap((file) => {
    const code = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    return slugs
      .filter((slug) => new RegExp(`['"\`]${slug}['"\`/]`).test(code))
      .map((slug) => `${file} names ${slug}`);
  });
  expect(named).toEqual([]);
});

it('lets tests import their own layer and what stands below it', () => {
  const order = layers.map(({ name }) => name);
  const wrong = imports.filter(({ from, to, kind, isGlob }) => {
    if (kind === 'package' || isGlob || !isTest(from) || isTest(to)) return false;
    return order.indexOf(layerOf(to)?.name ?? '') > order.indexOf(layerOf(from)?.name ?? '');
  });
  expect(wrong.map(shown)).toEqual([]);
});

it('lets only tests import what is there for tests', () => {
  expect(
    imports.filter(({ from, to, kind }) => kind === 'file' && isTest(to) && !isTest(from)).map(shown),
  ).toEqual([]);
});

it('has no cycle of imports', () => {
  const next = new Map<string, string[]>();
  for (const { from, to, kind, isType, isGlob } of imports) {
    if (kind === 'file' && !isType && !isGlob) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) cycles.push([...path.slice(at), file].join(' → '));
    if (at >= 0 || done.has(file)) return;
    for (const to of next.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of sources) visit(file, []);
  expect(cycles).toEqual([]);
});

it('writes its imports with their extension', () => {
  const bare = imports.filter(({ to, kind }) => kind === 'file' && !/\.\w+$/.test(to));
  expect(bare.map(shown)).toEqual([]);
});

it('has no file over 250 lines without a reason in its first lines', () => {
  const files = [...sources, ...globSync('src/**/*.{css,py}')];
  const long = files.filter((file) => {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.length > 251 && !/\b250 lines\b/.test(lines.slice(0, 8).join('\n'));
  });
  expect(long).toEqual([]);
});

it('keeps the median file under 80 lines', () => {
  const lengths = sources
    .map((file) => readFileSync(file, 'utf8').split('\n').length - 1)
    .sort((a, b) => a - b);
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(80);
});

it('prints its table in the map of the house', () => {
  const map = readFileSync('src/README.md', 'utf8');
  for (const { name, code, types = [] } of layers) {
    if (name === 'house') continue;
    const row = map.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '';
    const [, , mayImport = '', typesOf = ''] = row
      .split('|')
      .slice(1)
      .map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word));
    expect([name, mayImport, typesOf]).toEqual([name, [...code], [...types]]);
  }
});
