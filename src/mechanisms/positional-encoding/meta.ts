import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'Positional encoding', zh: '位置编码' },
  family: 'sequence',
  year: 2017,
  paper: 'vaswani2017',
  buildsOn: ['scaled-dot-product'],
  costs: [
    {
      label: { en: 'additions to the embeddings', zh: '加到嵌入上的加法次数' },
      formula: String.raw`n d`,
      count: (n, d) => n * d,
    },
    {
      label: { en: 'multiplications of the attention', zh: '注意力的乘法次数' },
      formula: String.raw`2 n^2 d`,
      count: (n, d) => 2 * n * n * d,
    },
    {
      label: {
        en: 'the same, with a vector for each pair of tokens',
        zh: '同上，每对词元各用一个向量时',
      },
      formula: String.raw`4 n^2 d`,
      count: (n, d) => 4 * n * n * d,
    },
  ],
  properties: {
    sumsToOne: true,
    sparse: false,
    differentiable: true,
    deterministic: true,
    parameters: '3 d^2',
  },
};

export default meta;
