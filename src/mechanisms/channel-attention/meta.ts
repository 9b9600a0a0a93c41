import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'Channel attention', zh: '通道注意力' },
  family: 'vision',
  year: 2018,
  paper: 'hu2018',
  buildsOn: ['soft-attention'],
  costs: [
    {
      label: { en: 'additions for the means', zh: '求平均的加法次数' },
      formula: String.raw`n d`,
      count: (n, d) => n * d,
    },
    {
      label: { en: 'multiplications for the gates, r = 16', zh: '算门的乘法次数（r = 16）' },
      formula: String.raw`d^2/8`,
      count: (_n, d) => d ** 2 / 8,
    },
    {
      label: { en: 'multiplications for the output', zh: '算输出的乘法次数' },
      formula: String.raw`n d`,
      count: (n, d) => n * d,
    },
    {
      label: { en: 'stored gates', zh: '所存门的个数' },
      formula: String.raw`d`,
      count: (_n, d) => d,
    },
  ],
  properties: {
    sumsToOne: false,
    sparse: false,
    differentiable: true,
    deterministic: true,
    parameters: '2d^2/r',
  },
};

export default meta;
