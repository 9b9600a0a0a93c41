// One encoder layer on two tokens of three features, with parameters that leave the arithmetic in sight: all are the identity.
import { matMul, mul } from '@tensorflow/tfjs-core';
import { walk } from '../../../figures/walk.ts';
import { matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { choice, matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { encoderLayer } from '../kernel.ts';
import { conventionControl, lengthOf, read, rowsOf } from '../shared.ts';
import { steps, type Choices, type Context } from '../trace.ts';

const identity = (size: number): Matrix =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_unused, j) => (i === j ? 1 : 0)));

/** What an encoder layer has. */
const own = Object.fromEntries(Object.entries(steps).filter(([name]) => !name.startsWith('cross')));

export default defineWidget({
  id: 'transformer/layer',
  title: { en: 'One layer by hand', zh: '手算一层' },
  provenance: {
    en: 'Constructed: two tokens of small whole numbers; one head; every parameter matrix is the identity, but for the two factors.',
    zh: '人为构造：两个词元，都是小整数；一个头；除了两个系数，所有参数矩阵都是单位矩阵。',
  },
  mechanism: 'transformer',
  controls: {
    x: matrix({
      label: { en: 'X, the tokens', zh: '词元 X' },
      symbol: 'X',
      value: [
        [2, 0, 1],
        [0, 2, 1],
      ],
      step: 0.5,
      limit: 100,
      maxRows: 4,
      maxColumns: 4,
    }),
    attention: range({
      label: { en: 'attention times', zh: '注意力乘以' },
      min: 0,
      max: 3,
      step: 0.25,
      value: 1,
    }),
    network: range({
      label: { en: 'network times', zh: '前馈网络乘以' },
      min: 0,
      max: 3,
      step: 0.25,
      value: 1,
    }),
    activation: choice({
      label: { en: 'bend', zh: '非线性' },
      options: { relu: 'ReLU', gelu: 'GELU' },
      value: 'relu',
    }),
    convention: conventionControl,
  },
  compute({ x, attention, network, activation, convention }) {
    const size = x[0]?.length ?? 1;
    const matrices = read(() => {
      const eye = tensor(identity(size));
      const [wo, w2] = [mul(eye, attention), mul(eye, network)];
      const trace = encoderLayer(
        tensor(x),
        { self: { wq: eye, wk: eye, wv: eye, wo }, feed: { w1: eye, w2 }, selfNorm: {}, feedNorm: {} },
        { heads: 1, normFirst: convention === 'pre', activation },
      );
      const weights = tensor(rowsOf(trace.selfWeights));
      // The only head, before its projection: values are the tokens themselves.
      const joined = matMul(weights, trace.selfInput ?? tensor(x));
      const rows = Object.entries({ ...trace, joined, wo, w1: eye, w2 });
      return Object.fromEntries(rows.map(([name, one]) => [name, rowsOf(one)])) as Record<string, Matrix>;
    });
    const words = x.map((_, i) => String(i + 1));
    // GELU is not the max of the hidden layer's arithmetic.
    const { w1: _w1, ...rest } = matrices;
    const shown: Record<string, Matrix> = { x, ...(activation === 'relu' ? matrices : rest) };
    return {
      matrices: shown,
      axes: { tokens: words, queries: words, keys: words },
      context: { eps: 1e-5 },
    };
  },
  figures: walk<Choices, Context>(own),
  goals: {
    unchanged: ({ matrices: { x = [], output: result = [] } }, { convention }) =>
      convention === 'pre' &&
      x.every((row, i) => row.every((value, f) => Math.abs(value - (result[i]?.[f] ?? Number.NaN)) < 1e-6)) &&
      x.flat().some((value) => value !== 0),
  },
  readout({ matrices: { output: result = [], x = [] } }, _params, lang) {
    const [before, after] = [x, result].map((rows) => rows.map((row) => fixed(lengthOf(row))).join(', '));
    return lang === 'zh'
      ? `各词元的长度：进来时 ${before}，出去时 ${after}。`
      : `Lengths of the tokens: ${before} when they come in, ${after} when they leave.`;
  },
});
