import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'Transformer', zh: 'Transformer 模型' },
  family: 'transformer',
  year: 2017,
  paper: 'vaswani2017',
  buildsOn: ['multi-head-attention', 'positional-encoding'],
  costs: [
    {
      label: {
        en: 'multiplications of the four projections of an encoder layer',
        zh: '编码器一层四个投影的乘法次数',
      },
      formula: String.raw`4nd^2`,
      count: (n, d) => 4 * n * d * d,
    },
    {
      label: { en: 'of its attention', zh: '其注意力的乘法次数' },
      formula: String.raw`2n^2d`,
      count: (n, d) => 2 * n * n * d,
    },
    {
      label: { en: 'of its feed-forward network, four times as wide', zh: '其前馈网络（宽四倍）的乘法次数' },
      formula: String.raw`8nd^2`,
      count: (n, d) => 8 * n * d * d,
    },
    {
      label: {
        en: 'parameters of an encoder layer, without biases and gains',
        zh: '编码器一层的参数个数（不计偏置与增益）',
      },
      formula: String.raw`12d^2`,
      count: (_n, d) => 12 * d * d,
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
