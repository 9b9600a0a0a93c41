// The whole path on a picture of 4 × 4 grey pixels: patches, projection, tokens, one head of one layer, and the output.
import { mul, reshape, tensor1d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { dotProduct, softmaxWeight } from '../../../figures/arithmetic.ts';
import { walk, type Step } from '../../../figures/walk.ts';
import { featureMap } from '../../../math/feature-map.ts';
import { matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { choice, matrix, range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, numbered } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import { scaledDotProductAttention } from '../../scaled-dot-product/kernel.ts';
import { normalized, steps as layer } from '../../transformer/trace.ts';
import { layerNorm } from '../../../math/norm.ts';
import { linear } from '../../../math/linear.ts';
import { visionTransformer } from '../kernel.ts';
import { steps, type Choices, type Context } from '../trace.ts';

const E = 4;
/** What the projection measures in a patch of 2 × 2 pixels: how bright it is, and three differences. */
const pairs: Matrix = [
  [1, 1, 1, 1],
  [1, -1, 1, -1],
  [1, 1, -1, -1],
  [1, -1, -1, 1],
].map((row) => row.map((x) => x / 2));
const single: Matrix = [[1], [0], [0], [0]];
const asks: Matrix = [[0, 1, 1, 0]];
const identity = (gain: number): Matrix =>
  Array.from({ length: E }, (_, i) => Array.from({ length: E }, (__, j) => (i === j ? gain : 0)));

/** One vector for each token; the class token's is 0. Row and column of a patch stand in two features. */
function positionsOf(across: number): Matrix {
  const at = (i: number): number => (i / Math.max(1, across - 1) - 0.5) / 2;
  const all = Array.from({ length: across * across }, (_, i) => [
    0,
    at(i % across),
    at(Math.floor(i / across)),
    0,
  ]);
  return [[0, 0, 0, 0], ...all];
}

const scores: Step<Choices, Context> = {
  title: { en: 'Scores', zh: '分数' },
  formula: String.raw`\Q\K^{\top}\!/\sqrt D`,
  scale: 'scores',
  axes: ['queries', 'keys'],
};
const { patches, projected, tokens, weights, output, summary } = steps;
const shown = {
  patches,
  projected,
  tokens,
  selfInput: {
    ...layer['selfInput'],
    formula: String.raw`\operatorname{LN}(z)`,
    explain: ({ tokens: from, selfInput }, i, j) => ({
      text: normalized(from?.[i] ?? [], j, selfInput?.[i]?.[j] ?? Number.NaN),
      sources: { tokens: { row: i } },
    }),
  },
  scores,
  weights: {
    ...weights,
    explain: ({ scores: from, weights: rows }, i, j) => ({
      text: softmaxWeight(from?.[i]?.[j] ?? Number.NaN, from?.[i] ?? [], rows?.[i]?.[j] ?? Number.NaN),
      sources: { scores: { row: i } },
    }),
  },
  attended: {
    ...layer['attended'],
    formula: String.raw`A\V`,
    explain: ({ weights: rows, selfInput, attended }, i, j) => ({
      text: dotProduct(
        rows?.[i] ?? [],
        (selfInput ?? []).map((line) => line[j] ?? Number.NaN),
        attended?.[i]?.[j] ?? Number.NaN,
      ),
      sources: { weights: { row: i }, selfInput: { column: j } },
    }),
  },
  output,
  summary,
} as Record<string, Step<Choices, Context>>;

function traceOf(x: Matrix, P: number, given: Choices, gain: number): Record<string, Matrix> {
  return tidy(() => {
    const positions = positionsOf(x.length / P);
    const wE = P === 2 ? pairs : single;
    const self = {
      wq: tensor(identity(gain)),
      wk: tensor(identity(1)),
      wv: tensor(identity(1)),
      wo: tensor(identity(1)),
    };
    const trace = visionTransformer(
      featureMap([x]),
      {
        wE: tensor(wE),
        classToken: tensor1d(asks[0] ?? []),
        ...(given.positions && { positions: tensor(positions) }),
        layers: [
          {
            self,
            selfNorm: {},
            feed: { w1: mul(tensor(identity(1)), 0), w2: mul(tensor(identity(1)), 0) },
            feedNorm: {},
          },
        ],
      },
      { patch: P, heads: 1, pool: given.pool },
    );
    // The same attention once more, for its scores.
    const at = layerNorm(trace.tokens, undefined, undefined, { eps: 1e-6 });
    const inside = scaledDotProductAttention(linear(at, self.wq), at, at);
    const T = trace.tokens.shape[0] ?? 0;
    const all: Record<string, Tensor> = {
      ...trace,
      weights: reshape(trace.weights, [T, T]),
      summary: reshape(trace.summary, [1, E]),
      selfInput: at,
      scores: inside.scores,
      attended: inside.output,
    };
    const read = Object.entries(all).map(([name, one]) => [name, one.arraySync() as Matrix]);
    return { ...Object.fromEntries(read), wE, classToken: asks, positions } as Record<string, Matrix>;
  });
}

export default defineWidget({
  id: 'vision-transformer/walk',
  title: { en: 'From pixels to one vector', zh: '从像素到一个向量' },
  provenance: {
    en: 'Constructed: a picture of 4 × 4 grey pixels and one head. The projection measures brightness and three differences of a patch; the class token looks for edges; the feed-forward network is left out. Drag a number sideways, type it, or paste your own.',
    zh: '人为构造：一张 4 × 4 的灰度图，一个头。投影量出一块的亮度和三种明暗差；类别词元找边缘；前馈网络省去。每个数可以左右拖动，也可以键入，还可以粘贴自己的矩阵。',
  },
  mechanism: 'vision-transformer',
  controls: {
    x: matrix({
      label: { en: 'x, the picture', zh: '图片 x' },
      symbol: 'x',
      step: 1,
      value: [
        [1, 1, 0, 0],
        [1, 1, 0, 0],
        [0, 2, 2, 2],
        [0, 2, 0, 0],
      ],
      maxRows: 4,
      maxColumns: 4,
    }),
    patch: choice({
      label: { en: 'patches', zh: '块' },
      options: {
        two: { en: '2 × 2 patches of 2 × 2 pixels', zh: '2 × 2 块，每块 2 × 2 像素' },
        one: { en: '4 × 4 patches of one pixel', zh: '4 × 4 块，每块一个像素' },
      },
      value: 'two',
    }),
    positions: toggle({ label: { en: 'add positions', zh: '加上位置' }, value: true }),
    pool: choice({
      label: { en: 'what stands for the picture', zh: '用什么代表整张图' },
      options: {
        class: { en: 'class token', zh: '类别词元' },
        mean: { en: 'mean of the patches', zh: '各块的平均' },
      },
      value: 'class',
    }),
    gain: range({ label: { en: 'W_Q times', zh: 'W_Q 乘以' }, min: 0, max: 4, step: 0.25, value: 1 }),
  },
  compute({ x, patch, positions, pool, gain }) {
    const P = patch === 'two' ? 2 : 1;
    if (x.length !== x[0]?.length || x.length % P !== 0)
      throw new InputProblem({
        en: `The picture is ${x.length} × ${x[0]?.length}. It must be a square, and patches of ${P} × ${P} pixels must fill it.`,
        zh: `图片是 ${x.length} × ${x[0]?.length}。它必须是正方形，而且能被 ${P} × ${P} 像素的块铺满。`,
      });
    const choices = { positions, pool };
    const names = numbered('p', (x.length / P) ** 2);
    const all = ['cls', ...names];
    return {
      matrices: traceOf(x, P, choices, gain),
      axes: { tokens: all, queries: all, keys: all, places: names },
      context: choices,
    };
  },
  figures: walk<Choices, Context>(shown),
  goals: {
    // The class token reads the third patch more than any other one.
    third: ({ matrices: { weights: [row = []] = [] } }, { patch }) =>
      patch === 'two' && (row[3] ?? 0) > Math.max(row[1] ?? 1, row[2] ?? 1, row[4] ?? 1),
  },
  readout({ matrices: { weights: rows = [] } }, _params, lang) {
    const [own = 0, ...others] = rows[0] ?? [];
    const best = others.indexOf(Math.max(...others));
    return lang === 'zh'
      ? `类别词元给自己 ${fixed(own, 3)}，给第 ${best + 1} 块最多：${fixed(others[best] ?? 0, 3)}。`
      : `The class token takes ${fixed(own, 3)} from itself, and most from patch ${best + 1}: ${fixed(others[best] ?? 0, 3)}.`;
  },
});
