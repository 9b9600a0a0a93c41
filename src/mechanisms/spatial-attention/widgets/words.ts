// What spatial attention is not: the map of a gate, the matrix of pairs, and the bias by which words of a sentence prefer neighbours.
import { squeeze, tensor3d } from '@tensorflow/tfjs-core';
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import { picture } from '../../../figures/picture.ts';
import { windowMask } from '../../../math/mask.ts';
import { matrices, type Matrix } from '../../../math/tensor.ts';
import { range, text } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { pixelsOf } from '../../../widget/picture.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import type { Lang } from '../../../widget/text.ts';
import { alibiAttention } from '../../alibi/kernel.ts';
import { wordInputs } from '../../masked-attention/trace.ts';
import {
  filters,
  gateOf,
  mapsOf,
  opacityControl,
  pairsOf,
  pictureControl,
  placeNames,
  side,
  tensorOf,
} from '../scene.ts';

const grid = 8;
const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence });
const farthest = 8;

const table = (
  values: Matrix,
  tokens: readonly string[],
  scale: HeatmapData['scale'],
  lang: Lang,
): HeatmapData => ({
  values,
  rows: tokens,
  columns: tokens,
  rowTitle: lang === 'zh' ? '查询' : 'queries',
  columnTitle: lang === 'zh' ? '键' : 'keys',
  scale,
});

export default defineWidget({
  id: 'spatial-attention/words',
  title: { en: 'Places of a picture, words of a sentence', zh: '图里的位置，句里的词' },
  provenance: {
    en: 'Not trained: fixed filters for the picture; for the words random queries and keys. The bias is −m for each word of distance.',
    zh: '没有训练：图片用固定的滤波器，词的查询和键是随机的。每隔一个词，偏置减 m。',
  },
  mechanism: 'spatial-attention',
  controls: {
    m: range({
      label: { en: 'slope m of the bias', zh: '偏置的斜率 m' },
      min: 0,
      max: 2,
      step: 0.05,
      value: 0.5,
    }),
    reach: range({
      label: { en: 'window: words to each side', zh: '窗口：每侧几个词' },
      min: 1,
      max: farthest,
      step: 1,
      value: farthest,
    }),
    text: input,
    picture: pictureControl,
    opacity: opacityControl,
  },
  compute({ m, reach, text: line, picture: image }, lang) {
    const tokens = readTokens(input, line, lang);
    const { q, k, v } = wordInputs(tokens, 3, lang);
    const features = mapsOf(image, grid);
    const { weights: gate } = gateOf(features, grid, filters.bump, { gain: 2, shift: 0 });
    const x = tensorOf(features, grid);
    const pairs = pairsOf(x, 20);
    x.dispose();
    const { bias, weights } = matrices(() => {
      const trace = alibiAttention(tensor3d([q]), tensor3d([k]), tensor3d([v]), {
        slopes: [m],
        symmetric: true,
        mask: windowMask(tokens.length, tokens.length, { back: reach, ahead: reach }),
      });
      return { bias: squeeze(trace.bias, [0]), weights: squeeze(trace.weights, [0]) };
    });
    const seen = bias.map((row, i) => row.map((x, j) => (Math.abs(i - j) > reach ? -Infinity : x)));
    const far = weights.map((row, i) => row.reduce((sum, a, j) => sum + a * Math.abs(i - j), 0));
    return {
      tokens,
      gate,
      pairs,
      bias: seen,
      weights,
      far: far.reduce((sum, x) => sum + x, 0) / far.length,
    };
  },
  figures: [
    {
      name: 'gate',
      title: { en: 'Picture: a gate', zh: '图片：门' },
      formula: String.raw`a_i=\sigma(s_i)`,
      caption: { en: 'One number for each of 64 places.', zh: '64 个位置，每个一个数。' },
      type: picture,
      data: ({ gate }, { picture: image, opacity }, lang) => ({
        label: lang === 'zh' ? '叠着门的图片' : 'the picture with the gate over it',
        side,
        pixels: pixelsOf(image, side),
        overlay: { values: gate, scale: 'weights', extent: 1, opacity, name: lang === 'zh' ? '门' : 'gate' },
      }),
    },
    {
      name: 'pairs',
      title: { en: 'Picture: pairs', zh: '图片：两两之间' },
      formula: String.raw`a_{ij}=\softmax_j(x_i\cdot x_j)`,
      caption: { en: '64 × 64 numbers for the same picture.', zh: '同一张图，64 × 64 个数。' },
      type: heatmap,
      data: ({ pairs }, _params, lang) => {
        const title = lang === 'zh' ? '位置' : 'places';
        return {
          values: pairs,
          rows: placeNames(grid),
          columns: placeNames(grid),
          rowTitle: title,
          columnTitle: title,
          scale: 'weights',
          extent: pairs.reduce((most, row) => Math.max(most, ...row), 0),
        };
      },
    },
    {
      name: 'bias',
      title: { en: 'Sentence: relative position', zh: '句子：相对位置' },
      formula: String.raw`b_{ij}=-m\,|i-j|`,
      caption: {
        en: 'Made of distances alone. Nothing here has a place in a picture.',
        zh: '只由距离得出，和图里的位置无关。',
      },
      type: heatmap,
      data: ({ bias, tokens }, _params, lang) => table(bias, tokens, 'scores', lang),
    },
    {
      name: 'weights',
      title: { en: 'Sentence: weights with the bias', zh: '句子：加偏置后的权重' },
      formula: String.raw`a_i=\softmax_j(s_{ij}+b_{ij})`,
      type: heatmap,
      data: ({ weights, tokens }, _params, lang) => table(weights, tokens, 'weights', lang),
    },
  ],
  readout({ far, tokens }, _params, lang) {
    const n = tokens.length;
    return lang === 'zh'
      ? `门有 64 个数，两两之间有 4096 个，句子的矩阵有 ${n * n} 个。一个词平均看到 ${fixed(far)} 步以外。`
      : `The gate has 64 numbers, the pairs 4096, the matrix of the sentence ${n * n}. On average a word looks ${fixed(far)} steps away.`;
  },
});
