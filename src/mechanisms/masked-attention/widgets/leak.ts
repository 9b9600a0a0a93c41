// The leakage test: change one word, and see which outputs notice, with a triangle that may be one off, through several layers.
import { add, matMul } from '@tensorflow/tfjs-core';
import { bars } from '../../../figures/bars.ts';
import { walk } from '../../../figures/walk.ts';
import { windowMask } from '../../../math/mask.ts';
import { random, randomMatrix } from '../../../math/random.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { range, text } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, scientific } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import { maskedAttention } from '../kernel.ts';
import { features, steps, wordInputs, type Choices, type Context } from '../trace.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence });

/** A layer: attention on the words by three random projections, added to the words. */
function layer(x: Matrix, projections: readonly Matrix[], ahead: number) {
  return matrices(() => {
    const [q, k, v] = projections.map((w) => matMul(matrix(x), matrix(w), false, true)); // (n, d) each
    const trace = maskedAttention(q!, k!, v!, { mask: windowMask(x.length, x.length, { ahead }) });
    return { ...trace, x: add(matrix(x), trace.output) };
  });
}

export default defineWidget({
  id: 'masked-attention/leak',
  title: { en: 'Change a word: who notices?', zh: '改一个词：谁会发觉？' },
  provenance: {
    en: 'Random: word vectors and projections are drawn from a seed, and so is the vector that the word is changed to. Nothing is trained.',
    zh: '随机：词向量和投影由随机种子生成，换上去的词向量也是。没有经过训练。',
  },
  mechanism: 'masked-attention',
  controls: {
    text: input,
    word: range({ label: { en: 'changed word', zh: '改第几个词' }, min: 1, max: 16, step: 1, value: 5 }),
    ahead: range({
      label: { en: 'the mask is off by', zh: '掩码错开几格' },
      min: 0,
      max: 3,
      step: 1,
      value: 0,
    }),
    layers: range({ label: { en: 'layers', zh: '层数' }, min: 1, max: 4, step: 1, value: 1 }),
  },
  compute({ text: line, word, ahead, layers }, lang) {
    const tokens = readTokens(input, line, lang);
    const at = Math.min(word, tokens.length) - 1;
    const { q: x } = wordInputs(tokens, 3, lang);
    const [other = []] = randomMatrix(1, features, 99);
    const changed = x.map((row, i) => (i === at ? other : row));
    const source = random(5);
    let [before, after] = [x, changed];
    let allowed: Matrix = [];
    for (let l = 0; l < layers; l += 1) {
      const projections = [0, 1, 2].map(() =>
        randomMatrix(features, features, source).map((row) => row.map((w) => w / Math.sqrt(features))),
      );
      ({ x: before, allowed } = layer(before, projections, ahead));
      after = layer(after, projections, ahead).x;
    }
    const apart = before.map((row, i) =>
      Math.max(...row.map((value, j) => Math.abs(value - (after[i]?.[j] ?? Number.NaN)))),
    );
    return {
      matrices: { allowed },
      axes: { queries: tokens, keys: tokens },
      context: { scale: 1 / Math.sqrt(features), normalize: 'rows' as const, when: 'before' as const },
      tokens,
      at,
      apart,
    };
  },
  figures: [
    ...walk<Choices, Context>({ allowed: steps.allowed }),
    {
      name: 'apart',
      title: { en: 'Largest change of each output', zh: '每个输出的最大变化' },
      caption: {
        en: 'What comes before the changed word may not move at all.',
        zh: '被改的词之前，一点也不许动。',
      },
      type: bars,
      data: ({ apart, tokens }, _params, lang) => ({
        labels: tokens,
        values: apart,
        title: lang === 'zh' ? '最大的绝对差' : 'largest difference',
        labelTitle: lang === 'zh' ? '词' : 'word',
        domain: [0, 3],
        color: 'var(--c-output)',
        digits: 3,
      }),
    },
  ],
  goals: {
    // Change the last word, and the first notices.
    first: ({ apart, at, tokens }) => tokens.length > 6 && at === tokens.length - 1 && (apart[0] ?? 0) > 0,
  },
  readout({ apart, tokens, at }, _params, lang) {
    const earlier = apart.slice(0, at);
    const leaked = earlier.filter((change) => change > 0).length;
    const largest = Math.max(0, ...earlier);
    const size = largest === 0 ? '0' : largest < 1e-3 ? scientific(largest) : fixed(largest, 3);
    return lang === 'zh'
      ? `改的是第 ${at + 1} 个词“${tokens[at]}”。它前面有 ${leaked} 个词的输出变了，最多变了 ${size}。`
      : `Changed: word ${at + 1}, “${tokens[at]}”. Earlier words that noticed: ${leaked}; the largest change among them: ${size}.`;
  },
});
