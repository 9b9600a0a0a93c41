// A decoder and an encoder that use the plane differently: dot compares directions as they are, general turns one first.
import { bars, type BarsData } from '../../../figures/bars.ts';
import { plane } from '../../../figures/plane.ts';
import { softmaxWeight } from '../../../figures/arithmetic.ts';
import { matrix, type Matrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { pick, type Lang } from '../../../widget/text.ts';
import { traceOf } from '../trace.ts';

const words = { en: 'cat chased dog', zh: '猫 追 狗' };
const named = (lang: Lang): string[] => pick(words, lang).split(' ');
const [length, far] = [1.3, 2.2];

const vector = (degrees: number, size: number): [number, number] => [
  size * Math.cos((degrees * Math.PI) / 180),
  size * Math.sin((degrees * Math.PI) / 180),
];

/** The source states: three directions, a third of a turn apart. */
const memory: Matrix = [30, 150, 270].map((degrees) => vector(degrees, far));

/** Turns by an angle, and stretches. */
const turning = (degrees: number, stretch: number): Matrix => {
  const [cos, sin] = vector(degrees, stretch);
  return [
    [cos, -sin],
    [sin, cos],
  ];
};

const chart = (trace: Record<string, Matrix>, lang: Lang): BarsData => {
  const [scores = [], weights = []] = [trace['scores']?.[0], trace['weights']?.[0]];
  return {
    labels: named(lang),
    values: weights,
    title: lang === 'zh' ? '权重' : 'weight',
    labelTitle: lang === 'zh' ? '源词' : 'source word',
    domain: [0, 1],
    color: 'var(--scale-weights)',
    explain: (j: number) => ({ text: softmaxWeight(scores[j] ?? 0, scores, weights[j] ?? 0) }),
  };
};

const winner = (trace: Record<string, Matrix>, lang: Lang): string => {
  const weights = trace['weights']?.[0] ?? [];
  const best = weights.indexOf(Math.max(...weights));
  return `${named(lang)[best]} ${fixed(weights[best] ?? 0)}`;
};

export default defineWidget({
  id: 'multiplicative-attention/turn',
  title: { en: 'One state, two ways to multiply', zh: '一个状态，两种乘法' },
  provenance: {
    en: 'Constructed: three source states, a decoder’s state, and a matrix that turns and stretches. Nothing is trained.',
    zh: '人为构造：三个源状态、一个解码器状态，以及一个负责旋转和拉伸的矩阵，没有经过训练。',
  },
  mechanism: 'multiplicative-attention',
  controls: {
    angle: range({
      label: { en: 'direction of the state h', zh: '状态 h 的方向' },
      min: 0,
      max: 360,
      step: 5,
      value: 50,
      unit: '°',
    }),
    turn: range({
      label: { en: 'Wₐ turns by', zh: 'Wₐ 旋转' },
      min: -180,
      max: 180,
      step: 5,
      value: 90,
      unit: '°',
    }),
    stretch: range({
      label: { en: 'Wₐ stretches by', zh: 'Wₐ 拉伸' },
      min: 0,
      max: 2,
      step: 0.1,
      value: 1,
      unit: '×',
    }),
  },
  compute({ angle, turn, stretch }) {
    const h = [vector(angle, length)];
    return {
      dot: traceOf(h, memory, {}),
      general: traceOf(h, memory, { score: 'general', wa: matrix(turning(turn, stretch)) }),
    };
  },
  figures: [
    {
      name: 'plane',
      title: { en: 'States in the plane', zh: '平面上的状态' },
      type: plane,
      data: ({ general }, { angle }, lang) => {
        const [x, y] = vector(angle, length);
        const [wx = 0, wy = 0] = general['queries']?.[0] ?? [];
        return {
          extent: 3,
          xTitle: lang === 'zh' ? '特征 1' : 'feature 1',
          yTitle: lang === 'zh' ? '特征 2' : 'feature 2',
          vectors: [
            ...named(lang).map((label, s) => ({
              label,
              x: memory[s]?.[0] ?? 0,
              y: memory[s]?.[1] ?? 0,
              color: 'var(--c-key)',
            })),
            { label: 'h', x, y, color: 'var(--c-query)', width: 3 },
            { label: 'Wₐh', x: wx, y: wy, color: 'var(--scale-positive)', width: 3 },
          ],
          handle: { x, y, label: lang === 'zh' ? '状态 h' : 'state h' },
        };
      },
      drag: ({ x, y }) => ({ angle: ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360 }),
    },
    {
      name: 'dot',
      title: { en: 'Dot', zh: '点积 dot' },
      formula: String.raw`h\cdot\bar h_s`,
      caption: { en: 'Who points where h points?', zh: '谁与 h 同向？' },
      type: bars,
      data: ({ dot }, _params, lang) => chart(dot, lang),
    },
    {
      name: 'general',
      title: { en: 'General', zh: '双线性 general' },
      formula: String.raw`\bar h_s\cdot W_a h`,
      caption: { en: 'Who points where the matrix sends h?', zh: '矩阵把 h 送到哪里，谁就在那里？' },
      type: bars,
      data: ({ general }, _params, lang) => chart(general, lang),
    },
  ],
  readout: ({ dot, general }, _params, lang) =>
    lang === 'zh'
      ? `点积偏向 ${winner(dot, lang)}，双线性偏向 ${winner(general, lang)}。`
      : `Dot prefers ${winner(dot, lang)}, general ${winner(general, lang)}.`,
  goals: {
    opposite: ({ dot, general }) =>
      (dot['weights']?.[0]?.[2] ?? 0) > 0.8 && (general['weights']?.[0]?.[0] ?? 0) > 0.8,
  },
});
