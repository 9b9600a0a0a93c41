// The order of both texts, turned round: what moves in the weights, and what in the output.
import { numbers } from '../../../figures/numbers.ts';
import { walk } from '../../../figures/walk.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { scientific } from '../../../widget/format.ts';
import { crossAttention } from '../kernel.ts';
import { pairOf, readPair, texts, type Pair } from '../pair.ts';
import { steps, type Choices, type Context } from '../trace.ts';

/** The first `by` entries go to the end. */
function turned<A>(list: readonly A[], by: number): A[] {
  const cut = by % list.length;
  return [...list.slice(cut), ...list.slice(0, cut)];
}

/** Undoes it. */
const back = <A>(list: readonly A[], by: number): A[] => turned(list, list.length - (by % list.length));

function apart(a: Matrix, b: Matrix): number {
  return Math.max(...a.flatMap((row, i) => row.map((x, j) => Math.abs(x - (b[i]?.[j] ?? Number.NaN)))));
}

function attend({ x, memory, wq, wk, wv, scale }: Pair) {
  return matrices(() => {
    const parameters = { wq: matrix(wq), wk: matrix(wk), wv: matrix(wv) };
    const { scores, weights, v, output } = crossAttention(matrix(x), matrix(memory), parameters, { scale });
    return { scores, weights, v, output };
  });
}

export default defineWidget({
  id: 'cross-attention/order',
  title: { en: 'Turn the order round', zh: '把次序转一转' },
  provenance: {
    en: 'Random: one vector for each distinct word, and projections, drawn from a fixed seed. Nothing is trained.',
    zh: '随机：不同的词各有一个向量，投影也是随机的，随机种子固定。没有经过训练。',
  },
  mechanism: 'cross-attention',
  controls: {
    ...texts,
    memoryBy: range({
      label: { en: 'turn the text that is read by', zh: '被读的文本转过' },
      min: 0,
      max: 7,
      step: 1,
      value: 3,
      unit: { en: 'words', zh: '个词' },
    }),
    xBy: range({
      label: { en: 'turn the text that asks by', zh: '提问的文本转过' },
      min: 0,
      max: 7,
      step: 1,
      value: 0,
      unit: { en: 'words', zh: '个词' },
    }),
  },
  compute({ memoryBy, xBy, ...given }, lang) {
    const before = pairOf(readPair(given, lang), 'random', 3, 4, lang);
    const after: Pair = {
      ...before,
      words: { x: turned(before.words.x, xBy), memory: turned(before.words.memory, memoryBy) },
      x: turned(before.x, xBy),
      memory: turned(before.memory, memoryBy),
    };
    const [first, now] = [attend(before), attend(after)];
    const weights = back(now.weights, xBy).map((row) => back(row, memoryBy));
    return {
      matrices: now,
      axes: { queries: after.words.x, keys: after.words.memory },
      context: { scale: before.scale, normalize: 'rows' as const },
      differences: {
        weights: [apart(now.weights, first.weights), apart(weights, first.weights)],
        output: [apart(now.output, first.output), apart(back(now.output, xBy), first.output)],
      },
    };
  },
  figures: [
    ...walk<Choices, Context>({ weights: steps.weights, output: steps.output }),
    {
      name: 'differences',
      title: { en: 'Largest difference from the order as typed', zh: '与原来次序的最大差' },
      caption: {
        en: 'Moved back: each row to its asking word, each column to its word that is read.',
        zh: '移回：每一行回到提问的词，每一列回到被读的词。',
      },
      type: numbers,
      data: ({ differences: { weights, output } }, _params, lang) => {
        const zh = lang === 'zh';
        return {
          head: ['', zh ? '同一格' : 'cell by cell', zh ? '移回之后' : 'moved back'],
          rows: [
            { label: zh ? '权重' : 'weights', values: weights },
            { label: zh ? '输出' : 'output', values: output },
          ],
          show: (value: number) => (value === 0 || value > 1e-3 ? value.toFixed(3) : scientific(value, 0)),
        };
      },
    },
  ],
  readout({ differences: { output } }, _params, lang) {
    const same = (output[0] ?? 0) < 1e-5;
    return lang === 'zh'
      ? same
        ? '输出没有变，只差在舍入。'
        : '输出的行换了位置；移回之后与原来相同，只差在舍入。'
      : same
        ? 'The output has not changed, but for rounding.'
        : 'The rows of the output have moved; moved back, they are the same, but for rounding.';
  },
});
