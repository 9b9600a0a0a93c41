// Attention over many positions: random queries and keys, computed by blocks of rows, as many as the reader wants to wait for.
import { tensor2d, tidy } from '@tensorflow/tfjs-core';
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import { random, type Random } from '../../../math/random.ts';
import { entropy } from '../../../math/softmax.ts';
import { range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count, fixed } from '../../../widget/format.ts';
import type { Lang } from '../../../widget/text.ts';
import { scaledDotProductAttention } from '../kernel.ts';
import { steps } from '../trace.ts';

/** Rows that are computed between two reports of progress. */
const block = 16;

interface LargeTrace {
  /** One row per query, each a part of one array. */
  readonly scores: readonly Float32Array[];
  readonly weights: readonly Float32Array[];
  /** Mean over the queries, in nats; and of the even shares that the mask would allow. */
  readonly entropy: number;
  readonly even: number;
  readonly largest: { readonly weight: number; readonly query: number; readonly key: number };
}

/** n vectors of d independent standard normal numbers, one after the other. */
const vectors = (n: number, d: number, source: Random): Float32Array =>
  Float32Array.from({ length: n * d }, () => source.normal());

/** A square matrix as the list of its rows; none is copied. */
const rowsOf = (matrix: Float32Array, n: number): Float32Array[] =>
  Array.from({ length: n }, (_, i) => matrix.subarray(i * n, (i + 1) * n));

function* attend(n: number, d: number, seed: number, causal: boolean): Generator<number, LargeTrace> {
  const source = random(seed);
  const [queries, keys] = [vectors(n, d, source), vectors(n, d, source)];
  const [scores, weights] = [new Float32Array(n * n), new Float32Array(n * n)];
  let [total, even] = [0, 0];
  for (let first = 0; first < n; first += block) {
    const last = Math.min(n, first + block);
    tidy(() => {
      const q = tensor2d(queries.subarray(first * d, last * d), [last - first, d]);
      const k = tensor2d(keys, [n, d]);
      const rows = scaledDotProductAttention(q, k, k, { causal, past: first });
      scores.set(rows.scores.dataSync(), first * n);
      weights.set(rows.weights.dataSync(), first * n);
      for (const h of entropy(rows.weights).dataSync()) total += h;
    });
    for (let i = first; i < last; i += 1) even += Math.log(causal ? i + 1 : n);
    yield last / n;
  }
  const at = weights.reduce((best, weight, i) => (weight > (weights[best] ?? 0) ? i : best), 0);
  return {
    scores: rowsOf(scores, n),
    weights: rowsOf(weights, n),
    entropy: total / n,
    even: even / n,
    largest: { weight: weights[at] ?? 0, query: Math.floor(at / n) + 1, key: (at % n) + 1 },
  };
}

const figure = (values: readonly Float32Array[], scale: 'scores' | 'weights', lang: Lang): HeatmapData => {
  const positions = values.map((_, i) => String(i + 1));
  return {
    values,
    rows: positions,
    columns: positions,
    rowTitle: lang === 'zh' ? '查询' : 'queries',
    columnTitle: lang === 'zh' ? '键' : 'keys',
    scale,
  };
};

export default defineWidget({
  id: 'scaled-dot-product/large',
  title: { en: 'Attention over n positions', zh: 'n 个位置上的注意力' },
  provenance: {
    en: 'Random: queries and keys have independent entries of mean 0 and variance 1, drawn from the seed.',
    zh: '随机：查询与键的各分量相互独立，均值为 0，方差为 1，由随机种子生成。',
  },
  mechanism: 'scaled-dot-product',
  controls: {
    n: range({ label: { en: 'positions n', zh: '位置数 n' }, min: 8, max: 1024, step: 8, value: 32 }),
    d: range({ label: { en: 'features dₖ', zh: '特征数 dₖ' }, min: 4, max: 64, step: 4, value: 16 }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 1 }),
    causal: toggle({ label: { en: 'causal mask', zh: '因果掩码' }, value: false }),
  },
  compute: ({ n, d, seed, causal }) => attend(n, d, seed, causal),
  background: ({ n }) => n > 128,
  figures: [
    {
      name: 'scores',
      title: steps.scores.title,
      formula: steps.scores.formula.variants.scaled,
      type: heatmap,
      data: ({ scores }, _params, lang) => figure(scores, 'scores', lang),
    },
    {
      name: 'weights',
      title: steps.weights.title,
      formula: steps.weights.formula.variants.rows,
      caption: {
        en: 'Full colour: eight times an even share, 8/n, or more.',
        zh: '满色表示权重达到平均份额的八倍（8/n）或更多。',
      },
      type: heatmap,
      data: ({ weights }, { n }, lang) => ({
        ...figure(weights, 'weights', lang),
        extent: Math.min(1, 8 / n),
      }),
    },
  ],
  readout({ entropy: h, even, largest }, { n, causal }, lang) {
    const { weight, query, key } = largest;
    const share = fixed(weight, 3);
    return lang === 'zh'
      ? `${n} × ${n} = ${count(n * n)} 个权重。熵平均 ${fixed(h, 3)} nat；若每一行${causal ? '在可见的键上' : ''}平均分配，则为 ${fixed(even, 3)}。最大的权重是 ${share}：第 ${query} 个查询，第 ${key} 个键。`
      : `${n} × ${n} = ${count(n * n)} weights. Mean entropy ${fixed(h, 3)} nats; even shares${causal ? ' among the keys that each query sees' : ''} would have ${fixed(even, 3)}. The largest weight is ${share}, of query ${query} for key ${key}.`;
  },
});
