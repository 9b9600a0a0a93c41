// Which two features are a pair? Weights made for one layout and run with the other, with and without the permutation.
import { bars } from '../../../figures/bars.ts';
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import { linear } from '../../../math/linear.ts';
import { random, randomMatrix } from '../../../math/random.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { choice, range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { tokenise } from '../../../widget/tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import { pick, type Lang } from '../../../widget/text.ts';
import { wordVectors } from '../../../math/words.ts';
import { halvesOrder, rotaryAttention, type Layout } from '../kernel.ts';

const features = 8;

export default defineWidget({
  id: 'rotary-embedding/layouts',
  title: { en: 'Which convention?', zh: '用的是哪种约定？' },
  provenance: {
    en: 'Random: word vectors and projections, as if they had been trained with neighbouring pairs. Nothing is trained.',
    zh: '随机：词向量和投影都是随机的，姑且当作是用相邻配对训练出来的。没有经过训练。',
  },
  mechanism: 'rotary-embedding',
  controls: {
    layout: choice({
      label: { en: 'the code pairs', zh: '代码的配对方式' },
      options: {
        interleaved: { en: 'neighbours: 1–2, 3–4 …', zh: '相邻：1–2、3–4 ……' },
        halves: { en: 'halves: 1–5, 2–6 …', zh: '两半：1–5、2–6 ……' },
      },
      value: 'halves',
    }),
    permuted: toggle({
      label: { en: 'rows of W_Q and W_K permuted', zh: '重排 W_Q 和 W_K 的行' },
      value: false,
    }),
    dims: range({
      label: { en: 'features that turn', zh: '转动的特征数' },
      min: 2,
      max: features,
      step: 2,
      value: features,
    }),
  },
  compute({ layout, permuted, dims }, lang) {
    const tokens = tokenise(pick(sentence, lang), lang).slice(0, 6);
    const x = wordVectors(tokens, tokens, features, 5);
    const source = random(6);
    const draw = (): Matrix => randomMatrix(features, features, source).map((row) => row.map((w) => w / 2));
    const [wq, wk] = [draw(), draw()];
    const order = halvesOrder(dims, features);
    const sorted = (w: Matrix): Matrix => order.map((feature) => w[feature] ?? []);
    const run = (parameters: readonly [Matrix, Matrix], by: Layout) =>
      matrices(() => {
        const [q, k] = parameters.map((w) => linear(matrix(x), matrix(w)));
        // Values are not asked for here: zeros.
        return rotaryAttention(q!, k!, matrix(x.map(() => [0])), { layout: by, dims, base: 100 });
      }).scores;
    const wanted = run([wq, wk], 'interleaved');
    const got = run(permuted ? [sorted(wq), sorted(wk)] : [wq, wk], layout);
    return { tokens, wanted, got, order };
  },
  figures: [
    {
      name: 'wanted',
      title: { en: 'Scores that the model was made for', zh: '模型本来的分数' },
      type: heatmap,
      data: ({ wanted, tokens }, _params, lang) => grid(wanted, tokens, lang),
    },
    {
      name: 'got',
      title: { en: 'Scores that the code gives', zh: '这段代码给出的分数' },
      type: heatmap,
      data: ({ got, tokens }, _params, lang) => grid(got, tokens, lang),
    },
    {
      name: 'difference',
      title: { en: 'Largest error of each query', zh: '每个查询最大的误差' },
      type: bars,
      data: ({ wanted, got, tokens }, _params, lang) => ({
        labels: tokens,
        values: wanted.map((row, i) => Math.max(...row.map((s, j) => Math.abs(s - (got[i]?.[j] ?? 0))))),
        title: lang === 'zh' ? '分数的误差' : 'error of the score',
        labelTitle: lang === 'zh' ? '查询' : 'query',
        domain: [0, 4],
        color: 'var(--scale-negative)',
      }),
    },
  ],
  goals: {
    // The other layout, and the right scores nevertheless.
    same: ({ wanted, got }, { layout, dims }) =>
      layout === 'halves' && dims === features && largest(wanted, got) < 1e-4,
  },
  readout({ wanted, got, order }, { permuted }, lang) {
    const error = largest(wanted, got);
    const size = error < 1e-4 ? '0' : fixed(error);
    const rows = order.map((feature) => feature + 1).join(lang === 'zh' ? '、' : ', ');
    const how = permuted
      ? { en: ` Order of the rows: ${rows}.`, zh: `行的次序：${rows}。` }
      : { en: '', zh: '' };
    return lang === 'zh' ? `最大的误差：${size}。${how.zh}` : `Largest error: ${size}.${how.en}`;
  },
});

function largest(a: Matrix, b: Matrix): number {
  return Math.max(...a.flatMap((row, i) => row.map((x, j) => Math.abs(x - (b[i]?.[j] ?? 0)))));
}

function grid(scores: Matrix, tokens: readonly string[], lang: Lang): HeatmapData {
  return {
    values: scores,
    rows: tokens,
    columns: tokens,
    rowTitle: lang === 'zh' ? '查询' : 'queries',
    columnTitle: lang === 'zh' ? '键' : 'keys',
    scale: 'scores',
    extent: 4,
  };
}
