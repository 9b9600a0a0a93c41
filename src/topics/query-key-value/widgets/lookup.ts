// A dictionary that answers softly: a query turns among three keys and takes a mixture of their values.
import { bars } from '../../../figures/bars.ts';
import { plane } from '../../../figures/plane.ts';
import { scaledDotProductAttention } from '../../../mechanisms/scaled-dot-product/kernel.ts';
import { matrices, matrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';

/** Three entries: where the key points, in degrees, and the value that stands under it. */
const entries = [
  { label: 'k₁', angle: 0, value: 10 },
  { label: 'k₂', angle: 90, value: 20 },
  { label: 'k₃', angle: 210, value: 60 },
];

const direction = (degrees: number): [number, number] => [
  Math.cos((degrees * Math.PI) / 180),
  Math.sin((degrees * Math.PI) / 180),
];

export default defineWidget({
  id: 'query-key-value/lookup',
  title: { en: 'A soft look-up', zh: '软查找' },
  provenance: {
    en: 'Constructed: three keys and their values, chosen by hand. All arrows have length 1.',
    zh: '人为构造：三个键和它们的值都是手工选定的。所有箭头的长度都是 1。',
  },
  mechanism: 'scaled-dot-product',
  controls: {
    angle: range({
      label: { en: 'direction of the query q', zh: '查询 q 的方向' },
      min: 0,
      max: 360,
      step: 5,
      value: 30,
      unit: '°',
    }),
    sharpness: range({
      label: { en: 'sharpness', zh: '锐度' },
      min: 0,
      max: 20,
      step: 0.5,
      value: 2,
    }),
  },
  compute({ angle, sharpness }) {
    const query = direction(angle);
    const keys = entries.map((entry) => direction(entry.angle));
    const { weights, output } = matrices(() =>
      scaledDotProductAttention(matrix([query]), matrix(keys), matrix(entries.map(({ value }) => [value])), {
        scale: sharpness,
      }),
    );
    return { query, keys, weights: weights[0] ?? [], output: output[0]?.[0] ?? Number.NaN };
  },
  figures: [
    {
      name: 'plane',
      title: { en: 'Query and keys', zh: '查询与键' },
      caption: {
        en: 'Take the ring and turn the query. The key nearest to it in direction fits it best.',
        zh: '拖动圆环，转动查询。哪个键的方向离查询最近，哪个键就最匹配。',
      },
      type: plane,
      data: ({ query, keys }, _params, lang) => ({
        extent: 1.4,
        xTitle: lang === 'zh' ? '特征 1' : 'feature 1',
        yTitle: lang === 'zh' ? '特征 2' : 'feature 2',
        vectors: [
          ...entries.map(({ label }, i) => ({
            label,
            x: keys[i]?.[0] ?? 0,
            y: keys[i]?.[1] ?? 0,
            color: 'var(--c-key)',
          })),
          { label: 'q', x: query[0], y: query[1], color: 'var(--c-query)', width: 3 },
        ],
        handle: { x: query[0], y: query[1], label: lang === 'zh' ? '查询 q' : 'query q' },
      }),
      drag: ({ x, y }) => ({ angle: ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360 }),
    },
    {
      name: 'weights',
      title: { en: 'Weights', zh: '权重' },
      caption: { en: 'How much of each value is taken.', zh: '每个值各取多少。' },
      type: bars,
      data: ({ weights }, _params, lang) => ({
        labels: entries.map(({ label, value }) => `${label} → ${value}`),
        values: weights,
        title: lang === 'zh' ? '权重' : 'weight',
        labelTitle: lang === 'zh' ? '键 → 值' : 'key → value',
        domain: [0, 1],
        color: 'var(--scale-weights)',
      }),
    },
  ],
  readout({ weights, output }, _params, lang) {
    const terms = entries.map(({ value }, i) => `${fixed(weights[i] ?? Number.NaN)}·${value}`).join(' + ');
    const sum = `${terms} = ${fixed(output, 1)}`;
    return lang === 'zh' ? `取回的值：${sum}` : `The value that comes back: ${sum}`;
  },
});
