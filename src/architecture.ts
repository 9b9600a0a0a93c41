// The layers of the house, and a reader of imports: what architecture.test.ts enforces.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

export interface Layer {
  readonly name: string;
  /** The files that it consists of: the first layer whose pattern fits a path is the file's. */
  readonly files: RegExp;
  /** Layers whose code it may import, beside its own. */
  readonly code: readonly string[];
  /** Layers of which it may import types only. */
  readonly types?: readonly string[];
  /** Packages that it may import; any, where nothing is said. */
  readonly packages?: readonly string[];
}

const tfjs = '@tensorflow/tfjs-core';

/** From the bottom up: no layer imports one that stands below it in this list, and tests import what stands above them. */
export const layers: readonly Layer[] = [
  { name: 'plot', files: /^src\/figures\/plot\.ts$/, code: [], packages: ['@observablehq/plot'] },
  { name: 'widget', files: /^src\/widget\//, code: [], types: ['plot'], packages: [] },
  { name: 'i18n', files: /^src\/i18n\//, code: [], types: ['widget'], packages: [] },
  { name: 'typeset', files: /^src\/typeset\//, code: [], packages: ['katex', 'astro'] },
  {
    name: 'math',
    files: /^src\/math\//,
    code: [],
    packages: [tfjs, '@tensorflow/tfjs-backend-cpu', '@tensorflow/tfjs-backend-wasm'],
  },
  { name: 'kernel', files: /^src\/mechanisms\/[^/]+\/kernel\.ts$/, code: ['math'], packages: [tfjs] },
  { name: 'models', files: /^src\/models\//, code: ['math', 'kernel'], packages: [tfjs] },
  {
    name: 'figures',
    files: /^src\/figures\//,
    code: ['widget'],
    types: ['math', 'plot'],
    packages: [],
  },
  {
    name: 'meta',
    files: /^src\/(mechanisms|topics)\/[^/]+\/meta\.ts$/,
    code: [],
    types: ['widget'],
    packages: [],
  },
  { name: 'helpers', files: /^src\/mechanisms\/[^/]+\.ts$/, code: ['math', 'kernel'], packages: [tfjs] },
  {
    name: 'widgets',
    files: /^src\/(mechanisms|topics)\/[^/]+\/(widgets\/)?[^/]+\.ts$/,
    code: ['kernel', 'meta', 'models', 'math', 'figures', 'widget', 'i18n'],
    packages: [tfjs],
  },
  {
    name: 'embed',
    files: /^src\/embed\/(?!worker\.ts$)/,
    code: ['plot', 'widget', 'i18n'],
    types: ['math', 'figures'],
    packages: [],
  },
  {
    name: 'worker',
    files: /^src\/embed\/worker\.ts$/,
    code: ['widget', 'math', 'embed'],
    packages: ['@tensorflow/tfjs-backend-wasm'],
  },
  {
    name: 'notebook',
    files: /^src\/notebook\//,
    code: ['plot', 'widget', 'i18n', 'typeset'],
    types: ['math', 'figures'],
  },
  {
    name: 'components',
    files: /^src\/components\//,
    code: ['math', 'embed', 'notebook', 'typeset', 'widget', 'i18n'],
  },
  {
    name: 'site',
    files: /^(src\/site\/|src\/content\.config\.ts$|astro\.config\.mjs$)/,
    code: ['components', 'embed', 'notebook', 'typeset', 'widget', 'i18n'],
    types: ['math', 'figures'],
  },
  {
    name: 'pages',
    files: /^src\/pages\//,
    code: ['site', 'components', 'embed', 'notebook', 'typeset', 'widget', 'i18n'],
  },
  { name: 'house', files: /^(src\/[^/]+\.ts|e2e\/.*)$/, code: [] },
];

/** The layer of a file. */
export function layerOf(file: string): Layer | undefined {
  return layers.find(({ files }) => files.test(file.replace(/\.test\.ts$/, '.ts')));
}

/** Whether a file is only there for tests: they may import more than their layer, and nothing else may import them. */
export function isTest(file: string): boolean {
  return /\.test\.ts$|\/(testing|fixture|examples)\.ts$|^src\/architecture\.ts$|^e2e\//.test(file);
}

export interface Import {
  readonly from: string;
  /** A file of the project, or the name of a package. */
  readonly to: string;
  readonly kind: 'package' | 'file';
  /** Vanishes when the types are stripped. */
  readonly isType: boolean;
  /** Found by `import.meta.glob`, which names a place and no file. */
  readonly isGlob: boolean;
}

/** Every file of code in the project, relative to its root. */
export const sources = globSync(['src/**/*.{ts,astro,mjs}', 'e2e/**/*.ts', 'astro.config.mjs']).sort();

/** What a file imports: static, dynamic and by glob. Modules of Node and of Astro’s own (`astro:…`) are left out. */
export function importsOf(from: string): Import[] {
  const found: Import[] = [];
  const add = (to: string, isType: boolean, isGlob = false) => {
    if (/^(node|astro):/.test(to)) return;
    const bare = to.replace(/\?.*$/, '');
    if (isGlob)
      for (const file of globSync(join(dirname(from), bare)))
        found.push({ from, to: file, kind: 'file', isType, isGlob });
    else if (bare.startsWith('.'))
      found.push({ from, to: join(dirname(from), bare), kind: 'file', isType, isGlob });
    else found.push({ from, to: packageOf(bare), kind: 'package', isType, isGlob });
  };
  const visit = (node: ts.Node): void => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier !== undefined
    ) {
      if (ts.isStringLiteral(node.moduleSpecifier)) add(node.moduleSpecifier.text, isTypeOnly(node));
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      if (ts.isStringLiteral(node.argument.literal)) add(node.argument.literal.text, true);
    } else if (ts.isCallExpression(node)) {
      const [argument] = node.arguments;
      const isGlob = node.expression.getText() === 'import.meta.glob';
      if (argument !== undefined && (isGlob || node.expression.kind === ts.SyntaxKind.ImportKeyword)) {
        const places = ts.isArrayLiteralExpression(argument) ? argument.elements : [argument];
        for (const place of places) if (ts.isStringLiteral(place)) add(place.text, false, isGlob);
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const code of codeOf(from)) visit(ts.createSourceFile('a.ts', code, ts.ScriptTarget.Latest, true));
  return found;
}

/** The code of a file: of a component its frontmatter and its scripts. */
function codeOf(file: string): string[] {
  if (!existsSync(file)) return [];
  const source = readFileSync(file, 'utf8');
  if (!file.endsWith('.astro')) return [source];
  const [, frontmatter = '', rest = ''] = /^---\n([\s\S]*?)\n---\n?([\s\S]*)$/.exec(source) ?? [
    '',
    '',
    source,
  ];
  const scripts = [...rest.matchAll(/<script(?![^>]*is:inline)([^>]*)>([\s\S]*?)<\/script>/g)];
  return [
    frontmatter,
    ...scripts.map(([, attributes = '', body = '']) => {
      const [, src] = /\bsrc="([^"]+)"/.exec(attributes) ?? [];
      return src === undefined ? body : `import '${src}';`;
    }),
  ];
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (clause === undefined || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return clause !== undefined;
  const { name, namedBindings } = clause;
  if (name !== undefined || namedBindings === undefined || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.every((element) => element.isTypeOnly);
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
