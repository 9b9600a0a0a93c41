// How far apart the scores of random keys lie, over more and more features.
import { tidy } from '@tensorflow/tfjs-core';
import { bars } from '../../../figures/bars.ts';
import { curves } from '../../../figures/curves.ts';
import { random, randomMatrix } from '../../../math/random.ts';
import { entropy, softmax } from '../../../math/softmax.ts';
import { matrix, type Matrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { pick } from '../../../widget/text.ts';
import { attentionScores, type Kind } from '../kernel.ts';
import { drawParameters, kindNames, kinds, strokeOf, tensorsOf } from '../trace.ts';

const queries = 16;
const keys = 10;
const powers = Array.from({ length: 8 }, (_, i) => i);

interface Size {
  readonly d: number;
  /** Root mean square of all scores; their mean is 0 in expectation. */
  readonly spread: Readonly<Record<Kind, number>>;
  /** Entropy of the weights, mean over the queries, in nats. */
  readonly entropy: Readonly<Record<Kind, number>>;
}

/** All six scores of the first 2⁰ … 2⁷ features of the same random vectors. */
function measure(seed: number): Size[] {
  const source = random(seed);
  const most = 2 ** (powers.at(-1) ?? 0);
  const [q, k] = [randomMatrix(queries, most, source), randomMatrix(keys, most, source)];
  return powers.map((power) => {
    const d = 2 ** power;
    const parameters = drawParameters(d, keys, seed + 100 * power);
    const spread: Partial<Record<Kind, number>> = {};
    const evenness: Partial<Record<Kind, number>> = {};
    const cut = (rows: Matrix) => matrix(rows.map((row) => row.slice(0, d)));
    for (const kind of kindNames) {
      tidy(() => {
        const { scores } = attentionScores(cut(q), cut(k), kind, tensorsOf(parameters[kind], 1));
        spread[kind] = Math.sqrt(mean(scores.dataSync().map((x) => x * x)));
        evenness[kind] = mean(entropy(softmax(scores)).dataSync());
      });
    }
    return { d, spread: spread as Size['spread'], entropy: evenness as Size['entropy'] };
  });
}

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;

/** The last seed's measurement is kept: moving d only picks from it. */
let kept: { readonly seed: number; readonly sizes: readonly Size[] } | undefined;

export default defineWidget({
  id: 'scoring-functions/spread',
  title: { en: 'How scores spread as vectors widen', zh: '向量变宽，分数如何散开' },
  provenance: {
    en: `Random: ${queries} queries and ${keys} keys of independent entries of mean 0 and variance 1; parameters of variance 1/d. The cosine has β = 1.`,
    zh: `随机：${queries} 个查询、${keys} 个键，各分量独立，均值为 0，方差为 1；参数的方差为 1/d。余弦取 β = 1。`,
  },
  mechanism: 'scoring-functions',
  controls: {
    power: range({
      label: { en: 'features d', zh: '特征数 d' },
      min: 0,
      max: 7,
      step: 1,
      value: 5,
      show: (power) => String(2 ** power),
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 1 }),
  },
  compute({ seed }) {
    if (kept?.seed !== seed) kept = { seed, sizes: measure(seed) };
    return kept.sizes;
  },
  figures: [
    {
      name: 'spread',
      title: { en: 'Root mean square of the scores', zh: '分数的均方根' },
      caption: {
        en: 'Both axes are logarithmic. What grows turns the softmax into a look-up; what falls turns it into a mean.',
        zh: '两个轴都是对数刻度。一直增大，softmax 就变成查找；一直减小，就变成平均。',
      },
      type: curves,
      data: (sizes, { power }, lang) => ({
        x: sizes.map(({ d }) => d),
        xType: 'log',
        yType: 'log',
        xTitle: lang === 'zh' ? '特征数 d' : 'features d',
        yTitle: lang === 'zh' ? '均方根' : 'root mean square',
        yDomain: [0.05, 20],
        at: 2 ** power,
        curves: kindNames.map((kind) => ({
          label: pick(kinds[kind].label, lang),
          ...strokeOf(kind),
          y: sizes.map(({ spread }) => spread[kind]),
        })),
      }),
    },
    {
      name: 'entropy',
      title: { en: 'Entropy of the weights at this width', zh: '这个宽度下权重的熵' },
      caption: {
        en: `Mean over the queries. An even share over ${keys} keys would be ln ${keys} ≈ ${fixed(Math.log(keys))}.`,
        zh: `对所有查询取平均。${keys} 个键平均分配时，熵是 ln ${keys} ≈ ${fixed(Math.log(keys))}。`,
      },
      type: bars,
      data: (sizes, { power }, lang) => ({
        labels: kindNames.map((kind) => pick(kinds[kind].label, lang)),
        values: kindNames.map((kind) => sizes[power]?.entropy[kind] ?? Number.NaN),
        title: lang === 'zh' ? '熵（nat）' : 'entropy (nats)',
        labelTitle: lang === 'zh' ? '打分' : 'score',
        domain: [0, 2.5],
        color: 'var(--scale-weights)',
      }),
    },
  ],
  readout(sizes, { power }, lang) {
    const { d, spread } = sizes[power] ?? { d: 1, spread: {} as Size['spread'] };
    const [dot, root] = [fixed(spread.dot), fixed(Math.sqrt(d))];
    return lang === 'zh'
      ? `d = ${d}：点积的均方根是 ${dot}，√d = ${root}。`
      : `At d = ${d} the dot products have a root mean square of ${dot}; √d = ${root}.`;
  },
});
