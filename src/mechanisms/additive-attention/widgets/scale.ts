// The same random vectors, longer and longer: a dot product lets the softmax close, an additive score lets every tanh close.
import { max, mean, reshape, square, sub, sum, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { curves, type CurvesData } from '../../../figures/curves.ts';
import { random, randomMatrix } from '../../../math/random.ts';
import { matrices } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { pick, type Lang } from '../../../widget/text.ts';
import { scoredAttention, type Kind } from '../../scoring-functions/kernel.ts';
import { drawParameters, kinds, strokeOf, tensorsOf } from '../../scoring-functions/trace.ts';

const shown = ['dot', 'scaled', 'additive'] as const satisfies readonly Kind[];
/** Powers of ten by which the vectors are long. */
const powers = Array.from({ length: 16 }, (_, i) => i / 5 - 1);
const sizes = powers.map((power) => 10 ** power);
const [d, queries, keys] = [8, 6, 6];

/** All sizes at once: (sizes, rows, d). */
const scaled = (rows: readonly number[][]): Tensor =>
  tensor(
    sizes.flatMap((size) => rows.flatMap((row) => row.map((x) => x * size))),
    [sizes.length, rows.length, d],
  );

/** Means at each size: the largest weight, the slope of the softmax, 1 − Σ a², and that of the hidden units, 1 − tanh². */
function measured(kind: Kind, seed: number): Record<'largest' | 'open' | 'slope', number[]> {
  const source = random(seed);
  const [q, k] = [randomMatrix(queries, d, source), randomMatrix(keys, d, source)];
  const parameters = drawParameters(d, keys, seed)[kind];
  const rows = matrices(() => {
    const key = scaled(k);
    const { weights, hidden } = scoredAttention(scaled(q), key, key, { kind, ...tensorsOf(parameters, 1) });
    const open = sub(1, sum(square(weights), -1)); // (sizes, queries)
    const line = (x: Tensor): Tensor => reshape(mean(reshape(x, [sizes.length, -1]), 1), [1, -1]);
    return {
      largest: line(max(weights, -1)),
      open: line(open),
      slope: line(sub(1, square(hidden ?? weights))),
    };
  });
  return { largest: rows.largest[0] ?? [], open: rows.open[0] ?? [], slope: rows.slope[0] ?? [] };
}

/** The last seed's curves are kept: moving along them only picks. */
let kept: { readonly seed: number; readonly curves: Record<string, ReturnType<typeof measured>> } | undefined;

const frame = (power: number, lang: Lang): Omit<CurvesData, 'curves' | 'yTitle'> => ({
  x: sizes,
  xType: 'log',
  xTitle: lang === 'zh' ? '每个特征的标准差' : 'standard deviation of every feature',
  yDomain: [0, 1],
  at: 10 ** power,
});

export default defineWidget({
  id: 'additive-attention/scale',
  title: { en: 'Vectors that grow longer', zh: '越来越长的向量' },
  provenance: {
    en: 'Random: 6 queries, 6 keys, 8 features and 8 hidden units, from the seed; nothing is trained.',
    zh: '随机：6 个查询、6 个键、8 个特征、8 个隐藏单元，由随机种子生成，没有经过训练。',
  },
  mechanism: 'additive-attention',
  controls: {
    power: range({
      label: { en: 'standard deviation of the features', zh: '特征的标准差' },
      min: -1,
      max: 2,
      step: 0.2,
      value: 0,
      show: (power) => String(Number((10 ** power).toPrecision(2))),
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 3 }),
  },
  compute({ seed }) {
    if (kept?.seed !== seed)
      kept = { seed, curves: Object.fromEntries(shown.map((kind) => [kind, measured(kind, seed)])) };
    return kept.curves;
  },
  figures: [
    {
      name: 'largest',
      title: { en: 'Largest weight among six keys', zh: '六个键中最大的权重' },
      caption: {
        en: 'Mean over the queries; 1/6 is a plain mean of the values, 1 is a choice of one.',
        zh: '对查询取平均；1/6 是平均取值，1 是只取一个。',
      },
      type: curves,
      data: (trace, { power }, lang) => ({
        ...frame(power, lang),
        yTitle: lang === 'zh' ? '最大的权重' : 'largest weight',
        curves: shown.map((kind) => ({
          label: pick(kinds[kind].label, lang),
          ...strokeOf(kind),
          y: trace[kind]?.largest ?? [],
        })),
      }),
    },
    {
      name: 'open',
      title: { en: 'What still has a slope', zh: '哪里还有斜率' },
      caption: {
        en: 'Of the softmax 1 − Σ a², of the hidden units the mean of 1 − tanh². At 0 nothing is learned through it.',
        zh: 'softmax 取 1 − Σ a²，隐藏单元取 1 − tanh² 的平均。到 0，就没有梯度能从这里通过。',
      },
      type: curves,
      data: (trace, { power }, lang) => ({
        ...frame(power, lang),
        yTitle: lang === 'zh' ? '斜率' : 'slope',
        curves: [
          {
            label: lang === 'zh' ? '点积的 softmax' : 'softmax of dot',
            ...strokeOf('dot'),
            y: trace['dot']?.open ?? [],
          },
          {
            label: lang === 'zh' ? '加性的 softmax' : 'softmax, additive',
            ...strokeOf('additive'),
            y: trace['additive']?.open ?? [],
          },
          {
            label: lang === 'zh' ? '加性的 tanh' : 'tanh, additive',
            color: 'var(--scale-negative)',
            dash: '2 3',
            y: trace['additive']?.slope ?? [],
          },
        ],
      }),
    },
  ],
  readout(trace, { power }, lang) {
    const i = Math.round((power + 1) * 5);
    const [dot, additive] = [trace['dot'], trace['additive']];
    const [a, b, c] = [dot?.largest[i], additive?.largest[i], additive?.slope[i]].map((x) =>
      fixed(x ?? Number.NaN),
    );
    return lang === 'zh'
      ? `最大的权重：点积 ${a}，加性 ${b}。加性的 tanh 平均斜率 ${c}。`
      : `Largest weight: dot ${a}, additive ${b}. Mean slope of the additive tanh: ${c}.`;
  },
});
