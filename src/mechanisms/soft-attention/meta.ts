import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'Soft attention', zh: '软注意力' },
  family: 'foundations',
  year: 2014,
  paper: 'bahdanau2014',
  buildsOn: ['attention'],
  costs: [
    {
      label: { en: 'exponentials', zh: '指数运算次数' },
      formula: String.raw`n^2`,
      count: (n) => n * n,
    },
    {
      label: { en: 'multiplications for the output', zh: '算输出的乘法次数' },
      formula: String.raw`n^2 d`,
      count: (n, d) => n * n * d,
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
