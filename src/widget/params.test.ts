import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choice, matrix, range, text, toggle } from './controls.ts';
import {
  checkValue,
  defaults,
  formatParam,
  parseEntry,
  parseParam,
  readUrl,
  writeUrl,
  type Values,
} from './params.ts';
import { pick } from './text.ts';

const controls = {
  tau: range({ label: { en: 'temperature', zh: '温度' }, min: 0.1, max: 4, step: 0.1, value: 1 }),
  over: choice({ label: 'over', options: { rows: 'rows', none: 'none' }, value: 'rows' }),
  causal: toggle({ label: 'causal', value: true }),
  line: text({ label: 'text', value: { en: 'a cat', zh: '一只猫' } }),
  q: matrix({
    label: 'Q',
    symbol: 'Q',
    value: [
      [1, 0],
      [0, 1],
    ],
    limit: 100,
    maxRows: 3,
    maxColumns: 3,
  }),
};

const params = fc.record({
  tau: fc.integer({ min: 1, max: 40 }).map((tenths) => tenths / 10),
  over: fc.constantFrom('rows' as const, 'none' as const),
  causal: fc.boolean(),
  line: fc.string({ unit: 'grapheme', maxLength: 50 }),
  q: fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
    .chain(([rows, columns]) => fc.array(row(columns), { minLength: rows, maxLength: rows })),
});

function row(columns: number) {
  const entry = fc.double({ min: -100, max: 100, noNaN: true }).map((x) => (x === 0 ? 0 : x));
  return fc.array(entry, { minLength: columns, maxLength: columns });
}

describe('defaults', () => {
  it('speak the language of the page', () => {
    expect(defaults(controls, 'zh').line).toBe('一只猫');
    expect(defaults(controls, 'en').line).toBe('a cat');
  });

  it('give way to an author’s values', () => {
    expect(defaults(controls, 'en', { causal: false })).toMatchObject({ causal: false, over: 'rows' });
  });

  it('copy matrices, so that nobody edits a definition', () => {
    defaults(controls, 'en').q[0]![0] = 9;
    expect(defaults(controls, 'en').q).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
});

describe('one value as text', () => {
  it.each([
    ['tau', '2.5', 2.5],
    ['tau', ' 2 ', 2],
    ['tau', '1e-1', 0.1],
    ['over', 'none', 'none'],
    ['causal', '1', true],
    ['causal', '0', false],
    ['line', '', ''],
    ['line', '<b>&', '<b>&'],
    [
      'q',
      '1,-2;3.5,−4',
      [
        [1, -2],
        [3.5, -4],
      ],
    ],
  ] as const)('%s reads %j', (name, written, value) => {
    expect(parseParam(controls[name], written)).toEqual({ value });
  });

  it.each([
    ['tau', '', '“” is not a number'],
    ['tau', 'NaN', 'not a number'],
    ['tau', '0x1', 'not a number'],
    ['tau', '1e999', 'is not a number'],
    ['tau', '4.1', 'outside 0.1 … 4'],
    ['tau', '0', 'outside 0.1 … 4'],
    ['tau', '1.234', '1.234 is not a step of 0.1 from 0.1'],
    ['over', 'columns', '“columns” is not one of rows, none'],
    ['over', 'constructor', 'not one of'],
    ['over', '__proto__', 'not one of'],
    ['causal', 'yes', 'not on or off'],
    ['line', 'x'.repeat(2001), 'at most 2000'],
    ['q', '', 'entry [1, 1]'],
    ['q', '1,2;3', 'rows differ in length'],
    ['q', '1,2;3,x', 'entry [2, 2]: “x” is not a finite number'],
    ['q', '1,101', 'entry [1, 2]: 101 is outside ±100'],
    ['q', '1;2;3;4', 'it is 4 × 1; at most 3 × 3'],
  ] as const)('%s refuses %j', (name, written, message) => {
    const parsed = parseParam(controls[name], written);
    expect('problem' in parsed && pick(parsed.problem, 'en')).toContain(message);
    expect('problem' in parsed && pick(parsed.problem, 'zh')).toMatch(/\p{Script=Han}/u);
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(params, (values) => {
        for (const [name, control] of Object.entries(controls)) {
          const value = values[name as keyof typeof controls];
          expect(parseParam(control, formatParam(control, value))).toEqual({ value });
        }
      }),
    );
  });

  it('shortens what it quotes', () => {
    const problem = checkValue(controls.over, 'x'.repeat(500));
    expect(pick(problem!, 'en').length).toBeLessThan(100);
  });
});

describe('one entry of a matrix', () => {
  it.each(['Infinity', 'NaN', 'one', '', ' ', '1,5', '101'])('refuses %j', (written) => {
    expect(parseEntry(controls.q, written)).toHaveProperty('problem');
  });

  it('takes a real minus sign', () => {
    expect(parseEntry(controls.q, '−0.5')).toEqual({ value: -0.5 });
  });
});

describe('the address', () => {
  const base = defaults(controls, 'en');

  it('holds only what differs from the defaults', () => {
    expect(writeUrl(controls, 'walk', base, base, '')).toBe('');
    expect(writeUrl(controls, 'walk', { ...base, tau: 2 }, base, '')).toBe('?walk.tau=2');
  });

  it('keeps a matrix readable', () => {
    const query = writeUrl(
      controls,
      'walk',
      {
        ...base,
        q: [
          [1, -2],
          [0.5, 3],
        ],
      },
      base,
      '',
    );
    expect(query).toBe('?walk.q=1,-2;0.5,3');
  });

  it('keeps what belongs to others', () => {
    const query = writeUrl(controls, 'walk', { ...base, tau: 2 }, base, '?walk2.tau=3&walk.over=none&x=1');
    expect(new URLSearchParams(query)).toEqual(new URLSearchParams('?walk2.tau=3&x=1&walk.tau=2'));
  });

  it('survives the round trip, whatever the state', () => {
    fc.assert(
      fc.property(params, (values) => {
        const query = writeUrl(controls, 'walk', values, base, '');
        const read = readUrl(controls, 'walk', query);
        expect(read.problems).toEqual([]);
        expect({ ...base, ...(read.values as Partial<typeof base>) }).toEqual(values);
        // Browsers may encode it once more when it is written to the address.
        expect(readUrl(controls, 'walk', new URL(query, 'http://a.b/').search)).toEqual(read);
      }),
    );
  });

  it('falls back and says so when it was tampered with', () => {
    const { values, problems } = readUrl(
      controls,
      'walk',
      '?walk.tau=hot&walk.over=none&walk.toString=1&walk2.tau=x',
    );
    expect(values).toEqual({ over: 'none' } satisfies Values);
    expect(problems.map((problem) => pick(problem, 'en'))).toEqual([
      'temperature: “hot” is not a number. The default is shown instead.',
      'This address sets “walk.toString”, which does not exist here.',
    ]);
    expect(problems.map((problem) => pick(problem, 'zh'))).toEqual([
      '温度：“hot”不是数。已改用默认值。',
      '地址中的“walk.toString”在这里不存在。',
    ]);
  });
});
