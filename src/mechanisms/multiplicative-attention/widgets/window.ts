// The window of local attention: a place that can be moved, a width, and the conventions that make a difference.
import { bars } from '../../../figures/bars.ts';
import { curves } from '../../../figures/curves.ts';
import { choice, range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { sentence } from '../../../widget/sentence.ts';
import { pick, type Lang } from '../../../widget/text.ts';
import { tokenise } from '../../../widget/tokens.ts';
import { wanted } from '../place.ts';
import { traceOf } from '../trace.ts';

/** How well eight words fit the state; the fourth fits best. */
const scores = [1, 0.2, 0.6, 1.8, 0.4, 1.2, 0, 0.8];
const S = scores.length;
const words = (lang: Lang): string[] => tokenise(pick(sentence, lang), lang).slice(0, S);
const line = Array.from({ length: 10 * S + 1 }, (_, i) => i / 10);
const sum = (row: readonly number[]): number => row.reduce((total, x) => total + x, 0);

export default defineWidget({
  id: 'multiplicative-attention/window',
  title: { en: 'A window and its conventions', zh: '窗口及其约定' },
  provenance: {
    en: 'Constructed: the scores of the eight words are 1, 0.2, 0.6, 1.8, 0.4, 1.2, 0 and 0.8, and the place is the slider’s.',
    zh: '人为构造：八个词的分数是 1、0.2、0.6、1.8、0.4、1.2、0、0.8，位置由滑块给定。',
  },
  mechanism: 'multiplicative-attention',
  controls: {
    place: range({
      label: { en: 'place p of the window', zh: '窗口的位置 p' },
      min: 0.2,
      max: 7.8,
      step: 0.1,
      value: 4.6,
    }),
    D: range({
      label: { en: 'half-width D', zh: '半宽 D' },
      min: 0.5,
      max: 5,
      step: 0.5,
      value: 2,
    }),
    over: choice({
      label: { en: 'softmax over', zh: 'softmax 的范围' },
      options: {
        window: { en: 'the window', zh: '窗口内' },
        all: { en: 'all words, then cut', zh: '全部词，再裁剪' },
      },
      value: 'window',
    }),
    renormalize: toggle({ label: { en: 'make the weights sum to 1', zh: '让权重之和为 1' }, value: false }),
    first: choice({
      label: { en: 'the first word is number', zh: '第一个词的编号' },
      options: { one: { en: '1', zh: '1' }, zero: { en: '0', zh: '0' } },
      value: 'one',
    }),
    whole: toggle({ label: { en: 'window around ⌊p⌋', zh: '窗口以 ⌊p⌋ 为中心' }, value: false }),
  },
  compute({ place, D, over, renormalize, first: number, whole }) {
    const { h, memory, options } = wanted(place, scores);
    const first = number === 'one' ? 1 : 0;
    const trace = traceOf(h, memory, {
      ...options,
      score: 'dot',
      D,
      over,
      renormalize,
      first,
      whole,
    });
    const row = (name: string): number[] => trace[name]?.[0] ?? [];
    return {
      center: row('centers')[0] ?? Number.NaN,
      shares: row('shares'),
      weights: row('weights'),
      // Where the words stand, and how much of the Gaussian is left within the window.
      places: scores.map((_, s) => s + first),
      kept: scores.map((_, s) => (row('weights')[s] === 0 ? 0 : (row('gaussian')[s] ?? 0))),
      fade: line.map((x) => Math.exp(-((x - place) ** 2) / (2 * (D / 2) ** 2))),
      edge: line.map((x) => (Math.abs(x - (whole ? Math.floor(place) : place)) <= D ? 1 : 0)),
    };
  },
  figures: [
    {
      name: 'fade',
      title: { en: 'The Gaussian, and the window that cuts it', zh: '高斯，和裁剪它的窗口' },
      caption: {
        en: 'Words outside the window are at 0. Drag the place.',
        zh: '窗口以外的词都在 0。可以拖动位置。',
      },
      type: curves,
      data: ({ fade, edge, places, kept, center }, _params, lang) => ({
        x: line,
        xTitle: lang === 'zh' ? '词的编号' : 'number of the word',
        yTitle: lang === 'zh' ? '系数' : 'factor',
        yDomain: [0, 1],
        curves: [
          {
            label: lang === 'zh' ? '窗口' : 'window',
            color: 'var(--ink-soft)',
            dash: '2 3',
            y: edge,
          },
          { label: lang === 'zh' ? '高斯' : 'Gaussian', color: 'var(--scale-positive)', y: fade },
        ],
        dots: [{ label: lang === 'zh' ? '词' : 'words', color: 'var(--c-key)', x: places, y: kept }],
        handle: { x: center, y: 1, label: lang === 'zh' ? '位置 p' : 'place p' },
      }),
      drag: ({ x }) => ({ place: x }),
    },
    {
      name: 'shares',
      title: { en: 'Softmax of the scores', zh: '分数的 softmax' },
      type: bars,
      data: ({ shares }, _params, lang) => ({
        labels: words(lang),
        values: shares,
        title: lang === 'zh' ? '份额' : 'share',
        labelTitle: lang === 'zh' ? '源词' : 'source word',
        domain: [0, 1],
        color: 'var(--scale-positive)',
      }),
    },
    {
      name: 'weights',
      title: { en: 'Weights: softmax × Gaussian', zh: '权重：softmax × 高斯' },
      type: bars,
      data: ({ weights }, _params, lang) => ({
        labels: words(lang),
        values: weights,
        title: lang === 'zh' ? '权重' : 'weight',
        labelTitle: lang === 'zh' ? '源词' : 'source word',
        domain: [0, 1],
        color: 'var(--scale-weights)',
      }),
    },
  ],
  readout({ center, weights, shares }, { D, whole }, lang) {
    const around = whole ? Math.floor(center) : center;
    const [from, to] = [fixed(around - D, 1), fixed(around + D, 1)];
    const [a, b] = [fixed(sum(shares)), fixed(sum(weights))];
    return lang === 'zh'
      ? `窗口从 ${from} 到 ${to}。softmax 之和 ${a}，权重之和 ${b}。`
      : `The window reaches from ${from} to ${to}. The softmax sums to ${a}, the weights to ${b}.`;
  },
  goals: {
    light: ({ weights }, { renormalize, D }) => !renormalize && D >= 2 && sum(weights) < 0.25,
  },
});
