import { expect, expectTypeOf, it } from 'vitest';
import { atOnce, isStepwise } from './compute.ts';
import { range } from './controls.ts';
import { defineWidget } from './define.ts';

function* steps(): Generator<number, string> {
  yield 0.5;
  return 'result';
}

it('drains a generator, and leaves what is none as it is', () => {
  expect(atOnce(steps())).toBe('result');
  expect(atOnce('result')).toBe('result');
  const rows = [[1, 2]];
  expect(atOnce(rows)).toBe(rows);
});

it('takes no list, map or iterator for a generator', () => {
  for (const value of [[1], new Map(), new Set([1]).values(), null, undefined, { next: () => 1 }])
    expect(isStepwise<unknown>(value)).toBe(false);
});

it('types the trace of a widget whose computation is a generator', () => {
  const controls = { n: range({ label: 'n', min: 1, max: 9, step: 1, value: 1 }) };
  defineWidget({
    id: 'a/b',
    title: 'b',
    mechanism: 'a',
    controls,
    *compute({ n }) {
      yield 0.5;
      return { double: 2 * n };
    },
    background: ({ n }) => n > 5,
    figures: [],
    readout: (trace) => {
      expectTypeOf(trace).toEqualTypeOf<{ double: number }>();
      return '';
    },
  });
});
