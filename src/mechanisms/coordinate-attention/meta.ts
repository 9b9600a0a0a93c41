import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'Coordinate attention', zh: '坐标注意力' },
  family: 'vision',
  year: 2021,
  paper: 'hou2021',
  buildsOn: ['channel-attention'],
  costs: [
    {
      label: { en: 'additions for the two kinds of strips', zh: '两个方向的条带平均所需的加法次数' },
      formula: String.raw`2 n d`,
      count: (n, d) => 2 * n * d,
    },
    {
      label: {
        en: 'multiplications in the 1×1 convolutions, square map, d ≥ 256',
        zh: '三个 1×1 卷积的乘法次数（方形特征图，d ≥ 256）',
      },
      formula: String.raw`\frac{d^2\sqrt{n}}{8}`,
      count: (n, d) => (d * d * Math.sqrt(n)) / 8,
    },
    {
      label: { en: 'multiplications by the gates', zh: '乘门的乘法次数' },
      formula: String.raw`2 n d`,
      count: (n, d) => 2 * n * d,
    },
    {
      label: { en: 'stored gates, square map', zh: '所存的门的个数（方形特征图）' },
      formula: String.raw`2 \sqrt{n} d`,
      count: (n, d) => 2 * Math.sqrt(n) * d,
    },
  ],
  properties: {
    sumsToOne: false,
    sparse: false,
    differentiable: true,
    deterministic: true,
    parameters: String.raw`3dm + 2d + 3m`,
  },
};

export default meta;
