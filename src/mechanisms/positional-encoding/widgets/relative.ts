// Vectors for distances: what the clip merges, and a head that looks at the word before, on any sentence.
import { heatmap } from '../../../figures/heatmap.ts';
import { walk } from '../../../figures/walk.ts';
import { clippedDistances } from '../../../math/positions.ts';
import { randomMatrix } from '../../../math/random.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { wordVectors } from '../../../math/words.ts';
import { choice, range, text } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import { pick } from '../../../widget/text.ts';
import { tokenise } from '../../../widget/tokens.ts';
import { relativeAttention } from '../kernel.ts';
import { steps, type Choices, type Context } from '../trace.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence });
const features = 4;
/** What the head that looks back adds to the product at the distance −1. */
const strength = 16;

/** The head's vectors for the distances −c … c. The first feature of every query is 1, so that a vector can speak to all. */
function vectorsOf(head: 'previous' | 'random' | 'none', clip: number): Matrix {
  const rows = 2 * clip + 1;
  if (head === 'random') return randomMatrix(rows, features, 8);
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: features }, (_unused, e) =>
      head === 'previous' && row === clip - 1 && e === 0 ? strength : 0,
    ),
  );
}

export default defineWidget({
  id: 'positional-encoding/relative',
  title: { en: 'A vector for each distance', zh: '每个距离一个向量' },
  provenance: {
    en: 'Random word vectors; the head that looks at the word before is constructed: one number, at the distance −1. Nothing is trained.',
    zh: '词向量是随机的；看前一个词的头是人为构造的：只在距离 −1 处放了一个数。没有经过训练。',
  },
  mechanism: 'positional-encoding',
  controls: {
    clip: range({ label: { en: 'clip distance c', zh: '截断距离 c' }, min: 0, max: 6, step: 1, value: 3 }),
    head: choice({
      label: { en: 'vectors of the distances', zh: '各距离的向量' },
      options: {
        previous: { en: 'look at the word before', zh: '看前一个词' },
        random: { en: 'random', zh: '随机' },
        none: { en: 'all zero', zh: '全为零' },
      },
      value: 'previous',
    }),
    text: input,
  },
  compute({ clip, head, text: line }, lang) {
    const tokens = readTokens(input, line, lang);
    const known = tokenise(pick(sentence, lang), lang);
    const [q, k, v] = [11, 12, 13].map((seed) => wordVectors(tokens, known, features, seed)) as [
      Matrix,
      Matrix,
      Matrix,
    ];
    for (const row of q) row[0] = 1;
    for (const row of k) row[0] = 0;
    const relativeKeys = vectorsOf(head, clip);
    const n = tokens.length;
    const trace = matrices(() =>
      relativeAttention(matrix(q), matrix(k), matrix(v), { relativeKeys: matrix(relativeKeys) }),
    );
    const { rows } = matrices(() => ({ rows: clippedDistances(n, n, clip) }));
    return {
      matrices: { q, k, v, relativeKeys, ...trace },
      axes: { queries: tokens, keys: tokens },
      context: { scale: 1 / Math.sqrt(features), normalize: 'rows' as const },
      distances: rows.map((row) => row.map((place) => place - clip)),
      tokens,
    };
  },
  figures: [
    {
      name: 'distances',
      title: { en: 'Distance, clipped', zh: '截断之后的距离' },
      formula: String.raw`\operatorname{clip}(j-i,\,-c,\,c)`,
      caption: {
        en: 'Words with the same number here share one vector.',
        zh: '这里数相同的，共用一个向量。',
      },
      type: heatmap,
      data: ({ distances, tokens }, _params, lang) => ({
        values: distances,
        rows: tokens,
        columns: tokens,
        rowTitle: lang === 'zh' ? '查询' : 'queries',
        columnTitle: lang === 'zh' ? '键' : 'keys',
        scale: 'scores',
        extent: 6,
      }),
    },
    ...walk<Choices & { distances?: boolean }, Context>({
      relative: steps.relative,
      scores: {
        ...steps.scores,
        formula: String.raw`\sym{scores}{S}=(\sym{products}{\Q \K^{\top}}+\sym{relative}{R})/\sqrt{d_k}`,
      },
      weights: steps.weights,
    }),
  ],
  goals: {
    // Every word from the second on gives most of its weight to the one before.
    before: ({ matrices: { weights = [] } }, { head, clip }) =>
      head === 'previous' && clip === 2 && weights.slice(1).every((row, i) => (row[i] ?? 0) > 0.5),
  },
  readout({ matrices: { weights = [] } }, _params, lang) {
    const shares = weights.slice(1).map((row, i) => row[i] ?? 0);
    if (shares.length === 0)
      return lang === 'zh' ? '只有一个词，前面没有别的词。' : 'A single word has none before it.';
    const mean = fixed(shares.reduce((sum, share) => sum + share, 0) / shares.length);
    return lang === 'zh'
      ? `从第二个词起，每个词平均把 ${mean} 的权重给前一个词。`
      : `From the second word on, a word gives ${mean} of its weight to the one before, on average.`;
  },
});
