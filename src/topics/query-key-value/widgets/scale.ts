// What dividing by √dₖ does, measured: random queries and keys of more and more features, with the scale and without.
import { tidy, type Tensor } from '@tensorflow/tfjs-core';
import { bars, type BarsData } from '../../../figures/bars.ts';
import { curves } from '../../../figures/curves.ts';
import { scaledDotProductAttention } from '../../../mechanisms/scaled-dot-product/kernel.ts';
import { random, randomMatrix } from '../../../math/random.ts';
import { entropy } from '../../../math/softmax.ts';
import { matrix, toMatrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import type { Lang } from '../../../widget/text.ts';

const keys = 10;
const queries = 12;
const powers = Array.from({ length: 10 }, (_, i) => i);

interface Size {
  readonly d: number;
  /** The first query's weights. */
  readonly scaled: readonly number[];
  readonly plain: readonly number[];
  /** Means over the queries, in nats. */
  readonly scaledEntropy: number;
  readonly plainEntropy: number;
}

/** Attention over the first 2⁰ … 2⁹ features of the same random queries and keys, scaled and not. */
function measure(seed: number): Size[] {
  const source = random(seed);
  const most = 2 ** (powers.at(-1) ?? 0);
  const sizes: Size[] = [];
  tidy(() => {
    const [q, k] = [randomMatrix(queries, most, source), randomMatrix(keys, most, source)];
    const v = matrix(Array.from({ length: keys }, () => [0]));
    for (const power of powers) {
      const d = 2 ** power;
      const [first, second] = [q, k].map((rows) => matrix(rows.map((row) => row.slice(0, d)))) as [
        Tensor,
        Tensor,
      ];
      const attend = (scale: number | false) => {
        const { weights } = scaledDotProductAttention(first, second, v, { scale });
        return { of: toMatrix(weights)[0] ?? [], entropy: mean(entropy(weights).dataSync()) };
      };
      const [scaled, plain] = [attend(1 / Math.sqrt(d)), attend(false)];
      sizes.push({
        d,
        scaled: scaled.of,
        plain: plain.of,
        scaledEntropy: scaled.entropy,
        plainEntropy: plain.entropy,
      });
    }
  });
  return sizes;
}

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;

/** The last seed's measurement is kept: moving d only picks from it. */
let kept: { readonly seed: number; readonly sizes: readonly Size[] } | undefined;

function oneQuery(weights: readonly number[], lang: Lang): BarsData {
  const zh = lang === 'zh';
  return {
    labels: weights.map((_, i) => `k${i + 1}`),
    values: weights,
    title: zh ? '第一个查询的权重' : 'weights of the first query',
    labelTitle: zh ? '键' : 'key',
    domain: [0, 1],
    color: 'var(--scale-weights)',
  };
}

export default defineWidget({
  id: 'query-key-value/scale',
  title: { en: 'With and without the scale', zh: '缩放与不缩放' },
  provenance: {
    en: `Random: ${queries} queries and ${keys} keys with independent entries of mean 0 and variance 1.`,
    zh: `随机：${queries} 个查询、${keys} 个键，各分量相互独立，均值为 0，方差为 1。`,
  },
  mechanism: 'scaled-dot-product',
  controls: {
    power: range({
      label: { en: 'features dₖ', zh: '特征数 dₖ' },
      min: 0,
      max: 9,
      step: 1,
      value: 6,
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
      name: 'entropy',
      title: { en: 'Entropy of the weights, mean over the queries', zh: '权重的熵，对所有查询取平均' },
      caption: {
        en: `ln ${keys} ≈ ${fixed(Math.log(keys))} is an even share over the ${keys} keys; 0 is all on one key.`,
        zh: `ln ${keys} ≈ ${fixed(Math.log(keys))} 是 ${keys} 个键平均分配，0 是一个键独占。`,
      },
      type: curves,
      data: (sizes, { power }, lang) => {
        const zh = lang === 'zh';
        return {
          x: sizes.map(({ d }) => d),
          xType: 'log',
          xTitle: 'dₖ',
          yTitle: zh ? '熵（nat）' : 'entropy (nats)',
          yDomain: [0, 2.5],
          at: 2 ** power,
          curves: [
            {
              label: zh ? '除以 √dₖ' : 'divided by √dₖ',
              color: 'var(--scale-weights)',
              y: sizes.map((size) => size.scaledEntropy),
            },
            {
              label: zh ? '不缩放' : 'not scaled',
              color: 'var(--scale-negative)',
              dash: '6 4',
              y: sizes.map((size) => size.plainEntropy),
            },
          ],
        };
      },
    },
    {
      name: 'scaled',
      title: { en: 'Divided by √dₖ', zh: '除以 √dₖ' },
      type: bars,
      data: (sizes, { power }, lang) => oneQuery(sizes[power]?.scaled ?? [], lang),
    },
    {
      name: 'plain',
      title: { en: 'Not scaled', zh: '不缩放' },
      type: bars,
      data: (sizes, { power }, lang) => ({
        ...oneQuery(sizes[power]?.plain ?? [], lang),
        color: 'var(--scale-negative)',
      }),
    },
  ],
  readout(sizes, { power }, lang) {
    const { d, scaled, plain } = sizes[power] ?? { d: 1, scaled: [], plain: [] };
    const [a, b] = [fixed(Math.max(...scaled)), fixed(Math.max(...plain))];
    return lang === 'zh'
      ? `dₖ = ${d} 时，第一个查询的最大权重：缩放后 ${a}，不缩放 ${b}。`
      : `At dₖ = ${d} the first query’s largest weight is ${a} with the scale and ${b} without.`;
  },
});
