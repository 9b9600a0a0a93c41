import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkCells } from './check.ts';
import { describe as say } from './problem.ts';
import { cell, writeArticles } from './testing.ts';

async function check(articles: Readonly<Record<string, string>>): Promise<string[]> {
  const content = join(await writeArticles(articles), 'content');
  return (await checkCells(content, process.cwd())).map((problem) =>
    say(problem).replace(/^.*(?=content\/)/, ''),
  );
}

describe('the type check of cells', { timeout: 60_000 }, () => {
  it('finds nothing in the articles of the Atlas', async () => {
    expect(await checkCells('content')).toEqual([]);
  });

  it('accepts what a reader would write: unused names, entries of a matrix', async () => {
    const source = `${cell('const unused = 1;\nconst w = toMatrix(softmax(matrix([[1, 2]])));')}\n<Value of="w[0][1]" />`;
    expect(await check({ a: source })).toEqual([]);
  });

  it('places type errors of every article, and suggests the name that was meant', async () => {
    const problems = await check({
      a: `${cell('const w = softmx(matrix([[1]]));')}\ntext\n\n${cell("\nconst n: number = 'a';")}`,
      b: '<Quiz answer="\'one\'">How many?</Quiz>',
    });
    expect(problems).toEqual([
      "content/en/a.mdx:2: Cannot find name 'softmx'. Did you mean 'softmax'?",
      "content/en/a.mdx:9: Type 'string' is not assignable to type 'number'.",
      "content/en/b.mdx:1: Argument of type 'string' is not assignable to parameter of type 'number | Tensor<Rank>'.",
    ]);
  });

  it('refuses a name that an earlier cell has, and a show whose data do not fit its figure', async () => {
    const problems = await check({
      a: `${cell('const a = 1;')}\n${cell('const a = 2;\nshow(heatmap, { values: 3 })')}`,
    });
    expect(problems.map((problem) => problem.split('\n')[0])).toEqual([
      "content/en/a.mdx:2: Cannot redeclare block-scoped variable 'a'.",
      "content/en/a.mdx:6: Cannot redeclare block-scoped variable 'a'.",
      expect.stringMatching(/^content\/en\/a\.mdx:7: Type 'number' is not assignable/),
    ]);
  });
});
