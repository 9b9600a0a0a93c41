import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'Self-attention', zh: '自注意力' },
  family: 'sequence',
  year: 2017,
  paper: 'vaswani2017',
  buildsOn: ['scaled-dot-product'],
  costs: [
    {
      label: { en: 'multiplications for the projections', zh: '算投影的乘法次数' },
      formula: String.raw`3 n d^2`,
      count: (n, d) => 3 * n * d * d,
    },
    {
      label: { en: 'multiplications for products and output', zh: '算点积和输出的乘法次数' },
      formula: String.raw`2 n^2 d`,
      count: (n, d) => 2 * n * n * d,
    },
    {
      label: { en: 'exponentials', zh: '指数运算次数' },
      formula: String.raw`n^2`,
      count: (n) => n * n,
    },
    {
      label: { en: 'stored weights', zh: '所存权重的个数' },
      formula: String.raw`n^2`,
      count: (n) => n * n,
    },
  ],
  properties: {
    sumsToOne: true,
    sparse: false,
    differentiable: true,
    deterministic: true,
    parameters: String.raw`3d^2`,
  },
};

export default meta;
