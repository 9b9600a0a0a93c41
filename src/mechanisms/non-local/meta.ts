import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'Non-local block', zh: '非局部模块' },
  family: 'vision',
  year: 2018,
  paper: 'wang2018',
  buildsOn: ['self-attention'],
  costs: [
    {
      label: { en: 'multiplications for the four 1×1 convolutions', zh: '四个 1×1 卷积的乘法次数' },
      formula: String.raw`2 n d^2`,
      count: (n, d) => 2 * n * d * d,
    },
    {
      label: { en: 'multiplications for scores and sums', zh: '算分数与加权和的乘法次数' },
      formula: String.raw`n^2 d`,
      count: (n, d) => n * n * d,
    },
    {
      label: { en: 'the same with 2×2 pooling', zh: '同上，有 2×2 池化' },
      formula: String.raw`\frac{n^2 d}{4}`,
      count: (n, d) => (n * n * d) / 4,
    },
    {
      label: { en: 'stored weights', zh: '所存权重的个数' },
      formula: String.raw`n^2`,
      count: (n) => n * n,
    },
  ],
  properties: {
    sumsToOne: true,
    sparse: false,
    differentiable: true,
    deterministic: true,
    parameters: String.raw`2d^2`,
  },
};

export default meta;
