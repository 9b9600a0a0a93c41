import { afterEach, describe, expect, it } from 'vitest';
import { cleanUp, problemsWith } from './fixture.ts';

afterEach(cleanUp);

describe('shared data', () => {
  it('are checked with file and line', () => {
    const claim = 'content/claims.yaml';
    const text = (cite: string, state: string, truth = 'No.') =>
      `98:\n  article: lookup\n  source:\n    page: S4\n    statement: { en: It is so., zh: 如此。 }\n  verdict: false\n  truth: { en: ${truth}, zh: 并非。 }\n  cites: [{ id: ${cite} }]\n  experiment: { widget: ${state} }\n`;
    expect(
      problemsWith({ [claim]: text('vaswani2071', 'lookup/walk, set: { tau: 9 }', '$\\fracc$.') }),
    ).toEqual([
      `${claim}:1: claim 98: unknown citation “vaswani2071”. Known: vaswani2017, bahdanau2014`,
      expect.stringContaining(`${claim}:1: claim 98: KaTeX parse error: Undefined control sequence: \\fracc`),
      `${claim}:1: claim 98: lookup/walk: tau: 9 is outside 0.1 … 4`,
    ]);
    expect(problemsWith({ [claim]: text('vaswani2017', 'lookup/wolk') })).toEqual([
      `${claim}:1: claim 98: unknown widget “lookup/wolk”. Known: lookup/walk`,
    ]);
  });

  it('that cannot be read are problems like others', () => {
    const found = problemsWith({
      'content/glossary.yaml':
        'query:\n  term: { en: query }\n  definition: { en: It asks., zh: 它发问。 }\n',
    });
    expect(found).toContain(
      'content/glossary.yaml:2: entry “query”, term.zh: Invalid input: expected string, received undefined',
    );
  });
});
