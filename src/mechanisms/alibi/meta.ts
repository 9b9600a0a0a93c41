import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'ALiBi, attention with linear biases', zh: 'ALiBi（线性偏置）' },
  family: 'sequence',
  year: 2022,
  paper: 'press2022',
  buildsOn: ['scaled-dot-product', 'masked-attention'],
  costs: [
    {
      label: { en: 'multiplications for products and output', zh: '点积与输出的乘法次数' },
      formula: String.raw`2 n^2 d`,
      count: (n, d) => 2 * n * n * d,
    },
    {
      label: { en: 'additions for the bias', zh: '加偏置的加法次数' },
      formula: String.raw`n^2`,
      count: (n) => n * n,
    },
    {
      label: { en: 'different numbers in the bias of a causal head', zh: '因果掩码下一个头的偏置里不同的数' },
      formula: String.raw`n`,
      count: (n) => n,
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
