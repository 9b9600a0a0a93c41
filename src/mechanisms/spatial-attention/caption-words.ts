// A reader's words become things of the world that the trained models know, or a kind message.
import { colours, shapes, type Colour, type Shape } from '../../models/captions/world.ts';
import { InputProblem } from '../../widget/problem.ts';
import { pick, type Lang, type Text } from '../../widget/text.ts';

/** The scene that is there at first. */
export const example: Text = {
  en: 'red circle, blue square, yellow triangle',
  zh: '红色圆形，蓝色方块，黄色三角形',
};

/** Other ways to name a colour or a shape. */
const others: Readonly<Record<string, Colour | Shape>> = {
  红: 'red',
  绿: 'green',
  蓝: 'blue',
  黄: 'yellow',
  圆: 'circle',
  方: 'square',
  方形: 'square',
  正方形: 'square',
  三角: 'triangle',
  十字形: 'cross',
  plus: 'cross',
};

const known = new Map<string, Colour | Shape>([
  ...Object.entries(others),
  ...Object.entries({ ...colours, ...shapes }).flatMap(([word, { zh }]): [string, Colour | Shape][] => [
    [word, word as Colour | Shape],
    [zh, word as Colour | Shape],
  ]),
]);

/** Words that say nothing here. */
const silent = ['a', 'an', 'and', 'the', '一个', '和', '与', '的', '个'];

/** The longest first, so that 三角形 is not read as 三角. */
const pattern = new RegExp(
  `[a-z]+|${[...known.keys(), ...silent]
    .filter((word) => !/^[a-z]/.test(word))
    .sort((one, other) => other.length - one.length)
    .join('|')}|[^\\s\\p{P}]`,
  'giu',
);

/** Things without a place. */
export function thingsIn(line: string): { readonly colour: Colour; readonly shape: Shape }[] {
  const found = (line.toLowerCase().match(pattern) ?? []).filter((word) => !silent.includes(word));
  const strange = found.filter((word) => !known.has(word)).slice(0, 3);
  const list = (lang: Lang): string =>
    [...new Set(strange)].map((word) => `“${word}”`).join(lang === 'zh' ? '、' : ', ');
  if (strange.length > 0) {
    throw new InputProblem({
      en: `The models know ${Object.keys(colours).join(', ')} and ${Object.keys(shapes).join(', ')}, and not ${list('en')}.`,
      zh: `模型只认识${zhOf(colours)}和${zhOf(shapes)}，没有见过${list('zh')}。`,
    });
  }
  const named = found.map((word) => known.get(word) ?? word);
  if (named.length === 0) {
    throw new InputProblem({
      en: `There is no thing here yet. Try “${pick(example, 'en')}”.`,
      zh: `这里还没有东西。可以试试“${pick(example, 'zh')}”。`,
    });
  }
  if (named.length % 2 === 1 || named.some((word, i) => word in colours !== (i % 2 === 0))) {
    throw new InputProblem({
      en: 'Each thing is a colour and then a shape: “red circle, blue square”.',
      zh: '每样东西先写颜色，再写形状：“红色圆形，蓝色方块”。',
    });
  }
  return Array.from({ length: named.length / 2 }, (_, i) => ({
    colour: named[2 * i] as Colour,
    shape: named[2 * i + 1] as Shape,
  }));
}

const zhOf = (group: Readonly<Record<string, { readonly zh: string }>>): string =>
  Object.values(group)
    .map(({ zh }) => zh)
    .join('、');
