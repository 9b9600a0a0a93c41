// The formula, step by step, on two vectors that ask and three that are read.
import { walk, type Step } from '../../../figures/walk.ts';
import { matrices, matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { matrix, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, numbered, sizeText } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import { crossAttention } from '../kernel.ts';
import { steps, type Choices, type Context } from '../trace.ts';

/** A projection has a column for each feature of what it is applied to; those of queries and keys give equally many features. */
function mustFit({ x, memory, wq, wk, wv }: Record<'x' | 'memory' | 'wq' | 'wk' | 'wv', Matrix>): void {
  const features = (name: string, w: Matrix, of: string, sequence: Matrix): void => {
    if (w[0]?.length === sequence[0]?.length) return;
    throw new InputProblem({
      en: `${of} is ${sizeText(sequence)} and ${name} is ${sizeText(w)}: ${name} needs a column for each feature of ${of}.`,
      zh: `${of} 是 ${sizeText(sequence)}，${name} 是 ${sizeText(w)}：${of} 的每个特征在 ${name} 中要有一列。`,
    });
  };
  features('W_Q', wq, 'X', x);
  features('W_K', wk, 'C', memory);
  features('W_V', wv, 'C', memory);
  if (wq.length !== wk.length) {
    throw new InputProblem({
      en: `W_Q is ${sizeText(wq)} and W_K is ${sizeText(wk)}: both need the same number of rows, so that a query can be compared with a key.`,
      zh: `W_Q 是 ${sizeText(wq)}，W_K 是 ${sizeText(wk)}：两者的行数必须相同，查询才能与键比较。`,
    });
  }
}

/** The steps of the trace with the shapes of this widget. */
const walkSteps: Record<string, Step<Choices, Context>> = { ...steps };
delete walkSteps['mean'];

export default defineWidget({
  id: 'cross-attention/walk',
  title: { en: 'Two vectors read three', zh: '两个向量读三个向量' },
  provenance: {
    en: 'Constructed: small whole numbers, to be checked by hand. Drag a number sideways, type it, or paste your own.',
    zh: '人为构造：都是可以手算的小整数。每个数可以左右拖动，也可以键入；还可以粘贴自己的矩阵。',
  },
  mechanism: 'cross-attention',
  controls: {
    x: matrix({
      label: { en: 'X, asks', zh: 'X，提问' },
      symbol: 'X',
      scale: 'query',
      value: [
        [1, 0],
        [0, 1],
      ],
    }),
    memory: matrix({
      label: { en: 'C, is read', zh: 'C，被读' },
      symbol: 'C',
      scale: 'key',
      value: [
        [1, 0, 1],
        [0, 1, 1],
        [1, 1, 0],
      ],
    }),
    wq: matrix({
      label: 'W_Q',
      symbol: 'WQ',
      value: [
        [1, 0],
        [0, 2],
      ],
    }),
    wk: matrix({
      label: 'W_K',
      symbol: 'WK',
      value: [
        [1, 0, 0],
        [0, 1, 0],
      ],
    }),
    wv: matrix({
      label: 'W_V',
      symbol: 'WV',
      step: 1,
      value: [
        [0, 0, 10],
        [10, 0, 0],
      ],
    }),
    scaled: toggle({ label: { en: 'divide by √dₖ', zh: '除以 √dₖ' }, value: true }),
  },
  compute({ scaled, ...given }) {
    mustFit(given);
    const { x, memory, wq, wk, wv } = given;
    const scale = scaled ? 1 / Math.sqrt(wq.length) : 1;
    const trace = matrices(() => {
      const parameters = { wq: tensor(wq), wk: tensor(wk), wv: tensor(wv) };
      const { mean: _none, ...rest } = crossAttention(tensor(x), tensor(memory), parameters, { scale });
      return rest;
    });
    return {
      matrices: { ...given, ...trace },
      axes: { queries: numbered('x', x.length), keys: numbered('c', memory.length) },
      context: { scale, normalize: 'rows' as const },
    };
  },
  figures: walk<Choices, Context>(walkSteps),
  goals: {
    // The second vector reads the first of the memory alone.
    first: ({ matrices: { weights = [] } }) => (weights[1]?.[0] ?? 0) > 0.9,
  },
  readout({ matrices: { weights = [], output = [] } }, _params, lang) {
    const sums = weights.map((row) => fixed(row.reduce((sum, weight) => sum + weight, 0)));
    return lang === 'zh'
      ? `各行权重之和：${sums.join('，')}。输出有 ${output.length} 行。`
      : `Sum of each row of weights: ${sums.join(', ')}. Rows of the output: ${output.length}.`;
  },
});
