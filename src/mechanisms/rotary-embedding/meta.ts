import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'Rotary position embedding', zh: '旋转位置编码' },
  family: 'sequence',
  year: 2021,
  paper: 'su2021',
  buildsOn: ['scaled-dot-product', 'positional-encoding'],
  costs: [
    {
      label: { en: 'multiplications that turn queries and keys', zh: '转动查询和键的乘法次数' },
      formula: String.raw`4 n d`,
      count: (n, d) => 4 * n * d,
    },
    {
      label: { en: 'multiplications of the attention', zh: '注意力的乘法次数' },
      formula: String.raw`2 n^2 d`,
      count: (n, d) => 2 * n * n * d,
    },
    {
      label: { en: 'sines and cosines, made once', zh: '正弦和余弦，只算一次' },
      formula: String.raw`n d`,
      count: (n, d) => n * d,
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
