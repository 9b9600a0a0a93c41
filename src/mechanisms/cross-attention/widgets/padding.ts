// A memory that was filled up to a common length, and a mask that is read in one sense or the other.
import { tensor2d } from '@tensorflow/tfjs-core';
import { heatmap } from '../../../figures/heatmap.ts';
import { walk } from '../../../figures/walk.ts';
import { matrices, matrix } from '../../../math/tensor.ts';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { crossAttention } from '../kernel.ts';
import { pairOf, readPair, texts } from '../pair.ts';
import { steps, type Choices, type Context } from '../trace.ts';

/** What stands in the memory where no word does. */
const filler = '·';

export default defineWidget({
  id: 'cross-attention/padding',
  title: { en: 'Padding, and what true means', zh: '填充，以及 true 是什么意思' },
  provenance: {
    en: 'Constructed: the head that finds the same word. Random: the values. Nothing is trained.',
    zh: '人为构造：找同一个词的头。随机：值。没有经过训练。',
  },
  mechanism: 'cross-attention',
  controls: {
    ...texts,
    padding: range({
      label: { en: 'vectors of padding', zh: '填充的向量数' },
      min: 0,
      max: 6,
      step: 1,
      value: 3,
    }),
    sense: choice({
      label: { en: 'true means', zh: 'true 表示' },
      options: {
        attend: { en: 'may attend', zh: '可以看' },
        ignore: { en: 'must not', zh: '不可以看' },
        none: { en: 'no mask', zh: '不用掩码' },
      },
      value: 'attend',
    }),
  },
  compute({ padding, sense, ...typed }, lang) {
    const pair = pairOf(readPair(typed, lang), 'same', 3, 15, lang);
    const width = pair.memory[0]?.length ?? 0;
    const blank = Array.from({ length: padding }, () => Array.from({ length: width }, () => 0));
    const isWord = [...pair.memory.map(() => 1), ...blank.map(() => 0)];
    const open = isWord.map((one) => (sense === 'none' ? 1 : sense === 'attend' ? one : 1 - one));
    const trace = matrices(() => {
      const parameters = { wq: matrix(pair.wq), wk: matrix(pair.wk), wv: matrix(pair.wv) };
      const { v, scores, weights, output } = crossAttention(
        matrix(pair.x),
        matrix([...pair.memory, ...blank]),
        parameters,
        { scale: pair.scale, mask: tensor2d([open], [1, open.length], 'bool') },
      );
      return { v, scores, weights, output };
    });
    const lost = trace.weights.map((row) => row.reduce((sum, a, j) => sum + (isWord[j] === 0 ? a : 0), 0));
    return {
      matrices: { ...trace, mask: [isWord] },
      axes: {
        queries: pair.words.x,
        keys: [...pair.words.memory, ...blank.map(() => filler)],
      },
      context: { scale: pair.scale, normalize: 'rows' as const },
      lost,
      words: pair.words.x,
    };
  },
  figures: [
    {
      name: 'mask',
      title: { en: 'The mask, 1 for true', zh: '掩码，1 表示 true' },
      formula: String.raw`1\times m`,
      type: heatmap,
      data: ({ matrices: { mask }, axes: { keys } }, _params, lang) => ({
        values: mask,
        rows: [''],
        columns: keys,
        rowTitle: '',
        columnTitle: lang === 'zh' ? '键' : 'keys',
        scale: 'weights',
      }),
    },
    ...walk<Choices, Context>({ weights: steps.weights, output: steps.output }),
  ],
  readout({ lost, words }, _params, lang) {
    const most = lost.indexOf(Math.max(...lost));
    const share = fixed(lost[most] ?? Number.NaN);
    return lang === 'zh'
      ? share === '0.00'
        ? '没有一个词把权重给了填充。'
        : `“${words[most]}”给填充的权重最多，一共 ${share}。`
      : share === '0.00'
        ? 'No word gives any weight to the padding.'
        : `“${words[most]}” gives most to the padding: ${share} in all.`;
  },
});
