// One pair of features: query and key turn with their positions, and their product knows only how far apart they are.
import { curves } from '../../../figures/curves.ts';
import { plane } from '../../../figures/plane.ts';
import { matrices, matrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { rotate, rotaryAttention } from '../kernel.ts';

const farthest = 12;
/** Query and key before they turn: arrows of length 1 at 20° and 50°. */
const [query, key] = [20, 50].map((degrees) => [
  Math.cos((degrees * Math.PI) / 180),
  Math.sin((degrees * Math.PI) / 180),
]) as [number[], number[]];
const distances = Array.from({ length: 4 * farthest + 1 }, (_, i) => i / 2 - farthest);

export default defineWidget({
  id: 'rotary-embedding/turn',
  title: { en: 'One pair of features, turning', zh: '一对特征的转动' },
  provenance: {
    en: 'Constructed: a query and a key of two features, chosen by hand. Both have length 1.',
    zh: '人为构造：一个查询、一个键，各有两个特征，都是手工选定的，长度都是 1。',
  },
  mechanism: 'rotary-embedding',
  controls: {
    m: range({
      label: { en: 'position m of the query', zh: '查询的位置 m' },
      min: 0,
      max: farthest,
      step: 1,
      value: 5,
    }),
    n: range({
      label: { en: 'position n of the key', zh: '键的位置 n' },
      min: 0,
      max: farthest,
      step: 1,
      value: 2,
    }),
    shift: range({
      label: { en: 'both moved on by', zh: '两者一起后移' },
      min: 0,
      max: 30,
      step: 1,
      value: 0,
    }),
    angle: range({
      label: { en: 'turn per position θ', zh: '每个位置转过 θ' },
      min: 0,
      max: 60,
      step: 5,
      value: 20,
      unit: '°',
    }),
  },
  compute({ m, n, shift, angle }) {
    // A pair alone turns by one radian per position: θ is in the positions.
    const theta = (angle * Math.PI) / 180;
    const [at, from] = [(m + shift) * theta, (n + shift) * theta];
    const { rotatedQ, rotatedK, products } = matrices(() =>
      rotaryAttention(matrix([query]), matrix([key]), matrix([[1]]), {
        queryPositions: [at],
        keyPositions: [from],
      }),
    );
    const { all } = matrices(() => ({
      all: rotate(
        matrix(distances.map(() => query)),
        distances.map((distance) => distance * theta),
      ),
    }));
    return {
      rotatedQ: rotatedQ[0] ?? [],
      rotatedK: rotatedK[0] ?? [],
      product: products[0]?.[0] ?? Number.NaN,
      curve: all.map(([x = 0, y = 0]) => x * (key[0] ?? 0) + y * (key[1] ?? 0)),
    };
  },
  figures: [
    {
      name: 'plane',
      title: { en: 'Query and key', zh: '查询与键' },
      caption: {
        en: 'Thin: before they turn. Thick: turned by θ for each position.',
        zh: '细的是转动之前，粗的是转动之后：每个位置转过 θ。',
      },
      type: plane,
      data: ({ rotatedQ, rotatedK }, _params, lang) => ({
        extent: 1.35,
        xTitle: lang === 'zh' ? '特征 1' : 'feature 1',
        yTitle: lang === 'zh' ? '特征 2' : 'feature 2',
        vectors: [
          { label: 'k', x: key[0] ?? 0, y: key[1] ?? 0, color: 'var(--scale-minus)', width: 1 },
          { label: 'q', x: query[0] ?? 0, y: query[1] ?? 0, color: 'var(--scale-minus)', width: 1 },
          { label: 'k̃', x: rotatedK[0] ?? 0, y: rotatedK[1] ?? 0, color: 'var(--c-key)', width: 3 },
          { label: 'q̃', x: rotatedQ[0] ?? 0, y: rotatedQ[1] ?? 0, color: 'var(--c-query)', width: 3 },
        ],
      }),
    },
    {
      name: 'product',
      title: { en: 'Their product', zh: '两者的点积' },
      formula: String.raw`\sym{products}{\tilde q_m\cdot\tilde k_n}`,
      caption: {
        en: 'A function of m − n alone. The rule stands at your m − n.',
        zh: '只随 m − n 变化。竖线是现在的 m − n。',
      },
      type: curves,
      data: ({ curve }, { m, n }, lang) => ({
        x: distances,
        xTitle: 'm − n',
        yTitle: lang === 'zh' ? '点积' : 'product',
        yDomain: [-1, 1],
        at: m - n,
        curves: [{ label: 'q̃ · k̃', color: 'var(--scale-positive)', y: curve }],
      }),
    },
  ],
  goals: {
    // The two point the same way: −30° between them have been made up by turning.
    aligned: ({ product }, { angle, m, n }) => product > 0.999 && angle > 0 && m !== n,
  },
  readout({ product }, { m, n, shift, angle }, lang) {
    const [a, b] = [(m + shift) * angle, (n + shift) * angle];
    return lang === 'zh'
      ? `查询转过 ${a}°，键转过 ${b}°，相差 ${a - b < 0 ? '−' : ''}${Math.abs(a - b)}°。点积是 ${fixed(product, 3)}。`
      : `The query has turned by ${a}°, the key by ${b}°, a difference of ${a - b < 0 ? '−' : ''}${Math.abs(a - b)}°. Their product is ${fixed(product, 3)}.`;
  },
});
