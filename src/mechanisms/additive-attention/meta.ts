import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'Additive attention', zh: '加性注意力' },
  family: 'sequence',
  year: 2014,
  paper: 'bahdanau2014',
  buildsOn: ['scoring-functions', 'soft-attention'],
  costs: [
    {
      label: { en: 'multiplications for W_a s and U_a h', zh: '算 W_a s 和 U_a h 的乘法次数' },
      formula: String.raw`2 n d^2`,
      count: (n, d) => 2 * n * d * d,
    },
    {
      label: { en: 'tanh evaluations', zh: 'tanh 次数' },
      formula: String.raw`n^2 d`,
      count: (n, d) => n * n * d,
    },
    {
      label: { en: 'multiplications for the scores', zh: '算分数的乘法次数' },
      formula: String.raw`n^2 d`,
      count: (n, d) => n * n * d,
    },
    {
      label: { en: 'multiplications for the output', zh: '算输出的乘法次数' },
      formula: String.raw`n^2 d`,
      count: (n, d) => n * n * d,
    },
    {
      label: { en: 'stored hidden units', zh: '所存隐藏单元的个数' },
      formula: String.raw`n^2 d`,
      count: (n, d) => n * n * d,
    },
  ],
  properties: {
    sumsToOne: true,
    sparse: false,
    differentiable: true,
    deterministic: true,
    parameters: String.raw`2d^2 + d`,
  },
};

export default meta;
