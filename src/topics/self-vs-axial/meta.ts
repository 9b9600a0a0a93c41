import type { TopicMeta } from '../../widget/meta.ts';

const meta: TopicMeta = {
  name: { en: 'Self against axial', zh: '自注意力与轴向注意力' },
  family: 'vision',
  mechanisms: ['self-attention', 'axial-attention'],
};

export default meta;
