// One pass with a causal mask against one word at a time: the same rows, to the last bit.
import { walk, type Walk } from '../../../figures/walk.ts';
import { matrices, matrix } from '../../../math/tensor.ts';
import { range, text, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import type { Lang } from '../../../widget/text.ts';
import { maskedAttention } from '../kernel.ts';
import { features, steps, wordInputs, type Choices, type Context } from '../trace.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence });

interface SameColours extends Walk<Context> {
  /** The largest output: it gets the full colour. */
  readonly extent: number;
}

export default defineWidget({
  id: 'masked-attention/steps',
  title: { en: 'All at once, or one word at a time', zh: '一次算完，还是一词一词算' },
  provenance: {
    en: 'Random: each distinct word has a query, a key and a value drawn from the seed. Nothing is trained.',
    zh: '随机：不同的词各有自己的查询、键和值，由随机种子生成，没有经过训练。',
  },
  mechanism: 'masked-attention',
  controls: {
    text: input,
    step: range({
      label: { en: 'words so far', zh: '已有几个词' },
      min: 1,
      max: 16,
      step: 1,
      value: 3,
      play: { perSecond: 2 },
    }),
    causal: toggle({ label: { en: 'causal mask in the one pass', zh: '一次算完时用因果掩码' }, value: true }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 3 }),
  },
  compute({ text: line, step, causal, seed }, lang) {
    const tokens = readTokens(input, line, lang);
    const { q, k, v } = wordInputs(tokens, seed, lang);
    const pass = matrices(() => maskedAttention(matrix(q), matrix(k), matrix(v), { causal }));
    const sofar = Math.min(step, tokens.length);
    // Step t knows the words up to t. Its one query meets their keys and values, which earlier steps have kept.
    const rows = Array.from({ length: sofar }, (_, t) =>
      matrices(() =>
        maskedAttention(matrix([q[t]!]), matrix(k.slice(0, t + 1)), matrix(v.slice(0, t + 1)), {
          causal: true,
          past: t,
        }),
      ),
    );
    const weightsByStep = rows.map(({ weights }) => {
      const row = weights[0] ?? [];
      return [...row, ...Array<number>(sofar - row.length).fill(0)];
    });
    const outputByStep = rows.map(({ output }) => output[0] ?? []);
    const apart = outputByStep.flatMap((row, i) =>
      row.map((x, j) => Math.abs(x - (pass.output[i]?.[j] ?? 0))),
    );
    return {
      matrices: { v, ...pass, weightsByStep, outputByStep },
      axes: { queries: tokens, keys: tokens },
      context: { scale: 1 / Math.sqrt(features), normalize: 'rows' as const, when: 'before' as const },
      apart: Math.max(...apart),
      // Outputs of both ways have the same colours.
      extent: Math.max(...pass.output.flat().map(Math.abs)),
      sofar,
    };
  },
  figures: walk<Choices, Context>({
    weightsByStep: {
      title: { en: 'One word at a time: weights', zh: '一词一词算：权重' },
      formula: String.raw`\text{row }t\colon\ \softmax(\role{query}{q_t}\K_{1\ldots t}^{\top}/\sqrt{d_k})`,
      scale: 'weights',
      axes: ['queries', 'keys'],
    },
    weights: { ...steps.weights, title: { en: 'In one pass: weights', zh: '一次算完：权重' } },
    outputByStep: {
      title: { en: 'One word at a time: outputs', zh: '一词一词算：输出' },
      formula: String.raw`\role{output}{o_t}`,
      scale: 'output',
      axes: ['queries', 'values'],
    },
    output: { ...steps.output, title: { en: 'In one pass: outputs', zh: '一次算完：输出' } },
  }).map((slot) => ({
    ...slot,
    data(trace: SameColours, params: object, lang: Lang) {
      const data = slot.data(trace, params, lang);
      return data?.scale === 'output' ? { ...data, extent: trace.extent } : data;
    },
  })),
  readout({ apart, sofar }, _params, lang) {
    const size = apart === 0 ? '0' : fixed(apart, 3);
    return lang === 'zh'
      ? `前 ${sofar} 行输出，两种算法最多相差 ${size}。`
      : `The first ${sofar} rows of outputs differ by at most ${size}.`;
  },
});
