import type { TopicMeta } from '../../widget/meta.ts';

const meta: TopicMeta = {
  name: { en: 'Soft against hard', zh: '软与硬' },
  family: 'foundations',
  mechanisms: ['soft-attention', 'hard-attention'],
};

export default meta;
