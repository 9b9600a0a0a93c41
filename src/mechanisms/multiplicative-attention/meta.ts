import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'Multiplicative attention', zh: '乘性注意力' },
  family: 'sequence',
  year: 2015,
  paper: 'luong2015',
  buildsOn: ['additive-attention', 'scoring-functions'],
  costs: [
    {
      label: { en: 'multiplications for the scores, dot', zh: '算分数的乘法次数，点积' },
      formula: String.raw`n^2 d`,
      count: (n, d) => n * n * d,
    },
    {
      label: { en: 'multiplications for the scores, general', zh: '算分数的乘法次数，general' },
      formula: String.raw`n^2 d + n d^2`,
      count: (n, d) => n * n * d + n * d * d,
    },
    {
      label: { en: 'tanh evaluations for the scores, concat', zh: '算分数的 tanh 次数，concat' },
      formula: String.raw`n^2 d`,
      count: (n, d) => n * n * d,
    },
    {
      label: { en: 'multiplications for the output', zh: '算输出的乘法次数' },
      formula: String.raw`n^2 d`,
      count: (n, d) => n * n * d,
    },
    {
      label: { en: 'multiplications for the attentional state', zh: '算注意力状态的乘法次数' },
      formula: String.raw`2 n d^2`,
      count: (n, d) => 2 * n * d * d,
    },
  ],
  properties: {
    sumsToOne: true,
    sparse: false,
    differentiable: true,
    deterministic: true,
    parameters: String.raw`\le 2d^2 + d`,
  },
};

export default meta;
