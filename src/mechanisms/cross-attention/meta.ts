import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'Cross-attention', zh: '交叉注意力' },
  family: 'sequence',
  year: 2017,
  paper: 'vaswani2017',
  buildsOn: ['scaled-dot-product'],
  costs: [
    {
      label: { en: 'multiplications for the queries', zh: '算查询的乘法次数' },
      formula: String.raw`n d^2`,
      count: (n, d) => n * d * d,
    },
    {
      label: {
        en: 'multiplications for keys and values, once a memory',
        zh: '算键和值的乘法次数（每份记忆一次）',
      },
      formula: String.raw`2 n d^2`,
      count: (n, d) => 2 * n * d * d,
    },
    {
      label: { en: 'multiplications for products and output', zh: '算点积与输出的乘法次数' },
      formula: String.raw`2 n^2 d`,
      count: (n, d) => 2 * n * n * d,
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
    parameters: '3d^2',
  },
};

export default meta;
