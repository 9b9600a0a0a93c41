import { expect, it } from 'vitest';
import { exerciseKey } from './exercise.ts';
import { parseOutline } from './outline.ts';

const outline = parseOutline(
  `<Quiz answer="2">How many?</Quiz>

<Quiz answer="2">And here?</Quiz>

<Quiz answer="a" options={{ a: 'A', b: 'B' }}>Which?</Quiz>
`,
  'a.mdx',
);
const options = { a: 'A', b: 'B' };

it('gives each exercise a key of its own, the same in both languages', () => {
  const keys = [
    exerciseKey({ answer: '2' }, outline, 1),
    exerciseKey({ answer: '2' }, outline, 2),
    exerciseKey({ answer: 'a', options }, outline, 3),
  ];
  expect(new Set(keys).size).toBe(3);
  expect(keys.every((key) => /^[0-9a-z]+$/.test(key))).toBe(true);
  expect(exerciseKey({ answer: 'a', options: { a: '甲', b: '乙' } }, outline, 3)).toBe(keys[2]);
});
