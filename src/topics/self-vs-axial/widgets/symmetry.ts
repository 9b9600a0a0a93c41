// Symmetric or not: scores and weights of self-attention and of attention in rows, and how far each is from its transpose.
import { reshape, transpose } from '@tensorflow/tfjs-core';
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import { numbers } from '../../../figures/numbers.ts';
import { overImage } from '../../../math/lines.ts';
import { randomMatrix } from '../../../math/random.ts';
import { matrices, matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { attendAlong } from '../../../mechanisms/axial-attention/kernel.ts';
import { selfAttention } from '../../../mechanisms/self-attention/kernel.ts';
import { choice, range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import type { Lang } from '../../../widget/text.ts';

const side = 3;
const places = side * side;
const names = Array.from({ length: places }, (_, k) => `${Math.floor(k / side) + 1},${(k % side) + 1}`);

type Content = 'random' | 'apart' | 'alike';

/** One vector of nine features for each place: random, one of its own (one-hot, of length 3), or the same for all. */
function placesOf(content: Content, seed: number): Matrix {
  if (content === 'random') return randomMatrix(places, places, seed).map((row) => row.map((x) => x / 2));
  return names.map((_, i) => names.map((__, j) => ((content === 'alike' ? j === 0 : i === j) ? side : 0)));
}

/** Features mapped to themselves, or by random numbers of variance 1 / 9. */
const drawn = (seed: number): Matrix =>
  randomMatrix(places, places, seed).map((row) => row.map((x) => x / side));
const identity: Matrix = names.map((_, i) => names.map((__, j) => Number(i === j)));

const turned = (m: Matrix): Matrix => m.map((row, i) => row.map((_, j) => m[j]?.[i] ?? 0));
const apart = (m: Matrix): number =>
  Math.max(...m.flat().map((entry, k) => Math.abs(entry - (turned(m).flat()[k] ?? 0))));

function map(values: Matrix, lang: Lang): HeatmapData {
  return {
    values,
    rows: names,
    columns: names,
    rowTitle: lang === 'zh' ? '查询' : 'queries',
    columnTitle: lang === 'zh' ? '键' : 'keys',
    scale: 'weights',
  };
}

export default defineWidget({
  id: 'self-vs-axial/symmetry',
  title: { en: 'Is either its own transpose?', zh: '哪一个等于自己的转置？' },
  provenance: {
    en: 'Random or constructed: nine places on 3 × 3, with projections drawn from the seed; one-hot and equal places keep their features.',
    zh: '随机或人为构造：3 × 3 共九个位置，投影由随机种子生成；独热和相同的位置不经投影。',
  },
  mechanism: 'axial-attention',
  controls: {
    content: choice<Content>({
      label: { en: 'places', zh: '各个位置' },
      options: {
        random: { en: 'random', zh: '随机' },
        apart: { en: 'one-hot', zh: '独热' },
        alike: { en: 'all alike', zh: '都一样' },
      },
      value: 'random',
    }),
    shared: toggle({
      label: { en: 'one projection for queries and keys', zh: '查询和键共用投影' },
      value: false,
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 4 }),
  },
  compute({ content, shared, seed }) {
    const x = placesOf(content, seed);
    const wq = content === 'random' ? drawn(seed + 100) : identity;
    const wk = shared || content !== 'random' ? wq : drawn(seed + 200);
    return matrices(() => {
      const p = { wq: tensor(wq), wk: tensor(wk), wv: tensor(identity) };
      const full = selfAttention(tensor(x), p);
      const features = reshape(transpose(tensor(x)), [places, side, side]); // (C, H, W)
      const row = attendAlong(features, 'row', p);
      return {
        scores: full.scores,
        weights: full.weights,
        rowScores: overImage(row.scores, 'row'),
        rowWeights: overImage(row.weights, 'row'),
      };
    });
  },
  figures: [
    {
      name: 'weights',
      title: { en: 'Self-attention', zh: '自注意力' },
      formula: String.raw`A`,
      type: heatmap,
      data: ({ weights }, _params, lang) => map(weights, lang),
    },
    {
      name: 'rowWeights',
      title: { en: 'Axial, in rows', zh: '轴向，行内' },
      formula: String.raw`A_{\text{row}}`,
      type: heatmap,
      data: ({ rowWeights }, _params, lang) => map(rowWeights, lang),
    },
    {
      name: 'apart',
      title: { en: 'Largest difference from the transpose', zh: '与转置的最大差' },
      type: numbers,
      data: ({ scores, weights, rowScores, rowWeights }, _params, lang) => {
        const zh = lang === 'zh';
        return {
          head: [zh ? '矩阵' : 'matrix', zh ? '自注意力' : 'self', zh ? '轴向' : 'axial'],
          rows: [
            { label: zh ? '分数' : 'scores', values: [apart(scores), apart(rowScores)] },
            { label: zh ? '权重' : 'weights', values: [apart(weights), apart(rowWeights)] },
          ],
          show: (value: number) => fixed(value, 3),
        };
      },
    },
  ],
  goals: {
    // Both symmetric, and not all weights equal.
    symmetric: ({ weights, rowWeights }) =>
      apart(weights) < 1e-4 && apart(rowWeights) < 1e-4 && Math.max(...weights.flat()) > 2 / places,
  },
  readout({ weights, rowWeights }, _params, lang) {
    const [a, b] = [weights, rowWeights].map((m) => fixed(apart(m), 3));
    const zeros = rowWeights.flat().filter((weight) => weight === 0).length;
    return lang === 'zh'
      ? `权重与转置最多相差：自注意力 ${a}，轴向 ${b}。轴向矩阵里有 ${zeros} 个零，都在不同的行之间。`
      : `Weights differ from their transpose by up to ${a} in self-attention and ${b} in axial attention, whose ${zeros} zeros all lie between rows.`;
  },
});
