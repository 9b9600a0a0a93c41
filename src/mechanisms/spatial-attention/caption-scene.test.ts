import { describe, expect, it } from 'vitest';
import { pick } from '../../widget/text.ts';
import { InputProblem } from '../../widget/problem.ts';
import { readScene, warningsOf } from './caption-scene.ts';
import { example } from './caption-words.ts';

const places = [5, 7, 15];
const kindsOf = (line: string): string[] =>
  readScene(line, places).map(({ colour, shape }) => `${colour} ${shape}`);

describe('a reader’s scene', () => {
  it('is read alike in both languages', () => {
    expect(kindsOf(pick(example, 'zh'))).toEqual(kindsOf(pick(example, 'en')));
    expect(kindsOf('A red circle and a GREEN cross.')).toEqual(['red circle', 'green cross']);
    expect(kindsOf('一个红色的圆形和绿十字、黄三角形')).toEqual(
      ['red circle', 'green cross', 'yellow triangle'], // prettier-ignore
    );
  });

  it('has its things where the controls say, and a fourth one in a free cell', () => {
    const at = (line: string) => readScene(line, places).map(({ row, column }) => [row, column]);
    const three = [
      [1, 0],
      [1, 2],
      [3, 2],
    ];
    expect(at('red circle red circle red circle')).toEqual(three);
    expect(at('red circle red circle red circle red circle')).toEqual([...three, [0, 0]]);
  });

  it.each([
    ['', /no thing here/],
    ['?!', /no thing here/],
    ['red elephant', /elephant/],
    ['紫色圆形', /紫/],
    ['👩 circle', /👩/],
    ['red', /colour and then a shape/],
    ['circle red', /colour and then a shape/],
    ['red circle '.repeat(5), /5 things/],
  ])('is refused in words: “%s”', (line, message) => {
    expect(() => readScene(line, places)).toThrow(InputProblem);
    expect(() => readScene(line, places)).toThrow(message);
  });

  it('has room for one thing in a cell', () => {
    expect(() => readScene('red circle, blue square', [4, 4, 1])).toThrow(/both are at place 4/);
    expect(readScene('red circle', [4, 4, 4])).toHaveLength(1);
  });
});

it('warns of what training never showed, and of nothing else', () => {
  const warned = (line: string, noise = 0) =>
    warningsOf(readScene(line, places), noise).map((text) => pick(text, 'en'));
  expect(warned('red circle, blue square')).toEqual([]);
  expect(warned('red triangle')).toEqual(['Training never showed a red triangle.']);
  expect(warned('red circle '.repeat(4))).toEqual(['Training never showed 4 things.']);
  expect(warned('red circle', 0.2)).toEqual(['Training had noise of 0.05, never more.']);
});
