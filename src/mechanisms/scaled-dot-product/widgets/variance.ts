// Products of random queries and keys spread with the number of features; divided by its root they do not. Measured.
import { curves, type CurvesData } from '../../../figures/curves.ts';
import { random, type Random } from '../../../math/random.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { choice, range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import type { Lang } from '../../../widget/text.ts';
import { scaledDotProductAttention } from '../kernel.ts';

/** So many queries and as many keys. */
const rows = 32;
const powers = Array.from({ length: 10 }, (_, i) => i);
const most = 2 ** (powers.at(-1) ?? 0);

/** Features of mean 0 and variance 1, each kind in its own way. */
const draws = {
  normal: (source: Random) => source.normal(),
  uniform: (source: Random) => source.uniform(-Math.sqrt(3), Math.sqrt(3)),
  sign: (source: Random) => (source.uniform() < 0.5 ? -1 : 1),
};
type Kind = keyof typeof draws;

interface Size {
  readonly d: number;
  readonly products: readonly number[];
  readonly variance: number;
}

/** All products over the first 2⁰ … 2⁹ features of the same queries and keys. */
function measure(kind: Kind, seed: number): Size[] {
  const source = random(seed);
  const vectors = (): Matrix =>
    Array.from({ length: rows }, () => Array.from({ length: most }, () => draws[kind](source)));
  const [queries, keys] = [vectors(), vectors()];
  return powers.map((power) => {
    const d = 2 ** power;
    const [q, k] = [queries, keys].map((all) => all.map((row) => row.slice(0, d))) as [Matrix, Matrix];
    const { products } = matrices(() =>
      scaledDotProductAttention(matrix(q), matrix(k), matrix(k.map(() => [0]))),
    );
    const flat = products.flat();
    const mean = flat.reduce((sum, x) => sum + x, 0) / flat.length;
    const variance = flat.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (flat.length - 1);
    return { d, products: flat, variance };
  });
}

/** The last measurement is kept: moving d only picks from it. */
let kept: { readonly key: string; readonly sizes: readonly Size[] } | undefined;

const bins = 33;
const reach = 64;

/** Shares of the products per unit, in bins over −64 … 64, or over −4 … 4 once they are scaled. */
function density(values: readonly number[], extent: number): number[] {
  const width = (2 * extent) / bins;
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    const bin = Math.floor((value + extent) / width);
    if (bin >= 0 && bin < bins) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count) => count / values.length / width);
}

function histogram({ d, products }: Size, scaled: boolean, lang: Lang): CurvesData {
  const zh = lang === 'zh';
  const extent = scaled ? 4 : reach;
  const factor = scaled ? 1 / Math.sqrt(d) : 1;
  const deviation = scaled ? 1 : Math.sqrt(d);
  const x = Array.from({ length: bins }, (_, i) => -extent + ((i + 0.5) * 2 * extent) / bins);
  const normal = x.map((at) => Math.exp(-0.5 * (at / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI)));
  return {
    x,
    xTitle: scaled ? 'q·k / √dₖ' : 'q·k',
    yTitle: zh ? '每单位的份额' : 'share per unit',
    yDomain: [0, scaled ? 0.8 : 0.1],
    curves: [
      {
        label: zh ? '测得' : 'measured',
        color: 'var(--scale-weights)',
        y: density(
          products.map((p) => p * factor),
          extent,
        ),
      },
      {
        label: zh ? `方差 ${scaled ? 1 : d} 的正态` : `normal, variance ${scaled ? 1 : d}`,
        color: 'var(--scale-negative)',
        dash: '6 4',
        y: normal,
      },
    ],
  };
}

export default defineWidget({
  id: 'scaled-dot-product/variance',
  title: { en: 'How large is a dot product?', zh: '点积有多大？' },
  provenance: {
    en: `Random: ${rows} queries and ${rows} keys with independent features of mean 0 and variance 1.`,
    zh: `随机：${rows} 个查询、${rows} 个键，各特征相互独立，均值为 0，方差为 1。`,
  },
  mechanism: 'scaled-dot-product',
  controls: {
    power: range({
      label: { en: 'features dₖ', zh: '特征数 dₖ' },
      min: 0,
      max: powers.at(-1) ?? 0,
      step: 1,
      value: 6,
      show: (power) => String(2 ** power),
    }),
    scaled: toggle({ label: { en: 'divide by √dₖ', zh: '除以 √dₖ' }, value: false }),
    kind: choice({
      label: { en: 'features are', zh: '特征取自' },
      options: {
        normal: { en: 'normal', zh: '正态分布' },
        uniform: { en: 'uniform', zh: '均匀分布' },
        sign: { en: '+1 or −1', zh: '+1 或 −1' },
      },
      value: 'normal',
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 1 }),
  },
  compute({ kind, seed }) {
    const key = `${kind} ${seed}`;
    if (kept?.key !== key) kept = { key, sizes: measure(kind, seed) };
    return kept.sizes;
  },
  figures: [
    {
      name: 'histogram',
      title: { en: 'All products of a query and a key', zh: '所有查询与键的点积' },
      type: curves,
      data: (sizes, { power, scaled }, lang) => histogram(sizes[power] as Size, scaled, lang),
    },
    {
      name: 'growth',
      title: { en: 'Their variance', zh: '点积的方差' },
      formula: String.raw`\operatorname{Var}(\role{query}{q}\cdot\role{key}{k})=d_k`,
      type: curves,
      data: (sizes, { power, scaled }, lang) => {
        const zh = lang === 'zh';
        return {
          x: sizes.map(({ d }) => d),
          xType: 'log',
          yType: 'log',
          xTitle: 'dₖ',
          yTitle: zh ? '方差' : 'variance',
          yDomain: [0.1, 1000],
          at: 2 ** power,
          curves: [
            {
              label: zh ? '测得' : 'measured',
              color: 'var(--scale-weights)',
              y: sizes.map(({ d, variance }) => variance / (scaled ? d : 1)),
            },
            {
              label: zh ? '预言' : 'predicted',
              color: 'var(--scale-negative)',
              dash: '6 4',
              y: sizes.map(({ d }) => (scaled ? 1 : d)),
            },
          ],
        };
      },
    },
  ],
  readout(sizes, { power }, lang) {
    const { d, variance } = sizes[power] as Size;
    const [plain, scaled] = [fixed(variance, 2), fixed(variance / d, 3)];
    return lang === 'zh'
      ? `dₖ = ${d}：测得的方差是 ${plain}，除以 √dₖ 之后是 ${scaled}。`
      : `At dₖ = ${d} the measured variance is ${plain}, and ${scaled} after dividing by √dₖ.`;
  },
});
