// From a reader's words to a scene that the trained models can look at, or to a kind message; and what speaks against trusting them.
import { colours, grid, most, noiseTrained, shapes, withheldIn, words, type Colour, type Scene, type Shape } from '../../models/captions/world.ts'; // prettier-ignore
import { InputProblem } from '../../widget/problem.ts';
import type { Lang, Text } from '../../widget/text.ts';

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

const isColour = (word: string): word is Colour => word in colours;

/** Things without a place. */
function thingsIn(line: string): { readonly colour: Colour; readonly shape: Shape }[] {
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
      en: `There is no thing here yet. Try “${read(example, 'en')}”.`,
      zh: `这里还没有东西。可以试试“${read(example, 'zh')}”。`,
    });
  }
  if (named.length % 2 === 1 || named.some((word, i) => isColour(word) !== (i % 2 === 0))) {
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

const read = (text: Text, lang: Lang): string => (typeof text === 'string' ? text : text[lang]);
const zhOf = (group: Readonly<Record<string, { readonly zh: string }>>): string =>
  Object.values(group)
    .map(({ zh }) => zh)
    .join('、');

/**
 * The scene of a line: its first things stand at the given places, 1…16 row by row, and a further one in the first free cell.
 * @throws InputProblem for words that are no things, for too many of them, and for two in one cell
 */
export function readScene(line: string, places: readonly number[]): Scene {
  const things = thingsIn(line);
  if (things.length > most + 1) {
    throw new InputProblem({
      en: `These are ${things.length} things. Training had ${most} at most, and more than ${most + 1} are not drawn here.`,
      zh: `这里有 ${things.length} 样东西。训练时最多 ${most} 样，这里最多画 ${most + 1} 样。`,
    });
  }
  const taken = places.slice(0, things.length);
  const twice = taken.find((place, i) => taken.indexOf(place) < i);
  if (twice !== undefined) {
    throw new InputProblem({
      en: `Two things cannot stand in one cell: both are at place ${twice}. Move one of them.`,
      zh: `一格放不下两样东西：位置 ${twice} 上有两样。请移开一样。`,
    });
  }
  const free = Array.from({ length: grid * grid }, (_, i) => i + 1).find((place) => !taken.includes(place));
  return things.map((thing, i) => {
    const place = (taken[i] ?? free ?? 1) - 1;
    return { ...thing, row: Math.floor(place / grid), column: place % grid };
  });
}

/** What speaks against trusting the models with a scene; empty for one of the kind that training showed. */
export function warningsOf(scene: Scene, noise: number): Text[] {
  const pairs = withheldIn(scene);
  return [
    ...(scene.length > most
      ? [
          {
            en: `Training never showed ${scene.length} things.`,
            zh: `训练时从没出现过 ${scene.length} 样东西。`,
          },
        ]
      : []),
    ...(pairs.length > 0
      ? [
          {
            en: `Training never showed a ${pairs.join(', nor a ')}.`,
            zh: `训练时从没出现过${pairs.map(inChinese).join('、')}。`,
          },
        ]
      : []),
    ...(noise > noiseTrained
      ? [
          {
            en: `Training had noise of ${noiseTrained}, never more.`,
            zh: `训练时噪声是 ${noiseTrained}，没有更大的。`,
          },
        ]
      : []),
  ];
}

/** “red triangle” in Chinese. */
export function inChinese(kind: string): string {
  return kind
    .split(' ')
    .map((word) => meaning(word) ?? word)
    .join('');
}

/** A word of the captions in Chinese. */
export function meaning(word: string): string | undefined {
  const things: Readonly<Record<string, { readonly zh: string } | undefined>> = { ...colours, ...shapes };
  const little: Readonly<Record<string, string | undefined>> = words;
  return things[word]?.zh ?? little[word];
}
