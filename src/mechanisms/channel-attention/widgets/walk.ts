// Squeeze-and-excitation or ECA, step by step, on four channels of four places that can be checked by hand.
import { walk } from '../../../figures/walk.ts';
import { choice, matrix, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { walkOf } from '../by-hand.ts';
import { steps, type By, type Context } from '../trace.ts';

export default defineWidget({
  id: 'channel-attention/walk',
  title: { en: 'From four channels to four gates', zh: '从四个通道到四个门' },
  provenance: {
    en: 'Constructed: small whole numbers, to be checked by hand. A row of X is a channel, its columns are the places of a 2 × 2 picture, row by row. Drag a number sideways, type it, or paste your own.',
    zh: '人为构造：都是可以手算的小整数。X 的一行是一个通道，各列是 2 × 2 图片的位置，逐行排开。每个数可以左右拖动，也可以键入；还可以粘贴自己的矩阵。',
  },
  mechanism: 'channel-attention',
  controls: {
    x: matrix({
      label: { en: 'X, features', zh: '特征 X' },
      symbol: 'X',
      scale: 'value',
      step: 1,
      value: [
        [1, 1, 3, 3],
        [0, 0, 4, 0],
        [0, 2, 0, 2],
        [1, 1, 1, 1],
      ],
    }),
    w1: matrix({
      label: { en: 'W₁, into the bottleneck', zh: 'W₁，进入瓶颈' },
      symbol: 'W1',
      step: 1,
      value: [
        [1, 0, -1, 0],
        [0, 1, 0, 1],
      ],
    }),
    w2: matrix({
      label: { en: 'W₂, out of it', zh: 'W₂，走出瓶颈' },
      symbol: 'W2',
      step: 1,
      value: [
        [1, 0],
        [0, 1],
        [-1, 1],
        [0, -2],
      ],
    }),
    by: choice({
      label: { en: 'scores by', zh: '分数由谁算' },
      options: {
        se: { en: 'SE', zh: 'SE' },
        eca: {
          en: 'ECA, filter (−1, 2, −1), without W₁ and W₂',
          zh: 'ECA，滤波器 (−1, 2, −1)，不用 W₁ 和 W₂',
        },
      },
      value: 'se',
    }),
    biases: toggle({
      label: { en: 'biases: −1 in b₁, +1 in b₂', zh: '偏置：b₁ 都是 −1，b₂ 都是 +1' },
      value: false,
    }),
  },
  compute: ({ by, x, w1, w2, biases }) => walkOf(by, x, w1, w2, biases),
  figures: walk<{ by?: By; biases?: boolean }, Context>(steps),
  readout({ matrices: { gates = [], hidden = [] } }, _params, lang) {
    const list = gates.map((row) => row[0] ?? 0);
    const total = fixed(list.reduce((sum, gate) => sum + gate, 0));
    const silent = hidden.filter((row) => row[0] === 0).length;
    const units =
      hidden.length === 0
        ? ''
        : lang === 'zh'
          ? `${hidden.length} 个隐藏单元里，${silent} 个为 0。`
          : ` Hidden units that are 0: ${silent} of ${hidden.length}.`;
    return lang === 'zh'
      ? `${list.length} 个门之和：${total}。${units}`
      : `Sum of the ${list.length} gates: ${total}.${units}`;
  },
});
