import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'Spatial attention', zh: '空间注意力' },
  family: 'vision',
  year: 2018,
  paper: 'woo2018',
  buildsOn: ['soft-attention', 'scoring-functions'],
  costs: [
    {
      label: { en: 'gate: multiplications of the 7×7 filter', zh: '门：7×7 滤波的乘法次数' },
      formula: String.raw`98 n`,
      count: (n) => 98 * n,
    },
    {
      label: { en: 'gate: multiplications of the features', zh: '门：特征乘以门的次数' },
      formula: String.raw`n d`,
      count: (n, d) => n * d,
    },
    {
      label: { en: 'gate, or one query: stored weights', zh: '门，或一个查询：所存权重' },
      formula: String.raw`n`,
      count: (n) => n,
    },
    {
      label: { en: 'one query: multiplications', zh: '一个查询：乘法次数' },
      formula: String.raw`2 n d`,
      count: (n, d) => 2 * n * d,
    },
    {
      label: { en: 'pairs: multiplications', zh: '两两之间：乘法次数' },
      formula: String.raw`2 n^2 d`,
      count: (n, d) => 2 * n * n * d,
    },
    {
      label: { en: 'pairs: stored weights', zh: '两两之间：所存权重' },
      formula: String.raw`n^2`,
      count: (n) => n * n,
    },
  ],
  properties: {
    sumsToOne: false,
    sparse: false,
    differentiable: true,
    deterministic: true,
    parameters: '98',
  },
};

export default meta;
