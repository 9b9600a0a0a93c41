// The score as a function of the distance, for a query and a key with many pairs: decay for equal vectors, not for all.
import { curves } from '../../../figures/curves.ts';
import { positionsAfter } from '../../../math/positions.ts';
import { random, randomMatrix } from '../../../math/random.ts';
import { matrices, matrix } from '../../../math/tensor.ts';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { rotaryAttention } from '../kernel.ts';
import { baseControl } from '../trace.ts';

const farthest = 128;
const shares = { all: 1, half: 0.5, quarter: 0.25 } as const;

export default defineWidget({
  id: 'rotary-embedding/decay',
  title: { en: 'The score by distance', zh: '分数随距离的变化' },
  provenance: {
    en: 'Constructed: query and key with every feature 1. Or random: a query and a key, each feature drawn once.',
    zh: '人为构造：查询和键的每个特征都是 1。或者随机：一个查询，一个键，每个特征抽一次。',
  },
  mechanism: 'rotary-embedding',
  controls: {
    distance: range({
      label: { en: 'distance', zh: '距离' },
      min: 0,
      max: farthest,
      step: 1,
      value: 40,
    }),
    base: baseControl(),
    power: range({
      label: { en: 'features d', zh: '特征数 d' },
      min: 3,
      max: 7,
      step: 1,
      value: 6,
      show: (power) => String(2 ** power),
    }),
    turning: choice({
      label: { en: 'features that turn', zh: '转动的特征' },
      options: {
        all: { en: 'all', zh: '全部' },
        half: { en: 'half', zh: '一半' },
        quarter: { en: 'a quarter', zh: '四分之一' },
      },
      value: 'all',
    }),
    vectors: choice({
      label: { en: 'query and key', zh: '查询和键' },
      options: {
        equal: { en: 'equal, all ones', zh: '相同，全是 1' },
        random: { en: 'random', zh: '随机' },
      },
      value: 'equal',
    }),
  },
  compute({ base, power, turning, vectors }) {
    const d = 2 ** power;
    const source = random(2);
    const ones = (): number[] => Array.from({ length: d }, () => 1);
    const draw = (): number[] => (vectors === 'equal' ? ones() : (randomMatrix(1, d, source)[0] ?? []));
    const [q, k] = [draw(), draw()];
    const { products } = matrices(() => {
      const queries = matrix(positionsAfter(0, farthest + 1).map(() => q));
      const options = { base: 10 ** base, dims: d * shares[turning], keyPositions: [0] };
      return { products: rotaryAttention(queries, matrix([k]), matrix([[1]]), options).products };
    });
    return { curve: products.map(([product = Number.NaN]) => product / d) };
  },
  figures: [
    {
      name: 'curve',
      title: { en: 'Product ÷ d, by distance', zh: '点积 ÷ d 随距离的变化' },
      formula: String.raw`\tilde q_m\cdot\tilde k_n/d`,
      caption: {
        en: 'With all ones this is the mean cosine of all pairs.',
        zh: '全是 1 时，就是各对余弦的平均。',
      },
      type: curves,
      data: ({ curve }, { distance }, lang) => ({
        x: positionsAfter(0, farthest + 1),
        xTitle: lang === 'zh' ? '距离 m − n' : 'distance m − n',
        yTitle: lang === 'zh' ? '点积 ÷ d' : 'product ÷ d',
        yDomain: [-1, 1],
        at: distance,
        curves: [
          { label: lang === 'zh' ? '点积 ÷ d' : 'product ÷ d', color: 'var(--scale-positive)', y: curve },
        ],
      }),
    },
  ],
  readout({ curve }, { distance }, lang) {
    const [here, least] = [fixed(curve[distance] ?? Number.NaN, 3), fixed(Math.min(...curve), 3)];
    return lang === 'zh'
      ? `距离 ${distance} 处是 ${here}，距离 0 处是 ${fixed(curve[0] ?? Number.NaN, 3)}，图中最低 ${least}。`
      : `At distance ${distance} it is ${here}, at distance 0 ${fixed(curve[0] ?? Number.NaN, 3)}; the lowest in the figure is ${least}.`;
  },
});
