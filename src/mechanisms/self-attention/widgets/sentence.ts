// Every step of a constructed head, on the reader's own sentence.
import { walk } from '../../../figures/walk.ts';
import { matrices, matrix } from '../../../math/tensor.ts';
import { choice, range, text } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import { featuresOf, kinds, projectionsOf } from '../heads.ts';
import { selfAttention } from '../kernel.ts';
import { steps, x as tokensStep, type Choices, type Context } from '../trace.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence, maxTokens: 12 });

export default defineWidget({
  id: 'self-attention/sentence',
  title: { en: 'A constructed head, step by step', zh: '构造的头，一步一步' },
  provenance: {
    en: 'Constructed: a token is two one-hot vectors side by side, which word it is and where it stands; the projections pick from them. It is exact for any sentence.',
    zh: '人为构造：每个词元是并排的两个独热向量，一个说它是哪个词，一个说它在哪个位置；投影从中挑选。对任何句子都精确成立。',
  },
  mechanism: 'self-attention',
  controls: {
    text: input,
    head: choice({ label: { en: 'attend to', zh: '看' }, options: kinds, value: 'previous' }),
    beta: range({ label: { en: 'sharpness β', zh: '锐度 β' }, min: 0, max: 16, step: 0.5, value: 6 }),
  },
  compute({ text: line, head, beta }, lang) {
    const tokens = readTokens(input, line, lang);
    const { x, words } = featuresOf(tokens);
    const { wq, wk, wv } = projectionsOf(head, words.length, tokens.length, beta);
    const trace = matrices(() =>
      selfAttention(matrix(x), { wq: matrix(wq), wk: matrix(wk), wv: matrix(wv) }),
    );
    const places = tokens.map((_, i) => (lang === 'zh' ? `位${i + 1}` : `at ${i + 1}`));
    return {
      matrices: { ...trace, x, wq, wk, wv },
      axes: {
        tokens,
        queries: tokens,
        keys: tokens,
        values: words,
        features: head === 'same' ? words : places,
        all: [...words, ...places],
      },
      context: { scale: 1 / Math.sqrt(wq.length), normalize: 'rows' as const },
    };
  },
  figures: [
    ...walk<Choices, Context>({ x: tokensStep }).map((slot) => ({
      ...slot,
      data: ({ axes, ...trace }: Parameters<typeof slot.data>[0], params: unknown, lang: 'en' | 'zh') =>
        slot.data({ ...trace, axes: { ...axes, features: axes['all'] ?? [] } }, params, lang),
    })),
    ...walk<Choices, Context>({
      q: steps.q,
      k: steps.k,
      scores: steps.scores,
      weights: steps.weights,
      output: {
        ...steps.output,
        title: { en: 'Output: which word arrives', zh: '输出：到手的是哪个词' },
      },
    }),
  ],
  readout({ axes: { queries = [], values = [] }, matrices: { output = [] } }, _params, lang) {
    const row = output[1] ?? output[0] ?? [];
    const best = row.indexOf(Math.max(...row));
    const token = queries[output.length > 1 ? 1 : 0] ?? '';
    const got = fixed(row[best] ?? Number.NaN);
    return lang === 'zh'
      ? `“${token}”得到的输出里，“${values[best]}”占 ${got}。`
      : `Of the output of “${token}”, ${got} is “${values[best]}”.`;
  },
});
