// Two texts of the reader's: the words of one attend to the words of the other.
import { walk } from '../../../figures/walk.ts';
import { matrices, matrix } from '../../../math/tensor.ts';
import { choice, range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { inputs } from '../../scaled-dot-product/trace.ts';
import { crossAttention } from '../kernel.ts';
import { heads, pairOf, readPair, texts } from '../pair.ts';
import { steps, type Choices, type Context } from '../trace.ts';

export default defineWidget({
  id: 'cross-attention/two',
  title: { en: 'One text asks, another is read', zh: '一段文本提问，另一段被读' },
  provenance: {
    en: 'Constructed: the first two heads compare words, and only whether they are the same. Random: the third head, and the values of all, drawn from the seed. Nothing is trained.',
    zh: '人为构造：前两种头只比较词是否相同。随机：第三种头，以及三种头的值，由随机种子生成。没有经过训练。',
  },
  mechanism: 'cross-attention',
  controls: {
    ...texts,
    head: choice({ label: { en: 'looks for', zh: '要找的是' }, options: heads, value: 'same' }),
    sharpness: range({
      label: { en: 'sharpness', zh: '锐度' },
      min: 0,
      max: 8,
      step: 0.5,
      value: 3,
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 15 }),
    self: toggle({ label: { en: 'read the asking text itself', zh: '改读提问的文本自身' }, value: false }),
  },
  compute({ head, sharpness, seed, self, ...given }, lang) {
    const read = readPair(given, lang);
    const words = self ? { ...read, memory: read.x } : read;
    const { x, memory, wq, wk, wv, scale } = pairOf(words, head, sharpness, seed, lang);
    const trace = matrices(() => {
      const parameters = { wq: matrix(wq), wk: matrix(wk), wv: matrix(wv) };
      const { v, scores, weights, output } = crossAttention(matrix(x), matrix(memory), parameters, { scale });
      return { v, scores, weights, output };
    });
    return {
      matrices: trace,
      axes: { queries: words.x, keys: words.memory },
      context: { scale, normalize: 'rows' as const },
    };
  },
  figures: walk<Choices, Context>({
    weights: {
      ...steps.weights,
      caption: {
        en: 'A row for each word that asks, a column for each word that is read.',
        zh: '提问的每个词一行，被读的每个词一列。',
      },
    },
    v: { ...inputs.v, formula: steps.v.formula },
    output: {
      ...steps.output,
      caption: {
        en: 'As many rows as the text that asks.',
        zh: '行数与提问的文本相同。',
      },
    },
  }),
  goals: {
    // The answer to the question: the chaser, found by the word before “chased”.
    chaser: ({ matrices: { weights } }, { head, x, memory, self }) =>
      head === 'before' &&
      !self &&
      [texts.x.value, texts.memory.value].every(
        (value, i) => typeof value !== 'string' && Object.values(value).includes(i === 0 ? x : memory),
      ) &&
      (weights[1]?.some((weight) => weight > 0.9) ?? false),
  },
  readout({ matrices: { weights, output }, axes: { queries, keys } }, _params, lang) {
    const row = weights.at(-1) ?? [];
    const best = row.indexOf(Math.max(...row));
    const [last, found] = [queries.at(-1) ?? '', keys[best] ?? ''];
    const [weight, even] = [fixed(row[best] ?? Number.NaN), fixed(1 / keys.length)];
    return lang === 'zh'
      ? `${queries.length} 行 × ${keys.length} 列的权重，输出有 ${output.length} 行。“${last}”给“${found}”的权重最大：${weight}；平均分配则每个词得 ${even}。`
      : `Weights: ${queries.length} rows × ${keys.length} columns. Output: ${output.length} rows. “${last}” gives most, ${weight}, to “${found}”; an even share would be ${even}.`;
  },
});
