import { describe, expect, it } from 'vitest';
import { toCsv } from './foot.ts';

describe('numbers as CSV', () => {
  it('writes a line for each number, unrounded, with its figure, row and column', () => {
    const csv = toCsv([['Weights', { head: ['', 'a', 'b'], rows: [{ label: 'x', values: [1 / 3, -0.5] }] }]]);
    expect(csv).toBe('figure,row,column,value\r\nWeights,x,a,0.3333333333333333\r\nWeights,x,b,-0.5\r\n');
  });

  it.each([
    ['a comma', 'a,b', '"a,b"'],
    ['a quotation mark', '"a"', '"""a"""'],
    ['a line end', 'a\nb', '"a\nb"'],
    ['a formula', '=1+1', "'=1+1"],
    ['a command', '@SUM(A1)', "'@SUM(A1)"],
    ['a hidden formula', '-SUM(A1)', "'-SUM(A1)"],
    ['a number as text', '-0.12', '-0.12'],
    ['Chinese', '猫', '猫'],
  ])('keeps a word with %s', (_name, word, field) => {
    const csv = toCsv([['f', { head: ['', 'c'], rows: [{ label: word, values: [1] }] }]]);
    expect(csv).toContain(`\r\nf,${field},c,1\r\n`);
  });

  it('is only a head where there are no figures', () => {
    expect(toCsv([])).toBe('figure,row,column,value\r\n');
  });
});
