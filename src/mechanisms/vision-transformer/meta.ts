import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'Vision Transformer', zh: '视觉 Transformer' },
  family: 'vision',
  year: 2020,
  paper: 'dosovitskiy2020',
  buildsOn: ['multi-head-attention', 'positional-encoding', 'transformer'],
  costs: [
    {
      label: { en: 'multiplications of a layer in its linear maps', zh: '一层中线性映射的乘法次数' },
      formula: '12nd^2',
      count: (n, d) => 12 * n * d * d,
    },
    {
      label: { en: 'multiplications of its attention', zh: '一层中注意力的乘法次数' },
      formula: '2n^2d',
      count: (n, d) => 2 * n * n * d,
    },
    {
      label: { en: 'weights of one head', zh: '一个头的权重个数' },
      formula: 'n^2',
      count: (n) => n * n,
    },
  ],
  properties: {
    sumsToOne: true,
    sparse: false,
    differentiable: true,
    deterministic: true,
    parameters: '12d^2',
  },
};

export default meta;
