import { afterEach, describe, expect, it } from 'vitest';
import { cleanUp, problemsInBoth, problemsWith, zh } from './fixture.ts';

afterEach(cleanUp);

const english = 'content/en/foundations/lookup.mdx';
const chinese = 'content/zh/foundations/lookup.mdx';

/** Each mistake: what is written instead of what, and what the build says of it in the English article. */
const mistakes: [name: string, from: string, to: string, line: number, message: string][] = [
  ['a component', '<Claim id', '<Clam id', 29, 'unknown component “Clam”. Known: Claim, '],
  ['a prop', 'digits={2}', 'digit={2}', 27, '<Value>: unknown prop “digit”. Known: digits, of'],
  [
    'the type of a prop',
    'digits={2}',
    'digits="2"',
    27,
    '<Value digits>: expected a number in braces, as in {3}, got "2"',
  ],
  ['a missing prop', ' digits={2}', '', 0, ''],
  ['a required prop', '<Claim id="98" />', '<Claim />', 29, '<Claim> needs id: text in quotes'],
  ['text in braces', 'id="98"', "id={'98'}", 29, "<Claim id>: expected text in quotes, got {'98'}"],
  [
    'a widget',
    '<Widget id="lookup/walk"',
    '<Widget name="walk" id="lookup/wlak"',
    18,
    'unknown widget “lookup/wlak”. Known: lookup/walk',
  ],
  [
    'the widget of a Set',
    'Set widget="walk"',
    'Set widget="wakl"',
    20,
    '<Set>: unknown widget of this page “wakl”. Known: walk',
  ],
  [
    'a control',
    '{ scaled: false }',
    '{ scale: false }',
    18,
    '<Widget set> of lookup/walk: unknown control “scale”. Known: scaled, ',
  ],
  [
    'the value of a toggle',
    '{ scaled: false }',
    "{ scaled: 'no' }",
    18,
    '<Widget set> of lookup/walk: scaled: “no” is not on or off',
  ],
  [
    'the value of a choice',
    "'none'",
    "'nine'",
    20,
    '<Set to> of lookup/walk: normalize: “nine” is not one of rows, none',
  ],
  ['the value of a slider', 'tau: 0.5', 'tau: 9', 20, '<Set to> of lookup/walk: tau: 9 is outside 0.1 … 4'],
  [
    'a citation',
    'id="vaswani2017"',
    'id="vaswani2018"',
    6,
    'unknown citation “vaswani2018”. Known: vaswani2017, bahdanau2014',
  ],
  [
    'places of a citation',
    'at="§3.2"',
    'at="§3.2; §3.3"',
    6,
    '<Cite at> has more places (“a; b”) than sources',
  ],
  ['a term', 'id="query"', 'id="quary"', 6, 'unknown term “quary”. Known: query'],
  ['a claim', 'id="98"', 'id="99"', 29, 'unknown claim “99”. Known: 98'],
  ['an equation', 'to="attention"', 'to="atention"', 6, 'unknown equation “atention”. Known: attention'],
  [
    'a mechanism',
    'of="scaled-dot-product"',
    'of="scaled-dot"',
    31,
    'unknown mechanism “scaled-dot”. Known: scaled-dot-product',
  ],
  ['a formula', '\\cdot', '\\cdto', 13, 'KaTeX parse error: Undefined control sequence: \\cdto'],
  ['a heading without id', ' {#formula}', '', 8, 'has no id'],
  ['a heading with maths', ' {#formula}', ' $x$ {#formula}', 8, 'contains maths'],
  ['a heading id', '{#formula}', '{#Formula}', 8, 'heading id “Formula” must be lower-case'],
  ['an id used twice', '{#formula}', '{#walk}', 18, 'the id “walk” is already used on line 8'],
  [
    'a link',
    '/foundations/other/#end',
    '/foundations/ohter/#end',
    20,
    'unknown page “/foundations/ohter/”. Known: /foundations/other/',
  ],
  [
    'the anchor of a link',
    '/foundations/other/#end',
    '/foundations/other/#and',
    20,
    'unknown anchor “and”. Known: end',
  ],
  ['an anchor of the page', '(#walk)', '(#wakl)', 20, 'unknown anchor “wakl”. Known: walk, '],
  [
    'the form of a link',
    '/foundations/other/#end',
    '../other/',
    20,
    'link “../other/”: expected https://…, #anchor',
  ],
  [
    'the language in a link',
    '/foundations/other/#end',
    '/zh/foundations/other/',
    20,
    'leave out /zh, it is added',
  ],
  ['a missing list of references', '<References />', '', 6, 'the article cites, but has no <References />'],
  [
    'a missing description',
    'description: A lookup.',
    'summary: A lookup.',
    1,
    'frontmatter needs description',
  ],
  [
    'broken frontmatter',
    'description: A lookup.',
    'description: "A lookup.',
    3,
    'frontmatter: Missing closing "quote',
  ],
  [
    'a cell of another language',
    '```ts cell',
    '```js cell',
    22,
    'a cell is marked ```ts cell, not ```js cell',
  ],
  ['broken MDX', '<References />', '<References>', 33, 'Expected a closing tag for `<References>`'],
];

describe('checkContent', () => {
  it('finds nothing in a good pair', () => {
    expect(problemsWith({})).toEqual([]);
  });

  it.each(mistakes)('says file, line and what was meant: %s', (_name, from, to, line, message) => {
    const found = problemsInBoth(from, to);
    if (message === '') expect(found).toEqual([]);
    else {
      expect(found.filter((problem) => problem.startsWith(english))).toEqual([
        expect.stringContaining(message),
      ]);
      expect(found).toContainEqual(expect.stringMatching(`^${english}:${line}: `));
      expect(found.some((problem) => problem.startsWith(chinese))).toBe(true);
    }
  });

  const quizzes: [quiz: string, message: string][] = [
    [`answer="a[0]"`, ''],
    [`answer="a[0]" tolerance={0.1}`, ''],
    [`answer="a[0]" tolerance="a[1] / 100"`, ''],
    [`answer="a[0]" options={{ a: 'A', b: 'or $B$ here' }}`, ''],
    [`widget="walk" goal="flat" solution={{ tau: 3.5 }}`, ''],
    [`tolerance={0.1}`, '<Quiz> with a number needs answer'],
    [`answer="a[0]" tolerance={{}}`, '<Quiz tolerance>: expected a number in braces, as in {0.01}, or an'],
    [`answer="a[0]" options={{ a: 'A' }} tolerance={1}`, '<Quiz> with a choice has no tolerance'],
    [`answer="a[0]" goal="flat" widget="walk" solution={{ tau: 4 }}`, '<Quiz> with a goal has no answer'],
    [`widget="walk" goal="flat"`, '<Quiz> with a goal needs solution'],
    [`widget="wakl" goal="flat" solution={{}}`, '<Quiz>: unknown widget of this page “wakl”. Known: walk'],
    [`widget="walk" goal="fat" solution={{ tau: 4 }}`, '<Quiz>: unknown goal “fat”. Known: flat, sharp'],
    [`widget="walk" goal="flat" solution={{ tau: 9 }}`, '<Quiz solution> of lookup/walk: tau: 9 is outside'],
    [
      `widget="walk" goal="flat" solution={{ tau: 2 }}`,
      '<Quiz>: the solution does not reach the goal “flat”',
    ],
    [`widget="walk" goal="sharp" solution={{ tau: 1 }}`, '“sharp” is reached before anything is moved'],
  ];
  it.each(quizzes)('knows what an exercise may ask: <Quiz %s>', (quiz, message) => {
    const found = problemsInBoth('<Source of', `<Quiz ${quiz}>How?</Quiz>\n\n<Source of`);
    if (message === '') expect(found).toEqual([]);
    else expect(found).toContainEqual(expect.stringContaining(message));
    for (const problem of found) expect(problem).toMatch(/:31: /);
  });

  it('lets an expression be that only the page knows', () => {
    expect(problemsInBoth('digits={2}', 'digits={places}')).toEqual([]);
  });

  it('accepts components that an article imports', () => {
    expect(
      problemsInBoth(
        '<References />',
        "<Extra any='thing' />\n\n<References />\n\nimport Extra from './Extra.astro'\n",
      ),
    ).toEqual([]);
  });

  it('names the line of a prop that stands below its tag', () => {
    const found = problemsInBoth(
      '<Widget id="lookup/walk" set={{ scaled: false }} />',
      '<Widget\n  id="lookup/walk"\n  set={{ scaled: 1 }}\n/>',
    );
    expect(found[0]).toBe(`${english}:20: <Widget set> of lookup/walk: scaled: “1” is not on or off`);
  });

  it('wants full-width marks in Chinese, and only there', () => {
    const marked = zh.replace('结束。', '词,再\n用(词)一次。');
    expect(problemsWith({ [chinese]: marked })).toEqual([
      `${chinese}:33: “词,再”: marks next to Chinese are full-width, here ，`,
      `${chinese}:34: “用(词”: marks next to Chinese are full-width, here （`,
    ]);
    expect(problemsWith({ [chinese]: zh.replace('结束。', 'softmax(x), f(x) 是 [a, b]。') })).toEqual([]);
  });

  it('finds an article without a twin', () => {
    expect(problemsWith({ [chinese]: null })).toEqual([`${english}:1: has no twin: ${chinese} is missing`]);
    expect(problemsWith({ [english]: null })).toEqual([`${chinese}:1: has no twin: ${english} is missing`]);
  });
});
