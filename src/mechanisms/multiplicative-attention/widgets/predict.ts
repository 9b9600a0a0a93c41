// Local-p: one number of the state becomes a place in the sentence, whatever its length.
import { bars } from '../../../figures/bars.ts';
import { curves } from '../../../figures/curves.ts';
import { matrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { traceOf } from '../trace.ts';

const line = Array.from({ length: 61 }, (_, i) => i / 10 - 3);
const longest = 16;

export default defineWidget({
  id: 'multiplicative-attention/predict',
  title: { en: 'From a state to a place', zh: '从状态到位置' },
  provenance: {
    en: 'Constructed: the state has one feature, Wₚ is 1, all words have the same score, so that the weights show the place alone.',
    zh: '人为构造：状态只有一个特征，Wₚ 为 1，所有词的分数相同，权重只反映位置。',
  },
  mechanism: 'multiplicative-attention',
  controls: {
    h: range({ label: { en: 'state h', zh: '状态 h' }, min: -3, max: 3, step: 0.1, value: 0.5 }),
    vp: range({ label: { en: 'vₚ', zh: 'vₚ' }, min: -6, max: 6, step: 0.5, value: 3 }),
    S: range({
      label: { en: 'words in the source S', zh: '源词数 S' },
      min: 2,
      max: longest,
      step: 1,
      value: 10,
    }),
    D: range({ label: { en: 'half-width D', zh: '半宽 D' }, min: 0.5, max: 8, step: 0.5, value: 3 }),
  },
  compute({ h, vp, S, D }) {
    const memory = Array.from({ length: S }, (_, s) => [0, s + 1]);
    const options = {
      reach: 'local-p',
      D,
      score: 'general',
      wa: matrix([[0], [0]]),
      wp: matrix([[1]]),
      vp: matrix([[vp]]),
    } as const;
    const now = traceOf([[h]], memory, options);
    const all = traceOf(
      line.map((x) => [x]),
      memory,
      options,
    );
    return {
      place: now['centers']?.[0]?.[0] ?? Number.NaN,
      weights: now['weights']?.[0] ?? [],
      places: (all['centers'] ?? []).map(([place = Number.NaN]) => place),
    };
  },
  figures: [
    {
      name: 'place',
      title: { en: 'Where the state looks', zh: '状态看哪里' },
      formula: String.raw`p=S\,\sigma(v_p\tanh h)`,
      caption: {
        en: 'A curve with a slope: the place can be learned.',
        zh: '这条曲线有斜率，所以位置可以学。',
      },
      type: curves,
      data: ({ places }, { h }, lang) => ({
        x: line,
        xTitle: lang === 'zh' ? '状态 h' : 'state h',
        yTitle: lang === 'zh' ? '位置 p' : 'place p',
        yDomain: [0, longest],
        at: h,
        curves: [{ label: 'p', color: 'var(--scale-positive)', y: places }],
      }),
    },
    {
      name: 'weights',
      title: { en: 'Weights', zh: '权重' },
      type: bars,
      data: ({ weights }, _params, lang) => ({
        labels: weights.map((_, s) => String(s + 1)),
        values: weights,
        title: lang === 'zh' ? '权重' : 'weight',
        labelTitle: lang === 'zh' ? '源词' : 'source word',
        domain: [0, 1],
        color: 'var(--scale-weights)',
      }),
    },
  ],
  readout({ place, weights }, { vp }, lang) {
    const sum = fixed(weights.reduce((total, x) => total + x, 0));
    const [low, high] = [-1, 1].map((end) => fixed((weights.length * 1) / (1 + Math.exp(-vp * end))));
    return lang === 'zh'
      ? `位置 ${fixed(place)}；任何状态都只能到 ${low} 与 ${high} 之间。权重之和 ${sum}。`
      : `Place ${fixed(place)}; no state gets beyond ${low} and ${high}. The weights sum to ${sum}.`;
  },
});
