// “CBAM concatenates, one layer”: exchange the two descriptors little by little, and see which gates return.
import { add, concat, sigmoid, tidy } from '@tensorflow/tfjs-core';
import { bars } from '../../../figures/bars.ts';
import { curves } from '../../../figures/curves.ts';
import { numbers } from '../../../figures/numbers.ts';
import { relu } from '../../../math/activation.ts';
import { linear } from '../../../math/linear.ts';
import { randomMatrix } from '../../../math/random.ts';
import { matrix as tensor, toMatrix, type Matrix } from '../../../math/tensor.ts';
import { choice, matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count, fixed, numbered } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import { drawMlp, mlpOf } from '../parameters.ts';
import { parameterCount } from '../versions.ts';

const shares = Array.from({ length: 21 }, (_, i) => i / 20);

/** Both descriptors for each share, (shares, C): at 0 as they are, at 1 exchanged. */
const mixed = (from: readonly number[], to: readonly number[], at: readonly number[]): Matrix =>
  at.map((share) => from.map((x, c) => (1 - share) * x + share * (to[c] ?? 0)));

/** The gates of both at each share, a row for each. */
function gatesOf(mean: readonly number[], max: readonly number[], at: readonly number[], seed: number) {
  let read = { shared: [] as Matrix, joined: [] as Matrix };
  const C = mean.length;
  tidy(() => {
    const [first, second] = [tensor(mixed(mean, max, at)), tensor(mixed(max, mean, at))];
    const { w1, b1, w2, b2 } = mlpOf(drawMlp(C, Math.ceil(C / 2), seed));
    const mlp = (x: typeof first) => linear(relu(linear(x, w1, b1)), w2, b2);
    const one = tensor(randomMatrix(C, 2 * C, 500 + seed));
    read = {
      shared: toMatrix(sigmoid(add(mlp(first), mlp(second)))),
      joined: toMatrix(sigmoid(linear(concat([first, second], -1), one))),
    };
  });
  return read;
}

/** How far the gates of a row are from those of the first one, at most. */
const moved = (rows: Matrix): number[] =>
  rows.map((row) => Math.max(...row.map((g, c) => Math.abs(g - (rows[0]?.[c] ?? 0)))));

const gateBars = (values: readonly number[], zh: boolean) => ({
  labels: numbered('c', values.length),
  values,
  title: zh ? '门' : 'gate',
  labelTitle: zh ? '通道' : 'channel',
  domain: [0, 1] as [number, number],
  color: 'var(--scale-weights)',
});

export default defineWidget({
  id: 'cbam/swap',
  title: { en: 'Exchange the mean and the maximum', zh: '交换平均值和最大值' },
  provenance: {
    en: 'Constructed: the descriptors of four channels. Random: both networks, from the seed. Nothing is trained.',
    zh: '四个通道的描述是人为构造的；两个网络由随机种子生成。没有经过训练。',
  },
  mechanism: 'cbam',
  controls: {
    share: range({
      label: { en: 'exchanged', zh: '交换的份额' },
      min: 0,
      max: 1,
      step: 0.05,
      value: 0.25,
    }),
    descriptors: matrix({
      label: { en: 'means (first row) and maxima', zh: '平均值（第一行）和最大值' },
      symbol: 'D',
      value: [
        [0.1, 0.5, 0.2, 0.3],
        [0.9, 0.6, 0.2, 1],
      ],
      limit: 10,
      maxRows: 2,
      maxColumns: 8,
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 6 }),
    channels: range({
      label: { en: 'channels C in the table', zh: '表中的通道数 C' },
      min: 5,
      max: 11,
      step: 1,
      value: 8,
      show: (power) => String(2 ** power),
    }),
    ratio: choice({
      label: { en: 'ratio r in the table', zh: '表中的压缩比 r' },
      options: { 4: '4', 8: '8', 16: '16' },
      value: '16',
    }),
  },
  compute({ share, descriptors, seed }) {
    const [mean = [], max = []] = descriptors;
    if (descriptors.length !== 2) {
      throw new InputProblem({
        en: 'Two rows are needed: the means and the maxima.',
        zh: '需要两行：平均值和最大值。',
      });
    }
    const now = gatesOf(mean, max, [share], seed);
    const all = gatesOf(mean, max, shares, seed);
    return {
      shared: now.shared[0] ?? [],
      joined: now.joined[0] ?? [],
      movedShared: moved(all.shared),
      movedJoined: moved(all.joined),
    };
  },
  figures: [
    {
      name: 'shared',
      title: { en: 'CBAM: one MLP for each, then a sum', zh: 'CBAM：各过同一个 MLP，再相加' },
      formula: String.raw`\sigma(\operatorname{MLP}(a)+\operatorname{MLP}(b))`,
      type: bars,
      data: ({ shared }, _params, lang) => gateBars(shared, lang === 'zh'),
    },
    {
      name: 'joined',
      title: { en: 'Concatenated, one layer', zh: '拼接之后过一层' },
      formula: String.raw`\sigma(W\,[a;\,b])`,
      type: bars,
      data: ({ joined }, _params, lang) => gateBars(joined, lang === 'zh'),
    },
    {
      name: 'curves',
      title: { en: 'How far the gates have moved', zh: '门移动了多远' },
      caption: {
        en: 'From the gates at 0 to those of the share: the largest of all channels.',
        zh: '与份额为 0 时的门相比，取各通道里最大的差。',
      },
      type: curves,
      data: ({ movedShared, movedJoined }, { share }, lang) => ({
        x: shares,
        xTitle: lang === 'zh' ? '交换的份额' : 'exchanged',
        yTitle: lang === 'zh' ? '最大的差' : 'largest difference',
        yDomain: [0, 1] as [number, number],
        at: share,
        curves: [
          { label: 'CBAM', color: 'var(--scale-weights)', y: movedShared },
          {
            label: lang === 'zh' ? '拼接' : 'concatenated',
            color: 'var(--scale-negative)',
            dash: '7 4',
            y: movedJoined,
          },
        ],
      }),
    },
    {
      name: 'count',
      title: { en: 'Learned numbers of the gates of channels', zh: '通道门要学的数' },
      type: numbers,
      data: (_trace, { channels, ratio }, lang) => {
        const [C, r] = [2 ** channels, Number(ratio)];
        const filter = 2 * 7 ** 2 + 2;
        return {
          head: lang === 'zh' ? ['做法', '矩阵里', '连同偏置'] : ['version', 'in matrices', 'with biases'],
          rows: [
            {
              label: 'CBAM',
              values: [(2 * C * C) / r, parameterCount('cbam', C, r) - filter],
            },
            {
              label: lang === 'zh' ? '拼接，一层' : 'concatenated, one layer',
              values: [2 * C * C, parameterCount('concatenated', C, r) - filter],
            },
          ],
          show: count,
        };
      },
    },
  ],
  goals: {
    // The gates of CBAM are back, those of the other are not.
    back: (_trace, { share }) => share === 1,
  },
  readout({ movedShared, movedJoined }, { share, channels, ratio }, lang) {
    const at = Math.round(share * 20);
    const [a, b] = [movedShared[at] ?? 0, movedJoined[at] ?? 0].map((x) => fixed(x, 3));
    const times = Number(ratio);
    return lang === 'zh'
      ? `与交换之前相比，CBAM 的门最多差 ${a}，拼接的门最多差 ${b}。C = ${2 ** channels} 时，拼接的矩阵是 CBAM 的 ${times} 倍大。`
      : `From before the exchange, CBAM’s gates differ by at most ${a}, the concatenated ones by ${b}. At C = ${2 ** channels} the concatenated matrix is ${times} times as large.`;
  },
});
