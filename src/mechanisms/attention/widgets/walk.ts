// The average, step by step, on three readings of a thermometer and three questions, to be checked by hand.
import { walk } from '../../../figures/walk.ts';
import { matrices, matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { choice, matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, numbered } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import { kernelAttention } from '../kernel.ts';
import { steps, type Choices, type Context } from '../trace.ts';

/** A query and a key are points of one space, and every key has a value. */
function mustFit(q: Matrix, k: Matrix, v: Matrix): void {
  const [queries, keys] = [q[0]?.length ?? 0, k[0]?.length ?? 0];
  if (queries !== keys) {
    throw new InputProblem({
      en: `Q has ${queries} columns and K has ${keys}: a distance needs points with equally many features.`,
      zh: `Q 有 ${queries} 列，K 有 ${keys} 列：特征数相同，才谈得上距离。`,
    });
  }
  if (k.length !== v.length) {
    throw new InputProblem({
      en: `K has ${k.length} rows and V has ${v.length}: each key needs one value.`,
      zh: `K 有 ${k.length} 行，V 有 ${v.length} 行：每个键对应一个值。`,
    });
  }
}

export default defineWidget({
  id: 'attention/walk',
  title: { en: 'The average on three readings', zh: '在三个读数上走一遍' },
  provenance: {
    en: 'Constructed: three readings at 9, 12 and 15 o’clock, the questions at 13:00, 12:00 and 10:30. Drag a number sideways, type it, or paste your own; with more columns, times become points of more dimensions.',
    zh: '人为构造：9 点、12 点、15 点的三个读数，问 13 点、12 点、10 点半的温度。每个数可以左右拖动，也可以键入，还可以粘贴自己的矩阵；列数多于一，时刻就成了高维空间里的点。',
  },
  mechanism: 'attention',
  controls: {
    q: matrix({
      label: { en: 'Q, times asked for', zh: '查询 Q：要问的时刻' },
      symbol: 'Q',
      scale: 'query',
      value: [[13], [12], [10.5]],
      step: 0.5,
    }),
    k: matrix({
      label: { en: 'K, times of the readings', zh: '键 K：读数的时刻' },
      symbol: 'K',
      scale: 'key',
      value: [[9], [12], [15]],
      step: 0.5,
    }),
    v: matrix({
      label: { en: 'V, temperatures read', zh: '值 V：读到的温度' },
      symbol: 'V',
      scale: 'value',
      value: [[10], [16], [19]],
      step: 0.5,
    }),
    kernel: choice({
      label: { en: 'kernel', zh: '核' },
      options: {
        uniform: { en: 'uniform', zh: '均匀核' },
        boxcar: { en: 'boxcar', zh: '矩形核' },
        gaussian: { en: 'Gaussian', zh: '高斯核' },
      },
      value: 'gaussian',
    }),
    bandwidth: range({ label: { en: 'bandwidth h', zh: '带宽 h' }, min: 0.5, max: 8, step: 0.5, value: 2 }),
  },
  compute({ q, k, v, kernel, bandwidth }) {
    mustFit(q, k, v);
    const trace = matrices(() => kernelAttention(tensor(q), tensor(k), tensor(v), { kernel, bandwidth }));
    return {
      matrices: { q, k, v, ...trace },
      axes: { queries: numbered('q', q.length), keys: numbered('k', k.length) },
      context: { kernel, bandwidth },
    };
  },
  figures: walk<Choices, Context>(steps),
  readout({ matrices: { weights = [] } }, _params, lang) {
    const sums = weights.map((row) => fixed(row.reduce((sum, weight) => sum + weight, 0)));
    return lang === 'zh'
      ? `各行权重之和：${sums.join('，')}`
      : `Sum of each row of weights: ${sums.join(', ')}`;
  },
});
