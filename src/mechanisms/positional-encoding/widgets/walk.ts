// The formula, step by step, on three words of two features.
import { walk } from '../../../figures/walk.ts';
import { matrices, matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { choice, matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { positionalAttention } from '../kernel.ts';
import { steps, type Choices, type Context } from '../trace.ts';

const words = {
  en: ['dog', 'bites', 'man'],
  zh: ['狗', '咬', '人'],
};

const identity = (size: number): Matrix =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_unused, j) => (i === j ? 1 : 0)));

const { encoding, input, products, scores, weights, output } = steps;

export default defineWidget({
  id: 'positional-encoding/walk',
  title: { en: 'From words and positions to the output', zh: '从词和位置到输出' },
  provenance: {
    en: 'Constructed: three words, to be checked by hand. The projections are left out, so queries, keys and values are H itself.',
    zh: '人为构造：三个词，可以手算核对。这里省去投影，查询、键、值就是 H 本身。',
  },
  mechanism: 'positional-encoding',
  controls: {
    past: range({
      label: { en: 'position of the first word', zh: '第一个词的位置' },
      min: 0,
      max: 100,
      step: 1,
      value: 0,
    }),
    encoding: choice({
      label: { en: 'encoding', zh: '编码' },
      options: {
        sinusoidal: { en: 'sinusoidal', zh: '正弦' },
        none: { en: 'none', zh: '不加' },
      },
      value: 'sinusoidal',
    }),
    x: matrix({
      label: { en: 'X, the words', zh: '词向量 X' },
      symbol: 'X',
      value: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
    }),
  },
  compute({ past, encoding: kind, x }, lang) {
    const size = x[0]?.length ?? 0;
    const trace = matrices(() => {
      const w = tensor(identity(size));
      return positionalAttention(tensor(x), { wq: w, wk: w, wv: w }, { encoding: kind, past });
    });
    const labels = x.map((_, i) => words[lang][i] ?? String(i + 1));
    return {
      matrices: { x, ...trace },
      axes: { tokens: labels, queries: labels, keys: labels },
      context: { scale: 1 / Math.sqrt(size), normalize: 'rows' as const },
    };
  },
  figures: walk<Choices, Context>({ encoding, input, products, scores, weights, output }),
  readout({ matrices: { output: rows = [] }, axes: { tokens = [] } }, _params, lang) {
    const of = (i: number) => `(${(rows[i] ?? []).map((x) => fixed(x)).join(lang === 'zh' ? '，' : ', ')})`;
    const last = rows.length - 1;
    return lang === 'zh'
      ? `“${tokens[0]}”的输出是 ${of(0)}，“${tokens[last]}”的输出是 ${of(last)}。`
      : `The output of “${tokens[0]}” is ${of(0)}, that of “${tokens[last]}” ${of(last)}.`;
  },
});
