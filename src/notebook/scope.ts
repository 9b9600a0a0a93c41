// The names that a cell may use without importing them: what kernels, maths and the display helpers export, and the kinds
// of figures. Read from the sources, so that a new kernel needs no list.
import { readFile, glob } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { shown } from './names.ts';

/** The module, by absolute path, that exports each name. */
export type Scope = ReadonlyMap<string, string>;

const sources = [
  'src/math/*.ts',
  'src/mechanisms/*/kernel.ts',
  'src/figures/*.ts',
  'src/notebook/display.ts',
];

/**
 * The scope of every cell.
 * @throws when two modules export the same name: cells could not tell them apart.
 */
export async function scopeOf(root: string): Promise<Scope> {
  const scope = new Map<string, string>();
  const clashes: string[] = [];
  for await (const path of glob(sources, { cwd: root, exclude: (name) => name.endsWith('.test.ts') })) {
    const file = join(root, path);
    for (const name of exportsOf(await readFile(file, 'utf8'), path)) {
      const other = scope.get(name);
      if (other === undefined) scope.set(name, file);
      else clashes.push(`${name} (${[shown(root, other), path].sort().join(', ')})`);
    }
  }
  if (clashes.length > 0)
    throw new Error(`a name means two things in cells; rename one: ${clashes.join('; ')}`);
  return scope;
}

/** The values that a module declares and exports; of a module of figures only kinds of figures. Types are not in scope. */
export function exportsOf(source: string, path: string): string[] {
  const onlyFigures = path.includes('figures/');
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest);
  const names: string[] = [];
  for (const statement of file.statements.filter(isExported)) {
    if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) {
        if (onlyFigures && !isFigure(declaration, file)) continue;
        if (ts.isIdentifier(declaration.name)) names.push(declaration.name.text);
      }
    } else if (ts.isFunctionDeclaration(statement) && !onlyFigures && statement.name !== undefined) {
      names.push(statement.name.text);
    }
  }
  return names;
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const has = (kind: ts.SyntaxKind) => modifiers.some((modifier) => modifier.kind === kind);
  return has(ts.SyntaxKind.ExportKeyword) && !has(ts.SyntaxKind.DefaultKeyword);
}

function isFigure(declaration: ts.VariableDeclaration, file: ts.SourceFile): boolean {
  return declaration.type?.getText(file).startsWith('FigureKind<') ?? false;
}
