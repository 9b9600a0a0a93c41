// Which convention? The bias −m(i − j) of the paper and m·j of the authors' code: other matrices, the same weights.
import { walk } from '../../../figures/walk.ts';
import type { Matrix } from '../../../math/tensor.ts';
import { range, text, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { scientific } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import { features, wordInputs } from '../../masked-attention/trace.ts';
import { head, masked, steps, type Choices, type Context } from '../trace.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence });

export default defineWidget({
  id: 'alibi/same',
  title: { en: 'Which convention?', zh: '哪一种约定？' },
  provenance: {
    en: 'Random: each distinct word has a query and a key drawn from a seed. Nothing is trained.',
    zh: '随机：不同的词各有自己的查询和键，由随机种子生成，没有经过训练。',
  },
  mechanism: 'alibi',
  controls: {
    text: input,
    m: range({ label: { en: 'slope m', zh: '斜率 m' }, min: 0, max: 2, step: 0.05, value: 0.5 }),
    causal: toggle({ label: { en: 'causal mask', zh: '因果掩码' }, value: true }),
  },
  compute({ text: line, m, causal }, lang) {
    const tokens = readTokens(input, line, lang);
    const words = wordInputs(tokens, 3, lang);
    const [a, b] = (['distance', 'position'] as const).map((form) => head(words, m, form, { causal }));
    const apart = a!.weights.flatMap((row, i) => row.map((x, j) => Math.abs(x - (b!.weights[i]?.[j] ?? 0))));
    const shown = causal ? masked : (bias: Matrix) => bias;
    return {
      matrices: {
        bias: shown(a!.bias),
        weights: a!.weights,
        biasByPosition: shown(b!.bias),
        weightsByPosition: b!.weights,
      },
      axes: { queries: tokens, keys: tokens },
      context: {
        scale: 1 / Math.sqrt(features),
        normalize: 'rows' as const,
        slope: m,
        form: 'distance' as const,
      },
      apart: Math.max(...apart),
    };
  },
  figures: walk<Choices, Context>({
    bias: {
      ...steps.bias,
      title: { en: 'In the paper', zh: '论文里' },
      formula: steps.bias.formula.variants.distance,
    },
    weights: {
      title: { en: 'Its weights', zh: '它的权重' },
      formula: 'A',
      scale: 'weights',
      axes: ['queries', 'keys'],
    },
    biasByPosition: {
      title: { en: 'In the code', zh: '代码里' },
      formula: steps.bias.formula.variants.position,
      scale: 'scores',
      axes: ['queries', 'keys'],
    },
    weightsByPosition: {
      title: { en: 'Its weights', zh: '它的权重' },
      formula: 'A',
      scale: 'weights',
      axes: ['queries', 'keys'],
    },
  }),
  readout({ apart }, _params, lang) {
    const size = apart === 0 ? '0' : scientific(apart);
    return lang === 'zh'
      ? `两种写法的权重最多相差 ${size}，是 float32 的舍入。`
      : `The weights of the two differ by at most ${size}, the rounding of float32.`;
  },
});
