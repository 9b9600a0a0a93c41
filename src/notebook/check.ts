// The type check of all cells: one TypeScript program over the articles' modules, which exist in memory only.
import { readFile, glob } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { piecesOf } from './extract.ts';
import { moduleOf, type NotebookSource } from './module.ts';
import { shown } from './names.ts';
import { ArticleError, type Problem } from './problem.ts';
import { scopeOf, type Scope } from './scope.ts';

/** Checks the cells of articles, again and again without reading the libraries anew. */
export interface Checker {
  /** All mistakes in the given articles, by absolute path. */
  check(files: readonly string[]): Promise<Problem[]>;
}

/** Mistakes in the cells of all articles under a folder: in MDX, in syntax and in types. */
export async function checkCells(
  contentDir: string,
  root = dirname(resolve(contentDir)),
): Promise<Problem[]> {
  return createChecker(root).check(await articlesIn(contentDir));
}

/** The articles under a folder, in order. */
export async function articlesIn(contentDir: string): Promise<string[]> {
  const files: string[] = [];
  for await (const file of glob('**/*.mdx', { cwd: contentDir })) files.push(resolve(contentDir, file));
  return files.sort();
}

export function createChecker(root: string): Checker {
  const options = compilerOptions(root);
  const virtual = new Map<string, NotebookSource>();
  const sources = new Map<string, { changed: number; source: ts.SourceFile | undefined }>();
  const host = hostOf(options, virtual, sources);
  let program: ts.Program | undefined;
  return {
    async check(files) {
      const scope = await scopeOf(root);
      const problems: Problem[] = [];
      virtual.clear();
      for (const file of files) problems.push(...(await addModule(file, root, scope, virtual)));
      if (virtual.size === 0) return problems;
      program = ts.createProgram({ rootNames: [...virtual.keys()], options, host, oldProgram: program });
      for (const [path, module] of virtual) {
        const source = program.getSourceFile(path);
        for (const diagnostic of program.getSemanticDiagnostics(source)) {
          problems.push(toProblem(diagnostic, module, shown(root, path.slice(0, -suffix.length))));
        }
      }
      return problems;
    },
  };
}

const suffix = '.notebook.ts';

/** Puts an article's module among the virtual files, unless it has no cells or cannot be parsed. */
async function addModule(
  path: string,
  root: string,
  scope: Scope,
  virtual: Map<string, NotebookSource>,
): Promise<readonly Problem[]> {
  const file = shown(root, path);
  try {
    const pieces = piecesOf(await readFile(path, 'utf8'), file);
    if (pieces.length === 0) return [];
    const module = moduleOf(pieces, { root, path, file, scope, all: true });
    if (module.problems.length === 0) virtual.set(path + suffix, module);
    return module.problems;
  } catch (error) {
    if (error instanceof ArticleError) return error.problems;
    throw error;
  }
}

function toProblem(
  { start = 0, file: source, messageText }: ts.Diagnostic,
  module: NotebookSource,
  file: string,
): Problem {
  const line =
    source === undefined ? 0 : (module.lines[source.getLineAndCharacterOfPosition(start).line] ?? 0);
  return { file, line, message: ts.flattenDiagnosticMessageText(messageText, '\n    ') };
}

/**
 * The house's own options, except that a cell may define what it does not use, and may write `weights[0][1]` without a
 * question mark: what is undefined in the end is an error when it runs.
 */
function compilerOptions(root: string): ts.CompilerOptions {
  const path = join(root, 'tsconfig.json');
  const { config } = ts.readConfigFile(path, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, include: [], files: ['none.ts'] },
    ts.sys,
    root,
  );
  return {
    ...options,
    noUncheckedIndexedAccess: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
    allowUnreachableCode: true,
    types: [],
    noEmit: true,
  };
}

function hostOf(
  options: ts.CompilerOptions,
  virtual: ReadonlyMap<string, NotebookSource>,
  sources: Map<string, { changed: number; source: ts.SourceFile | undefined }>,
): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile: read, getSourceFile } = host;
  return {
    ...host,
    fileExists: (name) => virtual.has(name) || fileExists(name),
    readFile: (name) => virtual.get(name)?.code ?? read(name),
    getSourceFile(name, language, ...rest) {
      const module = virtual.get(name);
      if (module !== undefined) return ts.createSourceFile(name, module.code, language);
      const changed = ts.sys.getModifiedTime?.(name)?.getTime() ?? 0;
      const cached = sources.get(name);
      if (cached?.changed === changed) return cached.source;
      const source = getSourceFile(name, language, ...rest);
      sources.set(name, { changed, source });
      return source;
    },
  };
}
