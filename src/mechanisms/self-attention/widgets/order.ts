// Does the order of the words matter? The sentence and the same words in another order, and how far the outputs are apart.
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import { random, randomMatrix } from '../../../math/random.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { choice, range, text } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import type { Lang } from '../../../widget/text.ts';
import { projectionsOf, vectorsOf } from '../drawn.ts';
import { selfAttention } from '../kernel.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence });
const d = 4;

type Order = 'reversed' | 'rotated' | 'swapped';

/** Which token stands at each place. */
const orders: Record<Order, (n: number) => number[]> = {
  reversed: (n) => Array.from({ length: n }, (_, i) => n - 1 - i),
  rotated: (n) => Array.from({ length: n }, (_, i) => (i + 1) % n),
  swapped: (n) => Array.from({ length: n }, (_, i) => (i < 2 && n > 1 ? 1 - i : i)),
};

const map = (values: Matrix, tokens: readonly string[], lang: Lang): HeatmapData => ({
  values,
  rows: tokens,
  columns: tokens,
  rowTitle: lang === 'zh' ? '查询' : 'queries',
  columnTitle: lang === 'zh' ? '键' : 'keys',
  scale: 'weights',
});

export default defineWidget({
  id: 'self-attention/order',
  title: { en: 'The same words in another order', zh: '同样的词，换个次序' },
  provenance: {
    en: 'Random: word vectors, position vectors and projections are drawn; nothing is trained. What is shown holds for every seed.',
    zh: '随机：词向量、位置向量和投影都是抽出来的，没有经过训练。图中的规律对任何种子都成立。',
  },
  mechanism: 'self-attention',
  controls: {
    text: input,
    order: choice({
      label: { en: 'other order', zh: '另一种次序' },
      options: {
        reversed: { en: 'backwards', zh: '倒过来' },
        rotated: { en: 'first word last', zh: '首词移到末尾' },
        swapped: { en: 'first two swapped', zh: '前两个词互换' },
      },
      value: 'reversed',
    }),
    add: choice({
      label: { en: 'with', zh: '外加' },
      options: {
        nothing: { en: 'nothing', zh: '什么也不加' },
        causal: { en: 'a causal mask', zh: '因果掩码' },
        positions: { en: 'position vectors', zh: '位置向量' },
      },
      value: 'nothing',
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 3 }),
  },
  compute({ text: line, order, add, seed }, lang) {
    const tokens = readTokens(input, line, lang);
    const n = tokens.length;
    const places = orders[order as Order](n);
    const words = vectorsOf(tokens, d, seed, lang);
    const positions = randomMatrix(input.maxTokens, d, random(seed + 500));
    const { wq, wk, wv } = projectionsOf(d, seed);
    const attend = (sequence: Matrix) =>
      matrices(() => {
        const x = sequence.map((row, i) =>
          row.map((entry, e) => entry + (add === 'positions' ? (positions[i]?.[e] ?? 0) : 0)),
        );
        const parameters = { wq: matrix(wq), wk: matrix(wk), wv: matrix(wv) };
        const { weights, output } = selfAttention(matrix(x), parameters, { causal: add === 'causal' });
        return { weights, output };
      });
    const typed = attend(words);
    const moved = attend(places.map((i) => words[i] ?? []));
    const back = tokens.map((_, i) => moved.output[places.indexOf(i)] ?? []);
    return {
      tokens,
      shuffled: places.map((i) => tokens[i] ?? ''),
      typed: typed.weights,
      moved: moved.weights,
      apart: typed.output.map((row, i) => row.map((entry, e) => (back[i]?.[e] ?? Number.NaN) - entry)),
    };
  },
  figures: [
    {
      name: 'typed',
      title: { en: 'Weights, as typed', zh: '权重，原来的次序' },
      type: heatmap,
      data: ({ typed, tokens }, _params, lang) => map(typed, tokens, lang),
    },
    {
      name: 'moved',
      title: { en: 'Weights, in the other order', zh: '权重，另一种次序' },
      type: heatmap,
      data: ({ moved, shuffled }, _params, lang) => map(moved, shuffled, lang),
    },
    {
      name: 'apart',
      title: { en: 'How each word’s output changed', zh: '每个词的输出变了多少' },
      caption: {
        en: 'Each word is compared with itself, wherever it stands.',
        zh: '每个词与自己相比，不管站在哪里。',
      },
      type: heatmap,
      data: ({ apart, tokens }, _params, lang) => ({
        values: apart,
        rows: tokens,
        columns: ['1', '2', '3', '4'],
        rowTitle: lang === 'zh' ? '词元' : 'tokens',
        columnTitle: lang === 'zh' ? '输出的特征' : 'features of the output',
        scale: 'output',
        extent: 1,
      }),
    },
  ],
  readout({ apart, tokens }, _params, lang) {
    const changed = apart.filter((row) => row.some((entry) => Math.abs(entry) > 1e-4)).length;
    if (changed === 0) return lang === 'zh' ? '没有一个词的输出变了。' : 'No word’s output changed.';
    const most = fixed(Math.max(...apart.flat().map(Math.abs)));
    return lang === 'zh'
      ? `${tokens.length} 个词里，有 ${changed} 个的输出变了，最多变了 ${most}。`
      : `The outputs of ${changed} of ${tokens.length} words changed, by at most ${most}.`;
  },
});
