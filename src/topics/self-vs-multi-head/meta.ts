import type { TopicMeta } from '../../widget/meta.ts';

const meta: TopicMeta = {
  name: { en: 'Self-attention against multi-head attention', zh: '自注意力与多头注意力' },
  family: 'sequence',
  mechanisms: ['multi-head-attention'],
};

export default meta;
