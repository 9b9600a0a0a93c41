import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import '../math/tensor.ts';
import { cell, runArticle } from './testing.ts';

const outputs = async (source: string) => (await runArticle(source)).map(({ output }) => output);

describe('running a notebook', () => {
  it('lets later cells and values see what earlier ones define', async () => {
    const source = `${cell('let a = 1;')}
Now <Value of="a" />.

${cell('a += 1;\na * 10')}
Now <Value of="a" />.
`;
    expect(await outputs(source)).toEqual([
      { kind: 'nothing' },
      { kind: 'number', value: 1 },
      { kind: 'number', value: 20 },
      { kind: 'number', value: 2 },
    ]);
  });

  it('runs a kernel, reads its tensors and frees them', async () => {
    const source = cell('const q = matrix([[1, 0], [0, 1]]);\nscaledDotProductAttention(q, q, q).weights');
    const before = memory().numTensors;
    const [weights] = await outputs(source);
    expect(weights).toMatchObject({ kind: 'matrix', shape: [2, 2] });
    expect(memory().numTensors).toBe(before);
  });

  it('computes how far off an answer may be', async () => {
    expect(await outputs('<Quiz answer="Math.PI" tolerance="10 ** -3">How much?</Quiz>')).toEqual([
      { kind: 'matrix', shape: [2], values: [Math.PI, 0.001] },
    ]);
  });

  it('waits for what a cell awaits', async () => {
    expect(await outputs(cell('const a = await Promise.resolve(2);\na'))).toEqual([
      { kind: 'number', value: 2 },
    ]);
  });

  it('says what was thrown with the line of the article and its text', async () => {
    const source = `text\n\n${cell('const rows = [[1], [1, 2]];\n\nconst a =\n  matrix(rows);')}`;
    await expect(runArticle(source)).rejects.toThrow(
      'a.mdx:6: invalid matrix: row 1 has 1 numbers, row 2 has 2\n    const a =',
    );
  });

  it.each([
    ['<Quiz answer="0 / 0">How much?</Quiz>', 'a.mdx:1: invalid number: NaN'],
    [
      '<Quiz answer="1" tolerance="0">How much?</Quiz>',
      'a.mdx:1: invalid tolerance: 0; expected more than 0',
    ],
    ['<Value of="[][0]" />', 'a.mdx:1: invalid value: nothing; expected a number or text'],
    [cell('Math.sin'), 'a.mdx:2: a cell cannot show a function (sin)'],
    [cell('Promise.resolve(1)'), 'a.mdx:2: a cell cannot show a promise (await it)'],
  ])('refuses %j', async (source, message) => {
    await expect(runArticle(source)).rejects.toThrow(message);
  });
});
