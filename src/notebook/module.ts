// From an article's pieces to one TypeScript module. Its default export is a function in whose one scope the pieces stand
// in order, so that a cell sees what earlier ones define; the names of the house are imports above it. The cells' own code
// is changed in one way only: the last expression of a cell is handed to the recorder. Each statement is preceded by its
// line, so that an exception can be placed without source maps.
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';
import type { Piece } from './extract.ts';
import type { Problem } from './problem.ts';
import type { Scope } from './scope.ts';

export interface ModuleOptions {
  /** The project's root, absolute. */
  readonly root: string;
  /** The article, absolute; the module's imports are relative to its folder. */
  readonly path: string;
  /** The article as messages name it. */
  readonly file: string;
  readonly scope: Scope;
  /** Import the whole scope, so that the type checker can suggest a name that was meant. */
  readonly all?: boolean;
}

export interface NotebookSource {
  readonly code: string;
  /** For each line of the code, from 0, the line of the article, from 1; 0 for lines that the article does not have. */
  readonly lines: readonly number[];
  /** Mistakes in syntax. The code is not to be run if there are any. */
  readonly problems: readonly Problem[];
}

/** The module of an article. */
export function moduleOf(pieces: readonly Piece[], options: ModuleOptions): NotebookSource {
  const problems: Problem[] = [];
  const names = new Set<string>();
  const bodies = pieces.map((piece) => {
    const tree = ts.createSourceFile('cell.ts', textOf(piece), ts.ScriptTarget.Latest, true);
    for (const { line, message } of syntaxProblems(piece, tree))
      problems.push({ file: options.file, line, message });
    collectNames(tree, names);
    return { piece, tree };
  });
  const isAsync = bodies.some(({ tree }) => hasOwn(tree, ts.isAwaitExpression) || hasOwn(tree, isForAwait));
  const out: { text: string; line: number }[] = imports(names, options).map((text) => ({ text, line: 0 }));
  out.push({ text: `export const file = ${JSON.stringify(options.file)};`, line: 0 });
  out.push({ text: `export const pieces = ${JSON.stringify(pieces)};`, line: 0 });
  const head = isAsync ? 'export default async function' : 'export default function';
  out.push({ text: `${head} notebook($cell: Recorder): ${isAsync ? 'Promise<void>' : 'void'} {`, line: 0 });
  for (const { piece, tree } of bodies) {
    const body = piece.kind === 'cell' ? cellBody(piece, tree) : expressionBody(piece);
    // An expression in an attribute counts as one line, however it is broken.
    for (const [i, text] of body.split('\n').entries()) {
      out.push({ text, line: piece.line + (piece.kind === 'cell' ? i : 0) });
    }
  }
  out.push({ text: '}', line: 0 });
  return {
    code: `${out.map(({ text }) => text).join('\n')}\n`,
    lines: out.map(({ line }) => line),
    problems,
  };
}

/** A cell with its statements' lines, and its last expression as its output. No line is added or removed. */
function cellBody(piece: Piece, tree: ts.SourceFile): string {
  const last = tree.statements.at(-1);
  const inserts: { at: number; text: string }[] = [];
  for (const statement of tree.statements) {
    const start = statement.getStart(tree);
    const line = piece.line + tree.getLineAndCharacterOfPosition(start).line;
    inserts.push({ at: start, text: `$cell.at(${line}); ` });
    if (statement === last && ts.isExpressionStatement(statement)) {
      inserts.push({ at: start, text: `$cell.cell(${piece.index}, (` });
      inserts.push({ at: statement.expression.end, text: '));' });
    }
  }
  let code = piece.code;
  for (const { at, text } of inserts.reverse()) code = code.slice(0, at) + text + code.slice(at);
  return code;
}

function expressionBody(piece: Piece): string {
  return `$cell.at(${piece.line}); $cell.${piece.kind}(${piece.index}, ${textOf(piece)});`;
}

/** The piece as TypeScript. An expression gets parentheses, and a line end for the comment that it may end in. */
function textOf({ kind, code }: Piece): string {
  return kind === 'cell' ? code : `(${code}\n)`;
}

function imports(names: ReadonlySet<string>, { root, path, scope, all = false }: ModuleOptions): string[] {
  const from = (file: string) => {
    const to = relative(dirname(path), file).split(sep).join('/');
    return JSON.stringify(to.startsWith('.') ? to : `./${to}`);
  };
  const byFile = new Map<string, string[]>();
  for (const [name, file] of scope) {
    if (!all && !names.has(name)) continue;
    byFile.set(file, [...(byFile.get(file) ?? []), name]);
  }
  const lines = [...byFile].map(([file, used]) => `import { ${used.join(', ')} } from ${from(file)};`);
  return [`import type { Recorder } from ${from(join(root, 'src/notebook/run.ts'))};`, ...lines];
}

/** Mistakes that the type checker would not see, or would see in the wrong place, once the pieces stand in one function. */
function syntaxProblems(piece: Piece, tree: ts.SourceFile): { line: number; message: string }[] {
  const isCell = piece.kind === 'cell';
  const lineAt = (position: number) =>
    isCell ? piece.line + tree.getLineAndCharacterOfPosition(position).line : piece.line;
  const { diagnostics = [] } = ts.transpileModule(textOf(piece), {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.Latest, moduleDetection: ts.ModuleDetectionKind.Force },
  });
  if (diagnostics.length > 0) {
    return diagnostics.map(({ start = 0, messageText }) => ({
      line: lineAt(start),
      message: ts.flattenDiagnosticMessageText(messageText, ' '),
    }));
  }
  const [first, second] = tree.statements;
  if (!isCell && (second !== undefined || first === undefined || !ts.isExpressionStatement(first))) {
    return [{ line: piece.line, message: `not one expression: ${piece.code}` }];
  }
  const moved = find(tree, (node) => ts.isReturnStatement(node) || ts.isImportDeclaration(node));
  if (moved === undefined) return [];
  const what = ts.isReturnStatement(moved) ? 'return' : 'import';
  return [
    {
      line: lineAt(moved.getStart(tree)),
      message: `a cell cannot ${what}; its last expression is its output`,
    },
  ];
}

/** Every identifier that may refer to a name of the scope. */
function collectNames(node: ts.Node, names: Set<string>): void {
  const { parent } = node;
  const isLabel =
    parent !== undefined &&
    ((ts.isPropertyAccessExpression(parent) && parent.name === node) ||
      (ts.isPropertyAssignment(parent) && parent.name === node));
  if (ts.isIdentifier(node) && !isLabel) names.add(node.text);
  ts.forEachChild(node, (child) => collectNames(child, names));
}

/** The first node that passes the test and belongs to the cell itself, not to a function inside it. */
function find(node: ts.Node, test: (node: ts.Node) => boolean): ts.Node | undefined {
  if (test(node)) return node;
  return ts.isFunctionLike(node) ? undefined : ts.forEachChild(node, (child) => find(child, test));
}

function hasOwn(tree: ts.SourceFile, test: (node: ts.Node) => boolean): boolean {
  return find(tree, test) !== undefined;
}

function isForAwait(node: ts.Node): boolean {
  return ts.isForOfStatement(node) && node.awaitModifier !== undefined;
}
