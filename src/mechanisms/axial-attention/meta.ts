import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'Axial attention', zh: '轴向注意力' },
  family: 'vision',
  year: 2019,
  paper: 'ho2019',
  buildsOn: ['self-attention', 'scaled-dot-product'],
  costs: [
    {
      label: { en: 'multiplications for the projections of both axes', zh: '算两个轴的投影的乘法次数' },
      formula: String.raw`6 n d^2`,
      count: (n, d) => 6 * n * d * d,
    },
    {
      label: {
        en: 'multiplications for products and outputs, in a square image',
        zh: '算点积和输出的乘法次数（方形图像）',
      },
      formula: String.raw`4 n \sqrt{n}\, d`,
      count: (n, d) => 4 * n * Math.sqrt(n) * d,
    },
    {
      label: { en: 'exponentials, in a square image', zh: '指数运算次数（方形图像）' },
      formula: String.raw`2 n \sqrt{n}`,
      count: (n) => 2 * n * Math.sqrt(n),
    },
    {
      label: { en: 'stored weights, in a square image', zh: '所存权重的个数（方形图像）' },
      formula: String.raw`2 n \sqrt{n}`,
      count: (n) => 2 * n * Math.sqrt(n),
    },
  ],
  properties: {
    sumsToOne: true,
    sparse: false,
    differentiable: true,
    deterministic: true,
    parameters: String.raw`6d^2`,
  },
};

export default meta;
