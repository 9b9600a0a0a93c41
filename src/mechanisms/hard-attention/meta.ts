import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'Hard attention', zh: '硬注意力' },
  family: 'foundations',
  year: 2015,
  paper: 'xu2015',
  buildsOn: ['soft-attention'],
  costs: [
    {
      label: { en: 'exponentials, to draw from the weights', zh: '为了按权重抽样，要做的指数运算次数' },
      formula: String.raw`n^2`,
      count: (n) => n * n,
    },
    {
      label: { en: 'values read', zh: '读取的值的个数' },
      formula: String.raw`n`,
      count: (n) => n,
    },
    {
      label: { en: 'multiplications for the output', zh: '算输出的乘法次数' },
      formula: '0',
      count: () => 0,
    },
    {
      label: { en: 'random numbers', zh: '随机数的个数' },
      formula: String.raw`n`,
      count: (n) => n,
    },
  ],
  properties: {
    sumsToOne: true,
    sparse: true,
    differentiable: false,
    deterministic: false,
    parameters: '0',
  },
};

export default meta;
