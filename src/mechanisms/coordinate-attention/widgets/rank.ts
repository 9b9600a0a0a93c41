// The gate plane of a channel beside the N × N matrix of self-attention over the same features: sizes, sums and singular values.
import { transpose } from '@tensorflow/tfjs-core';
import { curves } from '../../../figures/curves.ts';
import { heatmap } from '../../../figures/heatmap.ts';
import { handlesOf, picture } from '../../../figures/picture.ts';
import { standardize } from '../../../math/norm.ts';
import { random, randomMatrix } from '../../../math/random.ts';
import { singularValues } from '../../../math/singular.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { movePart, partsOf, pixelsOf } from '../../../widget/picture.ts';
import { selfAttention } from '../../self-attention/kernel.ts';
import {
  channelControl,
  gainControl,
  mapsOf,
  parametersFor,
  pictureControl,
  provenance,
  seedControl,
  side,
} from '../features.ts';
import { stripNames } from '../trace.ts';
import { traceOf } from '../traces.ts';

const grid = 4;
const positions = grid * grid;
const names = Array.from({ length: positions }, (_, i) => String(i + 1));
const { rows, columns } = stripNames(grid, grid);

/**
 * The weights of self-attention over the places, with random projections. Each channel is brought to mean 0 and variance 1 over the
 * places, so that they differ; the spread of the scores is that of the gates before their sigmoid.
 */
function attention(x: readonly Matrix[], seed: number, gain: number): Matrix {
  const source = random(seed);
  const [wq, wk] = [0, 1].map(() =>
    randomMatrix(x.length, x.length, source).map((row) => row.map((w) => w * Math.sqrt(gain / x.length))),
  ) as [Matrix, Matrix];
  return matrices(() => {
    const { normalized } = standardize(matrix(x.map((map) => map.flat()))); // (C, N)
    const { weights } = selfAttention(transpose(normalized), {
      wq: matrix(wq),
      wk: matrix(wk),
      wv: matrix(wk),
    });
    return { weights };
  }).weights;
}

/** Singular values as shares of the largest; below a millionth they are 0 to a computer with 7 digits. */
function shares(values: readonly number[]): number[] {
  const first = values[0] ?? 0;
  return values.map((value) => (value > 1e-6 * first ? value / first : 0));
}

const rankOf = (values: readonly number[]): number => values.filter((value) => value > 0).length;

export default defineWidget({
  id: 'coordinate-attention/rank',
  title: { en: 'A gate plane is no attention matrix', zh: '门控平面不是注意力矩阵' },
  provenance: {
    en: `${provenance.en} The projections of the self-attention are random too; its features are standardised in every channel.`,
    zh: `${provenance.zh}自注意力的投影也是随机的，它的特征在每个通道里都做过标准化。`,
  },
  mechanism: 'coordinate-attention',
  controls: {
    picture: pictureControl,
    place: range({
      label: { en: 'place that asks', zh: '提问的位置' },
      min: 1,
      max: positions,
      step: 1,
      value: 4,
    }),
    channel: channelControl,
    gain: { ...gainControl, label: { en: 'size of the parameters', zh: '参数的大小' } },
    seed: seedControl,
  },
  compute({ picture: image, channel, gain, seed }) {
    const x = mapsOf(image, grid);
    const plane = traceOf(x, parametersFor(seed, gain, grid)).plane[channel - 1] ?? [];
    const weights = attention(x, seed, gain);
    return {
      plane,
      weights,
      ofPlane: shares(singularValues(plane)),
      ofWeights: shares(singularValues(weights)),
    };
  },
  figures: [
    {
      name: 'picture',
      title: { en: 'Where one place looks', zh: '一个位置看向哪里' },
      caption: {
        en: 'Self-attention: each place has a row of 16 weights. Choose another place.',
        zh: '自注意力：每个位置有一行 16 个权重。可以另选一个位置。',
      },
      type: picture,
      data: ({ weights }, { picture: image, place }, lang) => ({
        label: lang === 'zh' ? '图片与一行权重' : 'the picture and a row of weights',
        side,
        pixels: pixelsOf(image, side),
        overlay: {
          name: lang === 'zh' ? `第 ${place} 个位置的权重` : `weights of place ${place}`,
          values: rows.map((_, i) => (weights[place - 1] ?? []).slice(i * grid, (i + 1) * grid)),
          scale: 'weights',
          opacity: 0.6,
        },
        at: { row: Math.floor((place - 1) / grid), column: (place - 1) % grid },
        handles: handlesOf(partsOf(image), lang),
      }),
      drag: (point, { picture: image }, _trace, part) => ({ picture: movePart(image, part, point) }),
      pick: ({ row, column }) => ({ place: row * grid + column + 1 }),
    },
    {
      name: 'plane',
      title: { en: 'Coordinate attention: the gates', zh: '坐标注意力：门' },
      formula: String.raw`g^h_i\,g^w_j\colon H\times W`,
      type: heatmap,
      data: ({ plane }, _params, lang) => ({
        values: plane,
        rows,
        columns,
        rowTitle: lang === 'zh' ? '行' : 'rows',
        columnTitle: lang === 'zh' ? '列' : 'columns',
        scale: 'weights',
      }),
    },
    {
      name: 'weights',
      title: { en: 'Self-attention: the weights', zh: '自注意力：权重' },
      formula: String.raw`\softmax(\Q\K^{\top}\!/\sqrt{d})\colon N\times N`,
      type: heatmap,
      data: ({ weights }, _params, lang) => ({
        values: weights,
        rows: names,
        columns: names,
        rowTitle: lang === 'zh' ? '查询' : 'queries',
        columnTitle: lang === 'zh' ? '键' : 'keys',
        scale: 'weights',
      }),
    },
    {
      name: 'singular',
      title: { en: 'Singular values, as shares of the largest', zh: '奇异值，以最大者为 1' },
      caption: {
        en: 'The gate plane has one that is not zero: all its rows are multiples of one row.',
        zh: '门控平面只有一个不为零：它的每一行都是同一行的倍数。',
      },
      type: curves,
      data: ({ ofPlane, ofWeights }, _params, lang) => ({
        x: names.map(Number),
        xTitle: lang === 'zh' ? '序号' : 'index',
        yTitle: lang === 'zh' ? '份额' : 'share',
        yDomain: [0, 1],
        curves: [
          {
            label: lang === 'zh' ? '权重' : 'weights',
            color: 'var(--scale-weights)',
            y: ofWeights,
          },
          {
            label: lang === 'zh' ? '门' : 'gates',
            color: 'var(--scale-negative)',
            dash: '6 4',
            y: names.map((_, k) => ofPlane[k] ?? Number.NaN),
          },
        ],
      }),
    },
  ],
  readout({ plane, weights, ofPlane, ofWeights }, { place }, lang) {
    const total = (numbers: readonly number[]) => fixed(numbers.reduce((sum, x) => sum + x, 0));
    const [gates, row] = [total(plane.flat()), total(weights[place - 1] ?? [])];
    const [one, many] = [rankOf(ofPlane), rankOf(ofWeights)];
    return lang === 'zh'
      ? `门控平面：${positions} 个数，秩 ${one}，总和 ${gates}。注意力矩阵：${positions ** 2} 个数，秩 ${many}，第 ${place} 行之和 ${row}。`
      : `Gate plane: ${positions} numbers, rank ${one}, sum ${gates}. Attention matrix: ${positions ** 2} numbers, rank ${many}, row ${place} sums to ${row}.`;
  },
});
