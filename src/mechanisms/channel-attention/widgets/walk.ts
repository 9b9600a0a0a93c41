// Squeeze-and-excitation, step by step, on four channels of four positions that can be checked by hand.
import { reshape, tensor1d, tensor3d } from '@tensorflow/tfjs-core';
import { walk } from '../../../figures/walk.ts';
import { matrices, matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { matrix, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, numbered } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import { channelAttention } from '../kernel.ts';
import { steps, type Context } from '../trace.ts';

/** What every bias is: a hidden unit answers later, a gate is more open. */
const bias = { hidden: -1, gate: 1 } as const;

const width = (m: Matrix): number => m[0]?.length ?? 0;

function mustFit(x: Matrix, w1: Matrix, w2: Matrix): void {
  const sides = [
    [width(w1), x.length, 'columns of W₁', 'rows of X', 'W₁ 的列数', 'X 的行数'],
    [w2.length, x.length, 'rows of W₂', 'rows of X', 'W₂ 的行数', 'X 的行数'],
    [width(w2), w1.length, 'columns of W₂', 'rows of W₁', 'W₂ 的列数', 'W₁ 的行数'],
  ] as const;
  for (const [a, b, enA, enB, zhA, zhB] of sides) {
    if (a === b) continue;
    throw new InputProblem({
      en: `The ${enA} are ${a} and the ${enB} are ${b}: both must be as many.`,
      zh: `${zhA}是 ${a}，${zhB}是 ${b}：两者必须相等。`,
    });
  }
}

export default defineWidget({
  id: 'channel-attention/walk',
  title: { en: 'From four channels to four gates', zh: '从四个通道到四个门' },
  provenance: {
    en: 'Constructed: small whole numbers, to be checked by hand. A row of X is a channel, its columns are the positions of a 2 × 2 image, row by row. Drag a number sideways, type it, or paste your own.',
    zh: '人为构造：都是可以手算的小整数。X 的一行是一个通道，各列是 2 × 2 图像的位置，逐行排开。每个数可以左右拖动，也可以键入；还可以粘贴自己的矩阵。',
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
    biases: toggle({
      label: { en: 'biases: −1 in b₁, +1 in b₂', zh: '偏置：b₁ 都是 −1，b₂ 都是 +1' },
      value: false,
    }),
  },
  compute({ x, w1, w2, biases }) {
    mustFit(x, w1, w2);
    const b1 = biases ? w1.map((): number => bias.hidden) : [];
    const b2 = biases ? x.map((): number => bias.gate) : [];
    const trace = matrices(() => {
      const { descriptor, hidden, scores, gates, output } = channelAttention(
        tensor3d(x.flat(), [x.length, 1, width(x)]),
        {
          w1: tensor(w1),
          w2: tensor(w2),
          ...(biases ? { b1: tensor1d(b1), b2: tensor1d(b2) } : {}),
        },
      );
      return {
        descriptor: reshape(descriptor, [-1, 1]),
        hidden: reshape(hidden!, [-1, 1]),
        scores: reshape(scores, [-1, 1]),
        gates: reshape(gates, [-1, 1]),
        output: reshape(output, [x.length, width(x)]),
      };
    });
    const context: Context = { w1, w2, b1, b2, filter: null };
    return {
      matrices: { x, ...trace },
      axes: {
        channels: numbered('c', x.length),
        places: numbered('p', width(x)),
        units: numbered('h', w1.length),
      },
      context,
    };
  },
  figures: walk<{ biases?: boolean }, Context>(steps),
  readout({ matrices: { gates = [], hidden = [] } }, _params, lang) {
    const list = gates.map((row) => row[0] ?? 0);
    const total = fixed(list.reduce((sum, gate) => sum + gate, 0));
    const silent = hidden.filter((row) => row[0] === 0).length;
    return lang === 'zh'
      ? `${list.length} 个门之和：${total}。${hidden.length} 个隐藏单元里，${silent} 个为 0。`
      : `Sum of the ${list.length} gates: ${total}. Hidden units that are 0: ${silent} of ${hidden.length}.`;
  },
});
