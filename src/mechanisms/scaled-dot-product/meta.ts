import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'Scaled dot-product attention', zh: '缩放点积注意力' },
  family: 'foundations',
  year: 2017,
  paper: 'vaswani2017',
  buildsOn: ['attention'],
  costs: [
    {
      label: { en: 'multiplications for the products', zh: '算点积的乘法次数' },
      formula: String.raw`n^2 d`,
      count: (n, d) => n * n * d,
    },
    {
      label: { en: 'multiplications for the output', zh: '算输出的乘法次数' },
      formula: String.raw`n^2 d`,
      count: (n, d) => n * n * d,
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
    parameters: '0',
  },
};

export default meta;
