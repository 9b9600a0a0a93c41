// How much of an input is left after many steps of a recurrent chain, and after one hop of attention.
import { curves } from '../../../figures/curves.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, scientific } from '../../../widget/format.ts';
import { length, slopesOf } from '../chain.ts';

const distances = Array.from({ length }, (_, i) => i);
const least = 1e-8;

export default defineWidget({
  id: 'recurrence-vs-attention/decay',
  title: { en: 'What is left of an input', zh: '一个输入还剩多少' },
  provenance: {
    en: 'Random: 32 tokens of six features, a rotation, projections and a direction, drawn from the seed. Nothing is trained. The slopes are measured: how much the last output, along the direction, changes with each input.',
    zh: '随机：32 个词元，各六个特征；一个旋转、两个投影和一个方向，都由随机种子生成，没有经过训练。斜率是测出来的：最后的输出在这个方向上，随每个输入变化多少。',
  },
  mechanism: 'scaled-dot-product',
  controls: {
    rho: range({ label: { en: 'radius ρ', zh: '谱半径 ρ' }, min: 0.5, max: 1.3, step: 0.05, value: 0.8 }),
    distance: range({ label: { en: 'distance', zh: '距离' }, min: 0, max: length - 1, step: 1, value: 20 }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 4 }),
  },
  compute({ rho, seed }) {
    return slopesOf(rho, seed);
  },
  figures: [
    {
      name: 'slopes',
      title: { en: 'Slope of the last output along an input', zh: '最后的输出对各个输入的斜率' },
      caption: {
        en: 'Over the number of tokens between them; the vertical axis is logarithmic.',
        zh: '横轴是相隔的词元数；纵轴是对数刻度。',
      },
      type: curves,
      data: ({ linear, tanh, attention }, { distance }, lang) => {
        const zh = lang === 'zh';
        const shown = (values: readonly number[]) => values.map((value) => Math.max(least, value));
        return {
          x: distances,
          yType: 'log',
          xTitle: zh ? '距离' : 'distance',
          yTitle: zh ? '斜率的长度' : 'length of the slope',
          yDomain: [least, 1e4],
          at: distance,
          curves: [
            { label: zh ? '注意力' : 'attention', color: 'var(--scale-weights)', y: shown(attention) },
            {
              label: zh ? '线性循环' : 'linear recurrence',
              color: 'var(--scale-positive)',
              dash: '2 3',
              y: shown(linear),
            },
            {
              label: zh ? 'tanh 循环' : 'tanh recurrence',
              color: 'var(--scale-negative)',
              dash: '6 4',
              y: shown(tanh),
            },
          ],
        };
      },
    },
  ],
  goals: {
    even: ({ linear }, { rho }) => rho > 0.9 && Math.abs((linear.at(-1) ?? 0) / (linear[0] ?? 1) - 1) < 0.01,
  },
  readout({ linear, tanh, attention }, { distance }, lang) {
    const number = (value: number | undefined = Number.NaN) =>
      value > 0 && (value < 0.001 || value >= 1000) ? scientific(value) : fixed(value, 3);
    const [hop, straight, bent] = [attention, linear, tanh].map((values) => number(values[distance]));
    return lang === 'zh'
      ? `相隔 ${distance} 个词元：注意力 ${hop}，线性循环 ${straight}，tanh 循环 ${bent}。`
      : `${distance} tokens apart: attention ${hop}, linear recurrence ${straight}, tanh recurrence ${bent}.`;
  },
});
