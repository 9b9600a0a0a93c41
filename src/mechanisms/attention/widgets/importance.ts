// Is a weight an importance? Each key’s weight beside what it adds to the output, and what happens when it is left out.
import { cast } from '@tensorflow/tfjs-core';
import { bars, type BarsData } from '../../../figures/bars.ts';
import { plane } from '../../../figures/plane.ts';
import { matrices, matrix as tensor } from '../../../math/tensor.ts';
import { matrix } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import type { Lang } from '../../../widget/text.ts';
import { kernelAttention } from '../kernel.ts';

const words = { en: ['cat', 'dog', 'tired', 'until'], zh: ['猫', '狗', '累', '直到'] } as const;
const title = {
  weight: { en: 'weight', zh: '权重' },
  part: { en: 'length of weight · value', zh: '权重 · 值 的长度' },
  change: { en: 'change of the output', zh: '输出的变化' },
} as const;

/** The key at a place: a word of the sentence, or a number beyond them. */
const word = (j: number, lang: Lang): string => words[lang][j] ?? `k${j + 1}`;
const length = (vector: readonly number[]): number => Math.hypot(...vector);

/** The end of an axis that holds a length: 1, 2 or 5 times a power of ten. */
function roundUp(x: number): number {
  const power = 10 ** Math.floor(Math.log10(x > 0 ? x : 1));
  return power * ([1, 2, 5].find((step) => x <= step * power) ?? 10);
}

function barsOf(kind: keyof typeof title, values: readonly number[], end: number, lang: Lang): BarsData {
  return {
    labels: values.map((_, j) => word(j, lang)),
    values,
    title: title[kind][lang],
    labelTitle: lang === 'zh' ? '键' : 'key',
    domain: [0, end],
    color: { weight: 'var(--scale-weights)', part: 'var(--c-value)', change: 'var(--c-output)' }[kind],
  };
}

export default defineWidget({
  id: 'attention/importance',
  title: { en: 'Weight, contribution, effect', zh: '权重、贡献与影响' },
  provenance: {
    en: 'Constructed: four words as keys, their distances to the query “it” and their values, all chosen by hand. Nothing is trained.',
    zh: '人为构造：四个词作键，它们到查询“它”的距离和它们的值都是手工选定的，没有经过训练。',
  },
  mechanism: 'attention',
  controls: {
    k: matrix({
      label: {
        en: 'K: how far cat, dog, tired and until are from the query',
        zh: '键 K：猫、狗、累、直到，各离查询多远',
      },
      symbol: 'K',
      scale: 'key',
      value: [[0.5], [1.25], [1.6], [1.9]],
    }),
    v: matrix({
      label: { en: 'V: what they hand over', zh: '值 V：它们各交出什么' },
      symbol: 'V',
      scale: 'value',
      value: [
        [2, 1],
        [-2, 3],
        [4, -4],
        [1, 2],
      ],
      step: 0.5,
    }),
  },
  compute({ k, v }) {
    if (k.length !== v.length) {
      throw new InputProblem({
        en: `K has ${k.length} rows and V has ${v.length}: each key needs one value.`,
        zh: `K 有 ${k.length} 行，V 有 ${v.length} 行：每个键对应一个值。`,
      });
    }
    const origin = (k[0] ?? []).map(() => 0);
    const { weights, output, without } = matrices(() => {
      const [q, keys, values] = [tensor([origin]), tensor(k), tensor(v)];
      const all = kernelAttention(q, keys, values);
      // The same query once for each key, with that key masked.
      const mask = cast(tensor(k.map((_, i) => k.map((_, j) => (i === j ? 0 : 1)))), 'bool');
      const others = kernelAttention(tensor(k.map(() => origin)), keys, values, { mask });
      return { weights: all.weights, output: all.output, without: others.output };
    });
    const [shares = [], answer = []] = [weights[0], output[0]];
    return {
      v,
      shares,
      answer,
      parts: v.map((value, j) => (shares[j] ?? 0) * length(value)),
      changes: without.map((other) => length(other.map((x, e) => x - (answer[e] ?? 0)))),
    };
  },
  figures: [
    {
      name: 'weights',
      title: { en: 'Weights', zh: '权重' },
      formula: String.raw`a_j`,
      type: bars,
      data: ({ shares }, _params, lang) => barsOf('weight', shares, 1, lang),
    },
    {
      name: 'parts',
      title: { en: 'What each adds', zh: '各自加进去多少' },
      formula: String.raw`\lVert a_j\role{value}{v_j}\rVert`,
      type: bars,
      data: ({ parts, changes }, _params, lang) =>
        barsOf('part', parts, roundUp(Math.max(...parts, ...changes)), lang),
    },
    {
      name: 'changes',
      title: { en: 'What leaving it out changes', zh: '去掉它，输出变多少' },
      formula: String.raw`\lVert\role{output}{o}-\role{output}{o_{-j}}\rVert`,
      type: bars,
      data: ({ parts, changes }, _params, lang) =>
        barsOf('change', changes, roundUp(Math.max(...parts, ...changes)), lang),
    },
    {
      name: 'plane',
      title: { en: 'Values and output', zh: '值与输出' },
      caption: { en: 'The wider an arrow, the larger its weight.', zh: '箭头越粗，权重越大。' },
      type: plane,
      data: ({ v, shares, answer }, _params, lang) =>
        answer.length === 2
          ? {
              extent: 1.25 * (Math.max(...v.flat().map(Math.abs)) || 1),
              xTitle: lang === 'zh' ? '值的特征 1' : 'feature 1 of the values',
              yTitle: lang === 'zh' ? '值的特征 2' : 'feature 2 of the values',
              vectors: [
                ...v.map(([x = 0, y = 0], j) => ({
                  label: word(j, lang),
                  x,
                  y,
                  color: 'var(--c-value)',
                  width: 1 + 5 * (shares[j] ?? 0),
                })),
                { label: 'o', x: answer[0] ?? 0, y: answer[1] ?? 0, color: 'var(--c-output)', width: 3 },
              ],
            }
          : null,
    },
  ],
  goals: {
    // The word with the largest weight is the one whose loss changes least, and no two values are alike.
    idle: ({ v, shares, changes }) =>
      changes[shares.indexOf(Math.max(...shares))] === Math.min(...changes) &&
      new Set(v.map((value) => value.join())).size === v.length,
  },
  readout({ shares, answer, changes }, _params, lang) {
    const most = (values: readonly number[]) => word(values.indexOf(Math.max(...values)), lang);
    const [weight, effect] = [most(shares), most(changes)];
    const o = answer.map((x) => fixed(x)).join(lang === 'zh' ? '，' : ', ');
    return lang === 'zh'
      ? `输出：（${o}）。权重最大的是“${weight}”，去掉后影响最大的是“${effect}”。`
      : `Output: (${o}). The largest weight is that of “${weight}”; leaving out “${effect}” changes the most.`;
  },
});
