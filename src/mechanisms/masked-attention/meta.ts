import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'Masked attention', zh: '掩码注意力' },
  family: 'sequence',
  year: 2017,
  paper: 'vaswani2017',
  buildsOn: ['scaled-dot-product'],
  costs: [
    {
      label: { en: 'multiplications, masked afterwards', zh: '先全算、再遮住的乘法次数' },
      formula: String.raw`2 n^2 d`,
      count: (n, d) => 2 * n * n * d,
    },
    {
      label: { en: 'multiplications that a causal mask needs', zh: '因果掩码真正需要的乘法次数' },
      formula: String.raw`n (n + 1) d`,
      count: (n, d) => n * (n + 1) * d,
    },
    {
      label: { en: 'weights that a causal mask leaves open', zh: '因果掩码留下的权重个数' },
      formula: String.raw`n (n + 1) / 2`,
      count: (n) => (n * (n + 1)) / 2,
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
