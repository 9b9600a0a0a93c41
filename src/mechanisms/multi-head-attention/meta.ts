import type { MechanismMeta } from '../../widget/meta.ts';

/** Features of one head; the base model of the paper has eight heads of 64 in its 512. */
const head = 64;

const meta: MechanismMeta = {
  name: { en: 'Multi-head attention', zh: '多头注意力' },
  family: 'sequence',
  year: 2017,
  paper: 'vaswani2017',
  buildsOn: ['scaled-dot-product'],
  costs: [
    {
      label: { en: 'multiplications for the four projections', zh: '四个投影的乘法次数' },
      formula: String.raw`4 n d^2`,
      count: (n, d) => 4 * n * d * d,
    },
    {
      label: { en: 'multiplications for products and heads', zh: '算点积和各头输出的乘法次数' },
      formula: String.raw`2 n^2 d`,
      count: (n, d) => 2 * n * n * d,
    },
    {
      label: {
        en: 'stored weights, with heads of 64 features; as many exponentials',
        zh: '所存权重的个数（每头 64 个特征）；指数运算次数相同',
      },
      formula: String.raw`n^2 d / ${head}`,
      count: (n, d) => (n * n * d) / head,
    },
  ],
  properties: {
    sumsToOne: true,
    sparse: false,
    differentiable: true,
    deterministic: true,
    parameters: '4 d^2',
  },
};

export default meta;
