import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'CBAM', zh: 'CBAM 卷积块注意力' },
  family: 'vision',
  year: 2018,
  paper: 'woo2018',
  buildsOn: ['channel-attention', 'spatial-attention'],
  costs: [
    {
      label: { en: 'multiplications in the MLP, r = 16', zh: 'MLP 的乘法次数，r = 16' },
      formula: String.raw`\frac{d^2}{4}`,
      count: (_n, d) => d ** 2 / 4,
    },
    {
      label: { en: 'multiplications in the 7 × 7 filter', zh: '7 × 7 卷积的乘法次数' },
      formula: String.raw`98n`,
      count: (n) => 98 * n,
    },
    {
      label: { en: 'multiplications by the gates', zh: '乘以门的次数' },
      formula: String.raw`2nd`,
      count: (n, d) => 2 * n * d,
    },
    {
      label: { en: 'stored gates', zh: '所存的门的个数' },
      formula: String.raw`n + d`,
      count: (n, d) => n + d,
    },
  ],
  properties: {
    sumsToOne: false,
    sparse: false,
    differentiable: true,
    deterministic: true,
    parameters: String.raw`\tfrac{2d^2 + d}{r} + d + 100`,
  },
};

export default meta;
