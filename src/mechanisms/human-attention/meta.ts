import type { MechanismMeta } from '../../widget/meta.ts';

const meta: MechanismMeta = {
  name: { en: 'Human attention', zh: '人的注意力' },
  family: 'foundations',
  year: 1994,
  paper: 'wolfe1994',
  buildsOn: [],
  costs: [
    {
      label: { en: 'multiplications for the contrast', zh: '算对比的乘法次数' },
      formula: String.raw`n^2 d`,
      count: (n, d) => n * n * d,
    },
    {
      label: { en: 'multiplications for the match with one template', zh: '与一个模板匹配的乘法次数' },
      formula: String.raw`n d`,
      count: (n, d) => n * d,
    },
    {
      label: { en: 'stored weights for one template', zh: '一个模板所存权重的个数' },
      formula: String.raw`n`,
      count: (n) => n,
    },
  ],
  properties: { sumsToOne: true, sparse: false, differentiable: true, deterministic: true, parameters: '0' },
};

export default meta;
