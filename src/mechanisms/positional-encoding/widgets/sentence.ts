// The same words in another order: without encodings every word keeps its output, with them every output changes.
import { mul } from '@tensorflow/tfjs-core';
import { bars } from '../../../figures/bars.ts';
import { heatmap } from '../../../figures/heatmap.ts';
import { positionsAfter } from '../../../math/positions.ts';
import { random, randomMatrix } from '../../../math/random.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { wordVectors } from '../../../math/words.ts';
import { choice, range, text } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import { pick } from '../../../widget/text.ts';
import { tokenise } from '../../../widget/tokens.ts';
import { positionalAttention, sinusoidalEncoding } from '../kernel.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence });
const features = 4;

/** The places of n words in the new order. */
function orderOf(n: number, order: 'kept' | 'ends' | 'reversed'): number[] {
  const places = Array.from({ length: n }, (_, i) => i);
  if (order === 'reversed') return places.toReversed();
  return order === 'kept' ? places : places.map((i) => (i === 0 ? n - 1 : i === n - 1 ? 0 : i));
}

export default defineWidget({
  id: 'positional-encoding/sentence',
  title: { en: 'The same words in another order', zh: '同样的词，换个次序' },
  provenance: {
    en: 'Random: each distinct word has a vector, and the projections are random too, all drawn from the seed. Nothing is trained.',
    zh: '随机：不同的词各有自己的向量，投影也是随机的，都由随机种子生成。没有经过训练。',
  },
  mechanism: 'positional-encoding',
  controls: {
    strength: range({
      label: { en: 'strength of the encoding', zh: '编码的强度' },
      min: 0,
      max: 2,
      step: 0.1,
      value: 0,
    }),
    order: choice({
      label: { en: 'order of the words', zh: '词的次序' },
      options: {
        kept: { en: 'as written', zh: '原样' },
        ends: { en: 'first and last exchanged', zh: '首尾对调' },
        reversed: { en: 'reversed', zh: '倒过来' },
      },
      value: 'ends',
    }),
    text: input,
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 3 }),
  },
  compute({ text: line, strength, order, seed }, lang) {
    const tokens = readTokens(input, line, lang);
    const x = wordVectors(tokens, tokenise(pick(sentence, lang), lang), features, seed + 1000);
    const places = orderOf(tokens.length, order);
    const attend = (rows: Matrix) =>
      matrices(() => {
        const source = random(seed);
        const draw = () =>
          matrix(randomMatrix(features, features, source).map((row) => row.map((w) => w / 2)));
        const parameters = { wq: draw(), wk: draw(), wv: draw() };
        const sinusoids = sinusoidalEncoding(positionsAfter(0, rows.length), features);
        const encoding = mul(sinusoids, strength);
        const { weights, output } = positionalAttention(matrix(rows), parameters, { encoding });
        return { weights, output };
      });
    const [before, after] = [attend(x), attend(places.map((place) => x[place] ?? []))];
    // Each word's output in the new order, put back where the word was.
    const back = tokens.map((_, i) => after.output[places.indexOf(i)] ?? []);
    const moved = before.output.map((row, i) =>
      Math.hypot(...row.map((value, e) => (back[i]?.[e] ?? 0) - value)),
    );
    return { tokens, words: places.map((place) => tokens[place] ?? ''), before, after, moved };
  },
  figures: [
    {
      name: 'moved',
      title: { en: 'How far each word’s output has moved', zh: '每个词的输出移动了多远' },
      formula: String.raw`\lVert \role{output}{o'_i}-\role{output}{o_i}\rVert`,
      caption: {
        en: 'Zero: the word has the same output in both orders.',
        zh: '为零，就是这个词在两种次序下输出相同。',
      },
      type: bars,
      data: ({ tokens, moved }, _params, lang) => ({
        labels: tokens,
        values: moved,
        title: lang === 'zh' ? '移动的距离' : 'distance moved',
        labelTitle: lang === 'zh' ? '词' : 'word',
        domain: [0, 2],
        color: 'var(--scale-output)',
      }),
    },
    {
      name: 'before',
      title: { en: 'Weights, as written', zh: '原来次序的权重' },
      type: heatmap,
      data: ({ before, tokens }, _params, lang) => grid(before.weights, tokens, lang === 'zh'),
    },
    {
      name: 'after',
      title: { en: 'Weights in the new order', zh: '新次序的权重' },
      type: heatmap,
      data: ({ after, words }, _params, lang) => grid(after.weights, words, lang === 'zh'),
    },
  ],
  readout({ words, moved }, _params, lang) {
    const most = fixed(Math.max(...moved), 3);
    return lang === 'zh'
      ? `新的次序：${words.join(' ')}。移动最远的输出移动了 ${most}。`
      : `The new order: ${words.join(' ')}. The output that moved farthest moved by ${most}.`;
  },
});

function grid(weights: Matrix, words: readonly string[], zh: boolean) {
  return {
    values: weights,
    rows: words,
    columns: words,
    rowTitle: zh ? '查询' : 'queries',
    columnTitle: zh ? '键' : 'keys',
    scale: 'weights' as const,
  };
}
