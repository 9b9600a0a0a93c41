import { describe, expect, expectTypeOf, it } from 'vitest';
import { choice, matrix, nearest, range, text, toggle, type Params } from './controls.ts';
import { defineWidget } from './define.ts';

const controls = {
  tau: range({ label: 'τ', min: 0.1, max: 4, step: 0.1, value: 1 }),
  over: choice({ label: 'softmax over', options: { rows: 'rows', none: 'none' }, value: 'rows' }),
  causal: toggle({ label: 'causal', value: false }),
  line: text({ label: 'text', value: 'a b' }),
  q: matrix({ label: 'Q', symbol: 'Q', value: [[1, 0]] }),
};

it('types params from controls', () => {
  expectTypeOf<Params<typeof controls>>().toEqualTypeOf<{
    tau: number;
    over: 'rows' | 'none';
    causal: boolean;
    line: string;
    q: number[][];
  }>();
});

it('types what a widget computes, and what its figures read', () => {
  defineWidget({
    id: 'a/b',
    title: 'b',
    mechanism: 'a',
    controls,
    compute: ({ over, q }) => {
      expectTypeOf(over).toEqualTypeOf<'rows' | 'none'>();
      return { sum: q.flat().length };
    },
    figures: [],
    readout: ({ sum }, { tau }) => {
      expectTypeOf(sum).toBeNumber();
      expectTypeOf(tau).toBeNumber();
      return '';
    },
  });
});

it('refuses a default that is not an option', () => {
  // @ts-expect-error: columns is not among the options
  choice({ label: 'softmax over', options: { rows: 'rows', none: 'none' }, value: 'columns' });
});

describe('range', () => {
  it.each([
    [1, 2, '2'],
    [0.1, 2, '2.0'],
    [0.05, 0.3, '0.30'],
    [0.25, 1, '1.00'],
    [5, 30, '30'],
    [1e-3, 0.002, '0.002'],
  ])('with step %d shows %d as %s', (step, value, shown) => {
    expect(range({ label: '', min: 0, max: 100, step, value }).show(value)).toBe(shown);
  });
});

it('brings any number to the nearest step of a slider', () => {
  const tau = range({ label: 'τ', min: 0.1, max: 1, step: 0.2, value: 0.5 });
  expect([0.31, 0.39, -5, 7, Number.NaN].map((to) => nearest(tau, to))).toEqual([0.3, 0.3, 0.1, 0.9, 0.5]);
});
