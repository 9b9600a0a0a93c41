import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'Scoring functions', zh: '打分函数' },
  family: 'foundations',
  year: 2015,
  paper: 'luong2015',
  buildsOn: ['scaled-dot-product'],
  costs: [
    {
      label: { en: 'multiplications for the scores, dot', zh: '算分数的乘法次数，点积' },
      formula: String.raw`n^2 d`,
      count: (n, d) => n * n * d,
    },
    {
      label: { en: 'multiplications for the scores, scaled dot', zh: '算分数的乘法次数，缩放点积' },
      formula: String.raw`n^2 d + n^2`,
      count: (n, d) => n * n * d + n * n,
    },
    {
      label: { en: 'multiplications for the scores, general', zh: '算分数的乘法次数，双线性（general）' },
      formula: String.raw`n^2 d + n d^2`,
      count: (n, d) => n * n * d + n * d * d,
    },
    {
      label: { en: 'multiplications for the scores, additive', zh: '算分数的乘法次数，加性' },
      formula: String.raw`n^2 d + 2 n d^2`,
      count: (n, d) => n * n * d + 2 * n * d * d,
    },
    {
      label: { en: 'tanh evaluations, additive', zh: 'tanh 次数，加性' },
      formula: String.raw`n^2 d`,
      count: (n, d) => n * n * d,
    },
    {
      label: { en: 'multiplications for the scores, cosine', zh: '算分数的乘法次数，余弦' },
      formula: String.raw`n^2 d + n^2 + 4 n d`,
      count: (n, d) => n * n * d + n * n + 4 * n * d,
    },
    {
      label: { en: 'multiplications for the scores, location', zh: '算分数的乘法次数，基于位置' },
      formula: String.raw`n^2 d`,
      count: (n, d) => n * n * d,
    },
  ],
  properties: {
    sumsToOne: true,
    sparse: false,
    differentiable: true,
    deterministic: true,
    parameters: String.raw`0,\; 1,\; nd,\; d^2,\; 2d^2 + d`,
  },
};

export default meta;
