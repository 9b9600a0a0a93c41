import { describe, expect, it } from 'vitest';
import type { Piece, PieceKind } from './extract.ts';
import { moduleOf } from './module.ts';

const options = {
  root: '/house',
  path: '/house/content/en/family/a.mdx',
  file: 'content/en/family/a.mdx',
  scope: new Map([
    ['matrix', '/house/src/math/tensor.ts'],
    ['softmax', '/house/src/math/softmax.ts'],
    ['weights', '/house/src/math/weights.ts'],
  ]),
};

function pieces(...codes: readonly (readonly [PieceKind, number, string])[]): Piece[] {
  return codes.map(([kind, line, code], index) => ({ index, kind, line, code }));
}

describe('the module of an article', () => {
  it('hands the last expression of a cell to the recorder and leaves its other code as it is', () => {
    const { code } = moduleOf(
      pieces(['cell', 5, 'const a = 1\na // the output'], ['cell', 9, 'const b = a;']),
      options,
    );
    expect(code).toContain(
      '$cell.at(5); const a = 1\n$cell.at(6); $cell.cell(0, (a)); // the output\n$cell.at(9); const b = a;\n}',
    );
  });

  it('imports the names of the scope that occur, not those of properties', () => {
    const { code } = moduleOf(pieces(['cell', 1, 'matrix([[1]]).weights']), options);
    expect(code).toContain('import { matrix } from "../../../src/math/tensor.ts";');
    expect(code).not.toContain('math/softmax');
    expect(code).not.toContain('math/weights');
  });

  it('knows the line of the article for each of its own lines', () => {
    const { code, lines } = moduleOf(
      pieces(['cell', 5, 'const a = [\n  1,\n];'], ['value', 20, 'a[0]']),
      options,
    );
    const lineOf = (text: string) => lines[code.split('\n').findLastIndex((line) => line.includes(text))];
    expect([lineOf('const a'), lineOf('  1,'), lineOf('];'), lineOf('(a[0]')]).toEqual([5, 6, 7, 20]);
    expect(lineOf('import type')).toBe(0);
  });

  it('is asynchronous only when a piece awaits, and not for a function inside it', () => {
    expect(moduleOf(pieces(['cell', 1, 'await 1']), options).code).toContain('export default async function');
    expect(moduleOf(pieces(['cell', 1, 'async () => { await 1 }']), options).code).toContain(
      'export default function',
    );
  });

  it('places mistakes in syntax', () => {
    const { problems } = moduleOf(
      pieces(['cell', 5, 'const a = 1;\nconst b = ;'], ['value', 9, 'a)']),
      options,
    );
    expect(problems.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '6 Expression expected.',
      '9 Declaration or statement expected.',
    ]);
  });

  it.each([
    ['cell', 'if (1) {\n  return 2\n}', '6 a cell cannot return; its last expression is its output'],
    ['cell', "\nimport a from 'a'", '6 a cell cannot import; its last expression is its output'],
    ['value', '1); alert(2', '5 not one expression: 1); alert(2'],
  ] as const)('refuses what would leave its place: %s %j', (kind, code, problem) => {
    const [first] = moduleOf(pieces([kind, 5, code]), options).problems;
    expect(`${first?.line} ${first?.message}`).toBe(problem);
  });
});
