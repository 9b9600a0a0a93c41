// What the kernel's options do: scale, softcap, a bias by distance, a causal mask and a padding mask.
import { cast, reshape } from '@tensorflow/tfjs-core';
import { bars, type BarsData } from '../../../figures/bars.ts';
import { walk, type Walk } from '../../../figures/walk.ts';
import { wordVectors } from '../../../math/words.ts';
import { entropy } from '../../../math/softmax.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { range, text, toggle } from '../../../widget/controls.ts';
import { defineWidget, type FigureSlot } from '../../../widget/define.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import { pick } from '../../../widget/text.ts';
import { tokenise } from '../../../widget/tokens.ts';
import { scaledDotProductAttention } from '../kernel.ts';
import { steps, type Choices, type Context } from '../trace.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence });
const features = 4;

interface OptionsTrace extends Walk<Context> {
  readonly tokens: readonly string[];
  /** Entropy of each query's weights, in nats. */
  readonly entropies: readonly number[];
}

const entropyOfRows: FigureSlot<object, OptionsTrace, BarsData> = {
  name: 'entropy',
  title: { en: 'Entropy of each row', zh: '每一行的熵' },
  type: bars,
  data: ({ entropies, tokens }, _params, lang) => ({
    labels: tokens,
    values: entropies,
    title: lang === 'zh' ? '熵（nat）' : 'entropy (nats)',
    labelTitle: lang === 'zh' ? '查询' : 'query',
    domain: [0, Math.ceil(Math.log(tokens.length) * 2) / 2 || 1],
    color: 'var(--ink-soft)',
  }),
};

export default defineWidget({
  id: 'scaled-dot-product/options',
  title: { en: 'The options of the kernel', zh: '内核的各个选项' },
  provenance: {
    en: 'Random: queries, keys and values are drawn from the seed, one vector for each distinct word.',
    zh: '随机：查询、键、值由随机种子生成，不同的词各有自己的向量。',
  },
  mechanism: 'scaled-dot-product',
  controls: {
    text: input,
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 3 }),
    scale: range({ label: { en: 'scale', zh: '缩放系数' }, min: 0, max: 4, step: 0.05, value: 0.5 }),
    softcap: range({
      label: { en: 'softcap', zh: '软上限' },
      min: 0,
      max: 5,
      step: 0.25,
      value: 0,
      show: (value) => (value === 0 ? '–' : value.toFixed(2)),
    }),
    slope: range({
      label: { en: 'bias per step of distance', zh: '距离每远一步的偏置' },
      min: -2,
      max: 0,
      step: 0.1,
      value: 0,
    }),
    causal: toggle({ label: { en: 'causal mask', zh: '因果掩码' }, value: true }),
    padding: range({
      label: { en: 'padding tokens at the end', zh: '末尾的填充词元' },
      min: 0,
      max: 16,
      step: 1,
      value: 0,
    }),
  },
  compute({ text: line, seed, scale, softcap, slope, causal, padding }, lang): OptionsTrace {
    const tokens = readTokens(input, line, lang);
    const known = tokenise(pick(sentence, lang), lang);
    const [q, k, v] = [0, 1, 2].map((part) => wordVectors(tokens, known, features, 3 * seed + part)) as [
      Matrix,
      Matrix,
      Matrix,
    ];
    const open = tokens.length - padding;
    const { entropies, ...trace } = matrices(() => {
      const bias = matrix(tokens.map((_, i) => tokens.map((_, j) => slope * Math.abs(i - j))));
      const mask = cast(matrix(tokens.map(() => tokens.map((_, j) => (j < open ? 1 : 0)))), 'bool');
      const result = scaledDotProductAttention(matrix(q), matrix(k), matrix(v), {
        scale,
        softcap,
        bias,
        mask,
        causal,
      });
      return { ...result, entropies: reshape(entropy(result.weights), [1, tokens.length]) };
    });
    return {
      matrices: { q, k, v, ...trace },
      axes: { queries: tokens, keys: tokens },
      context: { scale, normalize: 'rows' as const },
      entropies: entropies[0] ?? [],
      tokens,
    };
  },
  figures: [
    ...walk<Choices, Context>({
      scores: { ...steps.scores, formula: String.raw`S=\Q\K^{\top}\cdot\text{scale}+\ldots` },
      weights: steps.weights,
      output: steps.output,
    }),
    entropyOfRows,
  ],
});
