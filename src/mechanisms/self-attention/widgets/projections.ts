// Are Q, K and V the same? The three matrices of a sentence: with no projection, with one for all, and with three.
import { walk } from '../../../figures/walk.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { choice, range, text } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import { projectionsOf, vectorsOf } from '../drawn.ts';
import { selfAttention } from '../kernel.ts';
import { steps, type Choices, type Context } from '../trace.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence });
const d = 4;
const identity: Matrix = Array.from({ length: d }, (_, i) =>
  Array.from({ length: d }, (_entry, j) => (i === j ? 1 : 0)),
);

const apart = (a: Matrix = [], b: Matrix = []): number =>
  Math.max(...a.flatMap((row, i) => row.map((entry, j) => Math.abs(entry - (b[i]?.[j] ?? Number.NaN)))));

export default defineWidget({
  id: 'self-attention/projections',
  title: { en: 'One source, three matrices', zh: '一个来源，三个矩阵' },
  provenance: {
    en: 'Random: each distinct word has a vector of length 2, and the projections are drawn. Nothing is trained.',
    zh: '随机：不同的词各有一个长度为 2 的向量，投影也是抽出来的，都没有经过训练。',
  },
  mechanism: 'self-attention',
  controls: {
    text: input,
    projections: choice({
      label: { en: 'projections', zh: '投影' },
      options: {
        none: { en: 'none: Q = K = V = X', zh: '不投影：Q = K = V = X' },
        shared: { en: 'one for all three', zh: '三者共用一个' },
        own: { en: 'three', zh: '各有一个' },
      },
      value: 'own',
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 4 }),
  },
  compute({ text: line, projections, seed }, lang) {
    const tokens = readTokens(input, line, lang);
    const drawn = projectionsOf(d, seed);
    const same = projections === 'none' ? identity : drawn.wq;
    const { wq, wk, wv } = projections === 'own' ? drawn : { wq: same, wk: same, wv: same };
    const x = vectorsOf(tokens, d, seed, lang);
    const trace = matrices(() =>
      selfAttention(matrix(x), { wq: matrix(wq), wk: matrix(wk), wv: matrix(wv) }),
    );
    return {
      matrices: { x, wq, wk, wv, ...trace } as Record<string, Matrix>,
      axes: { tokens, queries: tokens, keys: tokens },
      context: { scale: 1 / Math.sqrt(d), normalize: 'rows' as const },
    };
  },
  figures: walk<Choices, Context>({ q: steps.q, k: steps.k, v: steps.v, weights: steps.weights }),
  readout({ matrices: { q, k, v, weights = [] } }, _params, lang) {
    const own = weights.filter((row, i) => (row[i] ?? 0) >= Math.max(...row) - 1e-6).length;
    const [qk, qv] = [fixed(apart(q, k)), fixed(apart(q, v))];
    return lang === 'zh'
      ? `最大差别：Q 与 K ${qk}，Q 与 V ${qv}。${weights.length} 个词里，有 ${own} 个把最大的权重给自己（与自己相同的词也分到一样多）。`
      : `Largest difference: Q and K ${qk}, Q and V ${qv}. ${own} of ${weights.length} words give their largest weight to themselves (a word equal to them gets as much).`;
  },
});
