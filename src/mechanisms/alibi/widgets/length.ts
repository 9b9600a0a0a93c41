// Longer than before: how far a head looks, and how many keys share its weight, as the sequence grows.
import { tidy, zeros } from '@tensorflow/tfjs-core';
import { curves } from '../../../figures/curves.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, short } from '../../../widget/format.ts';
import { alibiAttention } from '../kernel.ts';

const distances = Array.from({ length: 64 }, (_, d) => d);
/** The foot of the logarithmic axis of weights. */
const least = 1e-3;
const powers = Array.from({ length: 9 }, (_, p) => p + 3);

/** The weights of the last of n words, all scores being equal: at [d] that of the word d steps back. */
function lastRow(n: number, slope: number): Float32Array {
  let row = new Float32Array();
  tidy(() => {
    const keys = zeros([1, n, 1]); // (H, S, D) = (H, S, E), one head
    const { weights } = alibiAttention(zeros([1, 1, 1]), keys, keys, { slopes: [slope], past: n - 1 });
    row = weights.dataSync<'float32'>().toReversed() as Float32Array<ArrayBuffer>;
  });
  return row;
}

/** e^entropy: the number of keys that, sharing evenly, would be as spread out. */
const keysOf = (weights: Float32Array): number =>
  Math.exp(-weights.reduce((sum, a) => (a > 0 ? sum + a * Math.log(a) : sum), 0));

export default defineWidget({
  id: 'alibi/length',
  title: { en: 'As the sequence grows', zh: '序列变长时' },
  provenance: {
    en: 'Constructed: all scores are equal, so that the bias alone decides. It shows what the bias does, not how well a model reads.',
    zh: '人为构造：分数全都相等，只由偏置决定。它说明偏置做了什么，不说明模型读得好不好。',
  },
  mechanism: 'alibi',
  controls: {
    power: range({
      label: { en: 'slope m', zh: '斜率 m' },
      min: -8,
      max: 0,
      step: 0.5,
      value: -4,
      show: (power) => (short(2 ** power) === '0.00' ? (2 ** power).toFixed(4) : (2 ** power).toFixed(3)),
    }),
    length: range({
      label: { en: 'words n', zh: '词数 n' },
      min: 3,
      max: 11,
      step: 1,
      value: 5,
      show: (power) => String(2 ** power),
    }),
  },
  compute({ power, length }) {
    const slope = 2 ** power;
    const biased = powers.map((p) => lastRow(2 ** p, slope));
    const now = biased[length - powers[0]!]!;
    const near = distances.map((d) => ((now[d] ?? 0) >= least ? now[d]! : Number.NaN));
    const plain = distances.map((d) => (d < now.length ? 1 / now.length : Number.NaN));
    const within = now.slice(0, Math.ceil(1 / slope)).reduce((sum, a) => sum + a, 0);
    return { near, plain, within, slope, n: now.length, keys: biased.map(keysOf), now: keysOf(now) };
  },
  figures: [
    {
      name: 'near',
      title: { en: 'Weight by distance', zh: '权重随距离的变化' },
      caption: {
        en: 'The weights of the last word, up to 63 steps back: a straight line on this axis. Dashed: without a bias.',
        zh: '最后一个词的权重，画到 63 步以前，在这样的轴上是直线。虚线：不加偏置。',
      },
      type: curves,
      data: ({ near, plain }, _params, lang) => ({
        x: distances,
        xTitle: lang === 'zh' ? '距离，步' : 'distance, steps',
        yTitle: lang === 'zh' ? '权重' : 'weight',
        yType: 'log',
        yDomain: [least, 1],
        curves: [
          { label: 'ALiBi', color: 'var(--scale-weights)', y: near },
          { label: lang === 'zh' ? '无偏置' : 'no bias', color: 'var(--ink-soft)', dash: '4 3', y: plain },
        ],
      }),
    },
    {
      name: 'keys',
      title: { en: 'Keys that share the weight', zh: '有几个键在分权重' },
      formula: String.raw`e^{-\sum_j a_j\ln a_j}`,
      caption: {
        en: 'Without a bias each new word takes its share. With one, the count settles.',
        zh: '没有偏置，每来一个词都要分走一份；有偏置，个数就稳定下来。',
      },
      type: curves,
      data: ({ keys, n }, _params, lang) => ({
        x: powers.map((p) => 2 ** p),
        xType: 'log',
        yType: 'log',
        xTitle: lang === 'zh' ? '词数 n' : 'words n',
        yTitle: lang === 'zh' ? '键数' : 'keys',
        yDomain: [1, 2500],
        at: n,
        curves: [
          { label: 'ALiBi', color: 'var(--scale-weights)', y: keys },
          {
            label: lang === 'zh' ? '无偏置' : 'no bias',
            color: 'var(--ink-soft)',
            dash: '4 3',
            y: powers.map((p) => 2 ** p),
          },
        ],
      }),
    },
  ],
  goals: {
    // A head that is full: going on to any length adds nothing.
    settled: ({ keys, n }, { length }) =>
      length === powers[0]! + 1 && Math.abs(keys.at(-1)! / keys[1]! - 1) < 0.02 && n === 16,
  },
  readout({ within, slope, n, now }, _params, lang) {
    const steps = Math.ceil(1 / slope);
    const share = fixed(100 * within, 1);
    return lang === 'zh'
      ? `${n} 个词，相当于 ${fixed(now, 1)} 个键平分权重；最近的 1/m = ${steps} 个词占 ${share}%。`
      : `${n} words, as if ${fixed(now, 1)} keys shared the weight; the nearest 1/m = ${steps} hold ${share}%.`;
  },
});
