// One state of the decoder, three source words, two hidden units: the state shifts every word along the same two curves.
import { bars } from '../../../figures/bars.ts';
import { curves, type CurvesData } from '../../../figures/curves.ts';
import { softmaxWeight } from '../../../figures/arithmetic.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { pick, type Lang } from '../../../widget/text.ts';
import { bump, gainControl, heightControl, phrase, places, traceOf } from '../trace.ts';

const grid = Array.from({ length: 61 }, (_, i) => i / 5 - 6);
const line = Array.from({ length: 41 }, (_, i) => i / 10);
const words = (lang: Lang): string[] => pick(phrase.source, lang).split(' ').slice(1);

/** The words as points on a curve; each has its own sign. */
const dotsOf = (x: readonly number[], y: readonly number[], lang: Lang): NonNullable<CurvesData['dots']> =>
  words(lang).map((label, j) => ({ label, color: 'var(--c-key)', x: [x[j] ?? 0], y: [y[j] ?? 0] }));

/** What a unit makes of the three sums. */
function unit(matrices: ReturnType<typeof traceOf>, index: number, lang: Lang): CurvesData {
  const { queries = [], keys = [], hidden = [] } = matrices;
  const sums = keys.map((key) => (queries[0]?.[index] ?? 0) + (key[index] ?? 0));
  return {
    x: grid,
    xTitle: lang === 'zh' ? '状态的一份 + 标注的一份' : 'part of the state + part of the annotation',
    yTitle: lang === 'zh' ? '隐藏单元' : 'hidden unit',
    yDomain: [-1, 1],
    curves: [{ label: 'tanh', color: 'var(--ink-soft)', y: grid.map(Math.tanh) }],
    dots: dotsOf(
      sums,
      hidden.map((row) => row[index] ?? 0),
      lang,
    ),
  };
}

export default defineWidget({
  id: 'additive-attention/units',
  title: { en: 'Three words, two tanh units, one question', zh: '三个词、两个 tanh 单元、一个问题' },
  provenance: {
    en: 'Constructed: an annotation holds the place of its word, the state holds the place that it asks for. Nothing is trained.',
    zh: '人为构造：标注里存的是词的位置，状态里存的是想看的位置，没有经过训练。',
  },
  mechanism: 'additive-attention',
  controls: {
    look: range({
      label: { en: 'place that the state asks for', zh: '状态想看的位置' },
      min: 0,
      max: 4,
      step: 0.1,
      value: 2,
    }),
    gain: gainControl(2),
    height: heightControl(2),
  },
  compute({ look, gain, height }) {
    const parameters = bump(gain, height);
    const s = [[look]];
    return {
      matrices: traceOf({ s, h: places(3), ...parameters }),
      curve: traceOf({ s, h: line.map((place) => [place, 1]), ...parameters })['scores']?.[0] ?? [],
    };
  },
  figures: [
    {
      name: 'first',
      title: { en: 'First unit', zh: '第一个单元' },
      caption: {
        en: 'The state moves all words together; their distances are the annotations’ own.',
        zh: '状态把所有词一起推动；词与词的间距由标注决定。',
      },
      type: curves,
      data: ({ matrices }, _params, lang) => unit(matrices, 0, lang),
    },
    {
      name: 'second',
      title: { en: 'Second unit', zh: '第二个单元' },
      caption: { en: 'The same step, one place later.', zh: '同样的台阶，晚一个位置。' },
      type: curves,
      data: ({ matrices }, _params, lang) => unit(matrices, 1, lang),
    },
    {
      name: 'score',
      title: { en: 'Score: β · first − β · second', zh: '分数：β · 第一个 − β · 第二个' },
      caption: {
        en: 'Two steps that cancel, except between them. Drag the top.',
        zh: '两级台阶相减，只剩中间隆起。可以拖动顶点。',
      },
      type: curves,
      data: ({ matrices: { scores = [] }, curve }, { look, gain, height }, lang) => ({
        x: line,
        xTitle: lang === 'zh' ? '词的位置' : 'place of a word',
        yTitle: lang === 'zh' ? '分数' : 'score',
        yDomain: [0, 8],
        curves: [
          { label: lang === 'zh' ? '任意位置' : 'any place', color: 'var(--scale-positive)', y: curve },
        ],
        dots: dotsOf([1, 2, 3], scores[0] ?? [], lang),
        handle: {
          x: look,
          y: 2 * height * Math.tanh(gain / 2),
          label: lang === 'zh' ? '想看的位置' : 'place asked for',
        },
      }),
      drag: ({ x }) => ({ look: x }),
    },
    {
      name: 'weights',
      title: { en: 'Weights', zh: '权重' },
      type: bars,
      data: ({ matrices: { scores = [], weights = [] } }, _params, lang) => ({
        labels: words(lang),
        values: weights[0] ?? [],
        title: lang === 'zh' ? '权重' : 'weight',
        labelTitle: lang === 'zh' ? '源词' : 'source word',
        domain: [0, 1],
        color: 'var(--scale-weights)',
        explain: (j: number) => ({
          text: softmaxWeight(scores[0]?.[j] ?? 0, scores[0] ?? [], weights[0]?.[j] ?? 0),
        }),
      }),
    },
  ],
  readout({ matrices: { hidden = [], scores = [], weights = [] } }, { look }, lang) {
    const parts = words(lang).map((word, j) => {
      const [a, b] = [hidden[j]?.[0] ?? 0, hidden[j]?.[1] ?? 0];
      return `${word} ${fixed(a)} | ${fixed(b)} → ${fixed(scores[0]?.[j] ?? 0)} → ${fixed(weights[0]?.[j] ?? 0)}`;
    });
    return lang === 'zh'
      ? `状态想看位置 ${fixed(look, 1)}。单元 → 分数 → 权重：${parts.join('；')}`
      : `The state asks for place ${fixed(look, 1)}. Units → score → weight: ${parts.join('; ')}`;
  },
  goals: {
    last: ({ matrices: { weights = [] } }) => (weights[0]?.[2] ?? 0) >= 0.99,
  },
});
