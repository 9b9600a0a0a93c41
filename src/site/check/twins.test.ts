import { afterEach, describe, expect, it } from 'vitest';
import { cleanUp, en, problemsWith, zh } from './fixture.ts';

afterEach(cleanUp);

const english = 'content/en/foundations/lookup.mdx';
const chinese = 'content/zh/foundations/lookup.mdx';

describe('twins', () => {
  const differences: [name: string, from: string, to: string, message: string][] = [
    [
      'headings',
      '{#formula}',
      '{#formel}',
      `:8: twins differ in headings: here “## formel”, in ${english}:8 “## formula”`,
    ],
    [
      'widgets',
      '{{ scaled: false }}',
      '{{ scaled: true }}',
      `:18: twins differ in widgets: here “lookup/walk as walk {"scaled":true}”, in ${english}:18 “lookup/walk as walk {"scaled":false}”`,
    ],
    [
      'formulas',
      '\\cdot v',
      '\\cdot w',
      `:13: twins differ in displayed formulas: here “a=\\text{…}\\cdotw”, in ${english}:13 “a=\\text{…}\\cdotv”`,
    ],
    [
      'citations',
      '<Cite id="vaswani2017" at="§3.2" />',
      '<Cite id="bahdanau2014" />',
      `:6: twins differ in citations: here “bahdanau2014”, in ${english}:6 “vaswani2017 §3.2”`,
    ],
    [
      'cells',
      'const a = [1, 2]',
      'const a = [1, 3]',
      `:22: twins differ in cells: here “const a = [1, 3]; a[0]”, in ${english}:22 “const a = [1, 2]; a[0]”`,
    ],
    ['values', 'of="a[0]"', 'of="a[1]"', `:27: twins differ in values: here “a[1]”, in ${english}:27 “a[0]”`],
  ];

  it.each(differences)('that differ in %s are found', (_name, from, to, message) => {
    expect(problemsWith({ [chinese]: zh.replace(from, to) })).toEqual([chinese + message]);
  });

  it('that lack something are found at what the other has', () => {
    expect(problemsWith({ [chinese]: zh.replace('<Claim id="98" />', '') })).toEqual([
      `${english}:29: twins differ in claims: here “98”, in ${chinese} nothing`,
    ]);
    expect(problemsWith({ [english]: en.replace('<Term id="query">query</Term>', 'query') })).toEqual([
      `${chinese}:6: twins differ in terms: here “query”, in ${english} nothing`,
    ]);
  });

  it('compare predictions and quizzes', () => {
    const predict = `<Predict widget="walk" options={{ a: 'A', b: 'B' }} answer="a[0]">Which?</Predict>\n\n<References />`;
    const quiz = '<Quiz answer="a[1]" tolerance={0.1}>How much?</Quiz>\n\n<References />';
    const both = (english_: string, chinese_: string) =>
      problemsWith({
        [english]: en.replace('<References />', english_),
        [chinese]: zh.replace('<References />', chinese_),
      });
    expect(both(predict, predict.replace("'A'", "'甲'"))).toEqual([]);
    expect(both(predict, predict.replace('b:', 'c:'))[0]).toContain(
      'twins differ in predictions: here “walk a|c → a[0]”',
    );
    expect(both(quiz, quiz.replace('0.1', '0.2'))[0]).toContain('twins differ in quizzes: here “a[1] 0.2”');
    const goal = `<Quiz widget="walk" goal="flat" solution={{ tau: 4 }}>Flat?</Quiz>\n\n<References />`;
    expect(both(goal, goal.replace('4', '3.9'))[0]).toContain(
      'twins differ in quizzes: here “walk: flat {"tau":3.9}”',
    );
    const choice = `<Quiz answer="a[0]" options={{ a: 'A', b: 'B' }}>Which?</Quiz>\n\n<References />`;
    expect(both(choice, choice.replace("'A'", "'甲'"))).toEqual([]);
    expect(both(choice, choice.replace('b:', 'c:'))[0]).toContain('here “a[0] a|c”, in');
  });
});
